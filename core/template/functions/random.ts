import {
  defineFunction,
  fromRune,
  FunctionError,
  type FunctionSources,
  runesOf,
  type TemplateFunction,
} from '../value/index.ts';

const NUMERIC = '0123456789';
const ALPHA = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** What is new at every execution: random texts and numbers, shuffles, identifiers. */
export const RANDOM: readonly TemplateFunction[] = [
  characters('randAlphaNum', NUMERIC + ALPHA),
  characters('randAlpha', ALPHA),
  characters('randNumeric', NUMERIC),
  characters('randAscii', ASCII),
  defineFunction({
    name: 'randInt',
    parameters: ['int', 'int'],
    call: ([least, limit], { sources }) => {
      const width = BigInt.asIntN(64, limit - least);
      if (width <= 0n) {
        throw new FunctionError('invalid argument to Intn');
      }
      return BigInt.asIntN(64, least + below(width, sources));
    },
  }),
  defineFunction({
    name: 'shuffle',
    parameters: ['string'],
    call: ([text], { sources, budget }) => {
      budget.spend(text.length);
      return shuffled(text, sources);
    },
  }),
  defineFunction({
    name: 'uuidv4',
    parameters: [],
    call: (_args, { sources }) => uuid(sources.randomBytes(16)),
  }),
];

/** A length below 0 gives nothing, as Sprig swallows the error. */
function characters(name: string, alphabet: string): TemplateFunction {
  return defineFunction({
    name,
    parameters: ['int'],
    call: ([count], { sources, budget }) => {
      const length = count < 0n ? 0 : Number(count);
      budget.checkSize(length);
      budget.spend(length);
      return Array.from({ length }, () =>
        alphabet.charAt(Number(below(BigInt(alphabet.length), sources))),
      ).join('');
    },
  });
}

/** An even choice from 0 to the limit, without it. */
function below(limit: bigint, sources: FunctionSources): bigint {
  const bits = limit.toString(2).length;
  for (;;) {
    const bytes = sources.randomBytes(Math.ceil(bits / 8));
    const drawn = BigInt(`0x${Buffer.from(bytes).toString('hex')}`) & ((1n << BigInt(bits)) - 1n);
    if (drawn < limit) {
      return drawn;
    }
  }
}

function shuffled(text: string, sources: FunctionSources): string {
  const runes = [...runesOf(text)].map(({ rune }) => rune);
  for (let last = runes.length - 1; last > 0; last -= 1) {
    const other = Number(below(BigInt(last + 1), sources));
    const [kept = 0, moved = 0] = [runes[last], runes[other]];
    runes[last] = moved;
    runes[other] = kept;
  }
  return runes.map(fromRune).join('');
}

function uuid(bytes: Uint8Array): string {
  const marked = Uint8Array.from(bytes, (byte, index) => {
    if (index === 6) {
      return (byte & 0x0f) | 0x40;
    }
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  return Buffer.from(marked)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
