import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseTemplate } from '../../../../core/template/index.ts';
import { TemplateError } from '../../../../core/template/text/template-error.ts';

interface Vectors {
  readonly data: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly template: string;
    readonly outputBase64?: string;
    readonly error?: string;
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors/template.json', import.meta.url), 'utf8'),
) as Vectors;

function dataOf(values: Readonly<Record<string, string>>): ReadonlyMap<string, Uint8Array> {
  return new Map(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value, 'base64')] as const),
  );
}

interface Rendered {
  readonly outputBase64?: string;
  readonly error?: string;
}

function render(text: string, data: ReadonlyMap<string, Uint8Array>): Rendered {
  const parsed = parseTemplate('t', text);
  if (!parsed.ok) {
    return { error: parsed.error.message };
  }
  try {
    return { outputBase64: Buffer.from(parsed.template.execute(data)).toString('base64') };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { error: error.message };
    }
    throw error;
  }
}

describe('parseTemplate', () => {
  for (const { template, ...expected } of vectors.cases) {
    it(`renders or refuses ${JSON.stringify(template)} as Go does`, () => {
      expect(render(template, dataOf(vectors.data))).to.deep.equal(expected);
    });
  }

  const refusals = [
    ['{{ if .a }}x', 'unexpected EOF', 1, 13],
    ['x\n{{ frobnicate .a }}', 'function "frobnicate" not defined', 2, 4],
    ['é {{ range $i, 1 }}{{ end }}', 'range can only initialize variables', 1, 17],
    ['{{ 1e999i }}', 'illegal number syntax: "1e999i"', 1, 4],
  ] as const;
  for (const [text, message, line, column] of refusals) {
    it(`refuses ${JSON.stringify(text)}: ${message}`, () => {
      const parsed = parseTemplate('db.properties', text);

      expect(parsed.ok).to.equal(false);
      const error = parsed.ok ? undefined : parsed.error;
      expect(error?.message).to.include(`template: db.properties:${line}: ${message}`);
      expect([error?.line, error?.column]).to.deep.equal([line, column]);
    });
  }

  it('refuses parentheses nested without end', () => {
    const text = `{{ ${'('.repeat(100_000)}.a${')'.repeat(100_000)} }}`;

    expect(render(text, new Map())).to.deep.equal({
      error: 'template: t:1: max expression depth exceeded',
    });
  });

  it('points at the place of a failure, column from 1', () => {
    const parsed = parseTemplate('t', 'a\n  {{ .missing }}');

    expect(() => parsed.ok && parsed.template.execute(new Map()))
      .to.throw(TemplateError)
      .that.includes({ code: 'TEMPLATE_FAILED', line: 2, column: 6 });
  });

  it('passes binary values through whole', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const parsed = parseTemplate('t', '{{ .bin }}{{ index . "bin" }}');

    const output = parsed.ok && parsed.template.execute(new Map([['bin', bytes]]));

    expect(output).to.deep.equal(Buffer.from([...bytes, ...bytes]));
  });

  it('prints <no value> for a missing key where that is asked for', () => {
    const parsed = parseTemplate('t', '[{{ .missing }}]', { missingKey: 'default' });

    const output = parsed.ok && parsed.template.execute(new Map());

    expect(Buffer.from(output === false ? [] : output).toString()).to.equal('[<no value>]');
  });

  it('renders the connection string of a database', () => {
    const text = 'postgres://{{ .username }}:{{ .password }}@database.internal:5432/app_db';
    const data = new Map([
      ['username', Buffer.from('user1')],
      ['password', Buffer.from('securepassword123')],
    ]);

    const { outputBase64 } = render(text, data);

    expect(Buffer.from(outputBase64 ?? '', 'base64').toString()).to.equal(
      'postgres://user1:securepassword123@database.internal:5432/app_db',
    );
  });

  it('never throws for a text, whatever it is', () => {
    const piece = fc.constantFrom(
      ...['{{', '}}', '{{- ', ' -}}', '/*', '*/', '.a', '.', '$x', '$', ':=', '=', '|', '(', ')'],
      ...['"s"', '"', '`', "'", '\\', 'index', 'if', 'end', 'nil', 'true', '1.5', '0x', '-', ' '],
      ...['\n', 'é', '😀', ',', '!', '\0', '1_0', 'e5', '08'],
      ...[
        'range 3',
        'else',
        'define "x"',
        'template "x" .',
        'block "y" .',
        'with',
        'break',
        'continue',
      ],
      ...[
        'printf "%d%[2]*.3f"',
        'len',
        'and',
        'eq',
        'slice',
        'print',
        'html',
        '}}{{',
        ' | ',
        '{{end}}',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        render(pieces.join(''), dataOf(vectors.data));
        render(`{{${pieces.join('')}}}`, dataOf(vectors.data));
      }),
      { numRuns: 3000 },
    );
  });
});
