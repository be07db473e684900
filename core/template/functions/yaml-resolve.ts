/** What a plain scalar means in YAML 1.1 as Go's yaml package reads it. Anything it does not know is a string. */
export type Resolved =
  | { readonly kind: 'string' }
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'timestamp' };

const STRING: Resolved = { kind: 'string' };

function words(text: string, resolved: Resolved): readonly (readonly [string, Resolved])[] {
  return text.split(' ').map((word) => [word, resolved] as const);
}

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...words('y Y yes Yes YES true True TRUE on On ON', { kind: 'bool', value: true }),
  ...words('n N no No NO false False FALSE off Off OFF', { kind: 'bool', value: false }),
  ...words('~ null Null NULL', { kind: 'null' }),
  ['', { kind: 'null' }],
  ...words('.nan .NaN .NAN', { kind: 'float', value: Number.NaN }),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF', { kind: 'float', value: Number.POSITIVE_INFINITY }),
  ...words('-.inf -.Inf -.INF', { kind: 'float', value: Number.NEGATIVE_INFINITY }),
]);

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

export function resolvePlain(text: string): Resolved {
  const word = WORDS.get(text);
  if (word !== undefined) {
    return word;
  }
  if (text.startsWith('.')) {
    return float(text);
  }
  if (!/^[-+\d]/.test(text)) {
    return STRING;
  }
  if (isTimestamp(text)) {
    return { kind: 'timestamp' };
  }
  const digits = text.replaceAll('_', '');
  return integer(digits) ?? float(digits);
}

function float(text: string): Resolved {
  const value = Number(text);
  return FLOAT.test(text) && Number.isFinite(value) ? { kind: 'float', value } : STRING;
}

const INTEGER = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
const GREATEST_UNSIGNED = 2n ** 64n - 1n;

function integer(text: string): Resolved | undefined {
  const found = INTEGER.exec(text);
  if (found === null) {
    return undefined;
  }
  const [, sign = '', hex, binary, octal, decimal] = found;
  const size = magnitude({ hex, binary, octal, decimal });
  const value = sign === '-' ? -size : size;
  const greatest = sign === '' ? GREATEST_UNSIGNED : GREATEST;
  return value < LEAST || value > greatest ? undefined : { kind: 'int', value };
}

type Digits = Readonly<Record<'hex' | 'binary' | 'octal' | 'decimal', string | undefined>>;

function magnitude({ hex, binary, octal, decimal }: Digits): bigint {
  if (hex !== undefined) {
    return BigInt(`0x${hex}`);
  }
  if (binary !== undefined) {
    return BigInt(`0b${binary}`);
  }
  return octal === undefined ? BigInt(decimal ?? 0) : BigInt(`0o${octal}`);
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2}))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/;

function isTimestamp(text: string): boolean {
  const found = TIMESTAMP.exec(text);
  if (found === null) {
    return false;
  }
  const [year = 0, month = 0, day = 0, ...times] = found
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const limits = [24, 60, 60, 24, 60, 60];
  const isTime = times.every((time, index) => time < (limits[index] ?? 0));
  return isTime && month >= 1 && month <= 12 && day >= 1 && day <= days;
}
