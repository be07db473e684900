import { expect } from 'chai';
import fc from 'fast-check';
import { FUNCTIONS } from '../../../../core/template/functions/index.ts';
import { parseTemplate, TemplateError } from '../../../../core/template/index.ts';
import { FUZZ_DATA, templateArbitrary } from '../../../vectors/template-grammar.ts';

/** Cases of each property; `PROPERTY_RUNS=100000` asks for more than `npm test` does. */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 3000);

/** A parse of a text of at most some hundred characters that takes longer hangs, as far as a person is concerned. */
const PATIENCE_MS = 2000;

const DATA = new Map(
  Object.entries(FUZZ_DATA).map(([key, value]) => [key, Buffer.from(value, 'base64')] as const),
);

const token = fc.constantFrom(
  ...[
    '{{',
    '}}',
    '{{- ',
    ' -}}',
    '{{/*',
    '*/}}',
    '{{end}}',
    '{{else}}',
    '{{if .user}}',
    '{{range .}}',
  ],
  ...['{{with $x := 1}}', '{{define "t"}}', '{{template "t" .}}', '{{block "b" .}}', '{{break}}'],
  ...['.', '.user', '$', '$x', ':=', '=', '|', '(', ')', ',', ' ', '\n', '\t', '\0', '-', '!', '#'],
  ...['"', '`', "'", '\\', '"a"', '`a`', "'a'", '"\\x', "'\\u12", '"\\777"', '"\\U00110000"'],
  ...['0x', '1_', '1e', '1e999', '0b2', '08', '1i', '9223372036854775808', '-0', '+1', '.5', '1.'],
  ...[
    'nil',
    'true',
    'and',
    'or',
    'not',
    'printf "%*d"',
    'index',
    'slice',
    'call',
    'html',
    'é',
    '😀',
  ],
);
const soup = fc.array(token, { maxLength: 30 }).map((tokens) => tokens.join(''));
const letters = fc.string({ unit: 'binary', maxLength: 60 });

/** A template of the grammar with a piece of it taken out, doubled, or replaced by something else. */
const damaged = fc
  .tuple(
    templateArbitrary,
    fc.nat(),
    fc.nat({ max: 12 }),
    fc.oneof(token, letters, fc.constant('')),
  )
  .map(([template, at, length, other]) => {
    const begin = at % (template.length + 1);
    const piece = template.slice(begin, begin + length);
    return (
      template.slice(0, begin) +
      (other === '' ? piece + piece : other) +
      template.slice(begin + length)
    );
  });

const text = fc.oneof(
  soup,
  soup.map((inside) => `{{${inside}}}`),
  letters.map((inside) => `{{ ${inside} }}`),
  letters,
  damaged,
);
const delimiters = fc.option(
  fc.record({
    left: fc.constantFrom('', '[[', '<%', '{', '.', '{{{'),
    right: fc.constantFrom('', ']]', '%>', '}', '|', ')'),
  }),
  { nil: undefined, freq: 9 },
);

type Outcome = { readonly output: string } | { readonly error: string };

function outcomeOf(work: () => Uint8Array): Outcome {
  try {
    return { output: Buffer.from(work()).toString('base64') };
  } catch (error) {
    // Whatever else is thrown is a fault of ours, and fails the property.
    if (error instanceof TemplateError) {
      return { error: error.message };
    }
    throw error;
  }
}

describe(`templates, ${numRuns.toLocaleString('en')} times`, function () {
  this.timeout(60_000 + numRuns * 20);

  before('load what functions load late', async () => {
    await Promise.all(FUNCTIONS.map(async (served) => served.prepare?.()));
  });

  it('are parsed or refused with a TemplateError that names a place in the text, and soon', () => {
    fc.assert(
      fc.property(text, delimiters, (source, given) => {
        const began = performance.now();
        const parsed = parseTemplate('t', source, given === undefined ? {} : { delimiters: given });
        const tookMs = performance.now() - began;

        expect(tookMs).to.be.below(PATIENCE_MS);
        if (!parsed.ok) {
          expect(parsed.error).to.be.instanceOf(TemplateError);
          expect(parsed.error.line).to.be.within(1, source.split('\n').length);
          expect(parsed.error.column).to.be.within(1, Buffer.byteLength(source) + 1);
        }
      }),
      { numRuns },
    );
  });

  it('give the same bytes or the same error each time they are executed, and each time they are parsed', () => {
    fc.assert(
      fc.property(fc.oneof(templateArbitrary, damaged), (source) => {
        const parsed = parseTemplate('t', source);
        const again = parseTemplate('t', source);
        if (!parsed.ok || !again.ok) {
          expect(parsed.ok ? '' : parsed.error.message).to.equal(
            again.ok ? '' : again.error.message,
          );
          return;
        }
        const first = outcomeOf(() => parsed.template.execute(DATA));

        expect(outcomeOf(() => parsed.template.execute(DATA))).to.deep.equal(first);
        expect(outcomeOf(() => again.template.execute(DATA))).to.deep.equal(first);
      }),
      { numRuns },
    );
  });

  it('leave the values they are given as they are', () => {
    fc.assert(
      fc.property(templateArbitrary, (source) => {
        const parsed = parseTemplate('t', source);
        outcomeOf(() => (parsed.ok ? parsed.template.execute(DATA) : new Uint8Array()));
      }),
      { numRuns: Math.min(numRuns, 1000) },
    );

    const after = [...DATA].map(([key, bytes]) => [key, bytes.toString('base64')] as const);
    expect(Object.fromEntries(after)).to.deep.equal(FUZZ_DATA);
  });
});
