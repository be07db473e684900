import { expect } from 'chai';
import { parseTemplate, type TemplateOptions } from '../../../../../core/template/index.ts';
import { TemplateError } from '../../../../../core/template/text/template-error.ts';

function refusal(text: string, options: TemplateOptions = {}): string {
  const parsed = parseTemplate('t', text, options);
  if (!parsed.ok) {
    return parsed.error.message;
  }
  try {
    const output = parsed.template.execute(new Map([['a', Buffer.from('x')]]));
    return `rendered ${output.length} bytes`;
  } catch (error) {
    if (error instanceof TemplateError) {
      return error.message;
    }
    throw error;
  }
}

const wide = '%1000000d'.repeat(20);
const calls =
  '{{ define "x" }}{{ if . }}{{ template "x" . }}{{ end }}{{ end }}{{ template "x" . }}';
const doubling = '{{ $x := "a" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}';
const piling = '{{ $x := printf "%1000000d" 1 }}{{ range 1000 }}{{ $y := print $x "a" }}{{ end }}';

const hostile = [
  ['a loop without end', '{{ range 9223372036854775807 }}{{ end }}', /limit of 5000000 steps$/],
  [
    'a loop in a loop',
    '{{ range 99999 }}{{ range 99999 }}{{ end }}{{ end }}',
    /limit of 5000000 steps$/,
  ],
  [
    'an endless output',
    `{{ range 999999 }}${'a'.repeat(100)}{{ end }}`,
    /output exceeds the limit of 16777216 bytes$/,
  ],
  ['a value that doubles', doubling, /a value exceeds the limit of 16777216 bytes$/],
  [
    'wide numbers',
    `{{ printf "${wide}" ${'1 '.repeat(20)} }}`,
    /a value exceeds the limit of 16777216 bytes$/,
  ],
  ['many large values', piling, /together exceed the limit of 268435456 bytes$/],
  ['a template that calls itself', calls, /exceeded maximum template depth \(500\)$/],
  ['conditions without end', '{{ if 1 }}'.repeat(50_000), /max nesting depth exceeded$/],
  ['parentheses without end', `{{ ${'('.repeat(50_000)} }}`, /max expression depth exceeded$/],
] as const;

describe('the limits of templates', function () {
  this.timeout(20_000);

  for (const [what, text, message] of hostile) {
    it(`stop ${what}`, () => {
      expect(refusal(text)).to.match(message);
    });
  }

  it('stop what takes too long, by the clock they are given', () => {
    let nowMs = 0;
    const now = (): Date => new Date((nowMs += 1000));
    const sources = { now, randomBytes: (length: number) => new Uint8Array(length) };

    expect(refusal('{{ range 100000 }}{{ end }}', { sources })).to.match(/limit of 5000 ms$/);
  });

  it('can be set', () => {
    expect(refusal('{{ range 100 }}{{ end }}', { limits: { steps: 50 } })).to.match(
      /limit of 50 steps$/,
    );
    expect(refusal('0123456789', { limits: { sizeBytes: 9 } })).to.match(/limit of 9 bytes$/);
  });

  it('leave alone what a large but honest template needs', () => {
    const text = `{{ range 5000 }}{{ if eq $.a "x" }}{{ printf "%05d %s" . $.a }}{{ end }}{{ end }}`;

    expect(refusal(text)).to.equal('rendered 35000 bytes');
  });

  it('read long runs of space, pipes and fields in no time', () => {
    const started = performance.now();

    refusal(`{{ .a }}${' '.repeat(300_000)}{{- .a }}`);
    refusal(`{{ 1${' | print'.repeat(10_000)} }}`);
    refusal(`{{ .a${'.b'.repeat(30_000)} }}`);

    expect(performance.now() - started).to.be.below(5_000);
  });
});
