/** A piece of JSON text as a path sees it. `absent` is nothing at all; a JSON null is there but empty. */
export type JsonType = 'absent' | 'null' | 'false' | 'number' | 'string' | 'true' | 'json';

export interface JsonValue {
  readonly type: JsonType;
  /** The JSON text, byte for byte. */
  readonly raw: string;
  /** What a string says, unescaped; '' for every other type. */
  readonly text: string;
}

export const ABSENT: JsonValue = { type: 'absent', raw: '', text: '' };

export function jsonValue(type: JsonType, raw: string): JsonValue {
  return { type, raw, text: '' };
}

export function exists(value: JsonValue): boolean {
  return value.type !== 'absent';
}

export function isArray(value: JsonValue): boolean {
  return value.type === 'json' && value.raw.startsWith('[');
}

export function isObject(value: JsonValue): boolean {
  return value.type === 'json' && value.raw.startsWith('{');
}

/** The number, as Go's ParseFloat reads it; 0 for what is no number. */
export function numberOf(raw: string): number {
  const word = /^([+-]?)(inf|infinity)$/i.exec(raw);
  if (word !== null) {
    return word[1] === '-' ? -Infinity : Infinity;
  }
  if (/^nan$/i.test(raw)) {
    return NaN;
  }
  return /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i.test(raw) ? Number(raw) : 0;
}

/** gjson's String(): strings unquoted, integers with all their digits, other numbers without an exponent. */
export function stringOf(value: JsonValue): string {
  switch (value.type) {
    case 'absent':
    case 'null':
      return '';
    case 'string':
      return value.text;
    case 'number':
      return /^-?[0-9]*$/.test(value.raw) ? value.raw : formatDecimal(numberOf(value.raw));
    case 'true':
    case 'false':
      return value.type;
    case 'json':
      return value.raw;
  }
}

/** The shortest decimal that reads back as the same number, never with an exponent. */
function formatDecimal(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value));
}

function formatMagnitude(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  if (point <= 0) {
    return `0.${'0'.repeat(-point)}${digits}`;
  }
  const fraction = digits.slice(point);
  return digits.slice(0, point).padEnd(point, '0') + (fraction === '' ? '' : `.${fraction}`);
}
