/** A value as Go's templates have them. Strings are bytes. */
export type GoValue =
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  | { readonly kind: 'int'; readonly type: 'int' | 'uint8'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Uint8Array> }
  /** nil without a type. */
  | { readonly kind: 'nil' }
  /** What a missing key gives where that is no error. */
  | { readonly kind: 'missing' };

const TYPE_NAMES = {
  string: 'string',
  int: 'int',
  float: 'float64',
  bool: 'bool',
  map: 'map[string]string',
  nil: 'nil',
  missing: 'nil',
} as const satisfies Record<GoValue['kind'], string>;

/** The name of the value's Go type. */
export function typeName(value: GoValue): string {
  return value.kind === 'int' ? value.type : TYPE_NAMES[value.kind];
}

/** The value as an action prints it. */
export function printValue(value: GoValue): Uint8Array {
  switch (value.kind) {
    case 'string':
      return value.bytes;
    case 'int':
    case 'bool':
      return Buffer.from(String(value.value));
    case 'float':
      return Buffer.from(formatFloat(value.value));
    case 'map':
      return printMap(value.entries);
    case 'nil':
    case 'missing':
      return Buffer.from('<no value>');
  }
}

function printMap(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...entries]
    .map(([key, bytes]) => ({ key: Buffer.from(key), bytes }))
    .sort((left, right) => Buffer.compare(left.key, right.key));
  const chunks: Uint8Array[] = [Buffer.from('map[')];
  for (const [index, { key, bytes }] of sorted.entries()) {
    chunks.push(Buffer.from(index === 0 ? '' : ' '), key, Buffer.from(':'), bytes);
  }
  return Buffer.concat([...chunks, Buffer.from(']')]);
}

/** Go's %v of a float64: the shortest digits, with an exponent below 1e-4 and from 1e6 on (eso.md 4). */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value));
}

function formatMagnitude(value: number): string {
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) {
    return String(value);
  }
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
}
