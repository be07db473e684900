import { expect } from 'chai';
import { parseTemplate, type TemplateOptions } from '../../../../../core/template/index.ts';
import { defineFunction, FunctionError, int64 } from '../../../../../core/template/value/index.ts';

function rendered(text: string, options: TemplateOptions = {}, data: object = {}): string {
  const parsed = parseTemplate('t', text, options);
  if (!parsed.ok) {
    throw parsed.error;
  }
  const entries = Object.entries(data).map(
    ([key, value]) => [key, Buffer.from(String(value))] as const,
  );
  return Buffer.from(parsed.template.execute(new Map(entries))).toString();
}

describe('the options of templates', () => {
  it('take other delimiters, which may be long or not ASCII', () => {
    expect(
      rendered('[[ .a ]]{{ .a }}', { delimiters: { left: '[[', right: ']]' } }, { a: 1 }),
    ).to.equal('1{{ .a }}');
    expect(rendered('a «- .a -» b', { delimiters: { left: '«', right: '»' } }, { a: 1 })).to.equal(
      'a1b',
    );
  });

  it('let a missing key through, also below a missing key', () => {
    const options = { missingKey: 'default' } as const;

    expect(rendered('{{ .x }} {{ .x.y }} {{ if .x }}1{{ else }}0{{ end }}', options)).to.equal(
      '<no value> <no value> 0',
    );
  });

  it('hand time and chance to functions', () => {
    const sources = {
      now: () => new Date(7),
      randomBytes: (length: number) => new Uint8Array(length).fill(1),
    };
    const stamp = defineFunction({
      name: 'stamp',
      parameters: ['int'],
      call: ([length], context) =>
        int64(
          BigInt(
            context.sources.now().getTime() * context.sources.randomBytes(Number(length)).length,
          ),
        ),
    });

    expect(rendered('{{ stamp 3 }}', { sources, functions: [stamp] })).to.equal('21');
  });

  it('let functions hide those of Go', () => {
    const len = defineFunction({ name: 'len', parameters: ['string'], call: () => 'hidden' });

    expect(rendered('{{ len "a" }}', { functions: [len] })).to.equal('hidden');
  });

  const refuse = defineFunction({
    name: 'refuse',
    parameters: ['string'],
    variadic: 'int',
    call: () => {
      throw new FunctionError('refused: é');
    },
  });
  const wrong = [
    ['{{ refuse "a" }}', 't:1:3: executing "t" at <refuse "a">: error calling refuse: refused: é'],
    ['{{ refuse }}', 'at <refuse>: wrong number of args for refuse: want at least 1 got 0'],
    ['{{ refuse 1 }}', 'at <1>: expected string; found 1'],
    ['{{ refuse "a" 1.5 }}', 'at <1.5>: expected integer; found 1.5'],
    ['{{ refuse "a" .b }}', 'at <.b>: wrong type for value; expected int; got string'],
    ['{{ refuse nil }}', 'at <nil>: cannot assign nil to string'],
    ['{{ 1 | refuse }}', 'at <refuse>: wrong type for value; expected string; got int'],
  ] as const;
  for (const [text, message] of wrong) {
    it(`refuse ${text} in Go's words`, () => {
      expect(() => rendered(text, { functions: [refuse] }, { b: 'c' })).to.throw(message);
    });
  }

  it('load what a function needs before it is called, and nothing for templates that do not call it', async () => {
    const loaded: string[] = [];
    const late = defineFunction({
      name: 'late',
      parameters: [],
      call: () => 'late',
      prepare: async () => {
        loaded.push('late');
      },
    });
    const parsed = ['{{ late }}', 'x'].map((text) =>
      parseTemplate('t', text, { functions: [late] }),
    );

    for (const each of parsed) {
      if (each.ok) {
        await each.template.prepare();
      }
    }

    expect(loaded).to.deep.equal(['late']);
  });
});
