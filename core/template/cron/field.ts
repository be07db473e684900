/** The values of one field of a cron line. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  /** Whether it had a star (or question mark) without a step: a day field that has one leaves the day to the other. */
  readonly isStar: boolean;
}

export interface FieldBounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

export type FieldResult =
  | { readonly ok: true; readonly field: CronField }
  | { readonly ok: false; readonly message: string };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const FIELD_BOUNDS = {
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  dayOfMonth: { min: 1, max: 31 },
  month: { min: 1, max: 12, names: MONTHS },
  dayOfWeek: { min: 0, max: 6, names: WEEKDAYS },
} as const satisfies Record<string, FieldBounds>;

class FieldRefusal extends Error {}

/** Every value of the bounds. */
export function everyValue(bounds: FieldBounds): CronField {
  return { values: valuesOf(bounds.min, bounds.max, 1), isStar: true };
}

/** A comma-separated list of ranges: `5`, `1-5`, `*`, `?`, `mon-fri`, each with a step perhaps (`5/15` is `5-max/15`). */
export function parseField(text: string, bounds: FieldBounds): FieldResult {
  const values = new Set<number>();
  let isStar = false;
  try {
    for (const expression of text.split(',').filter((part) => part !== '')) {
      const range = parseRange(expression, bounds);
      isStar ||= range.isStar;
      range.values.forEach((value) => values.add(value));
    }
  } catch (error) {
    if (error instanceof FieldRefusal) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
  return { ok: true, field: { values, isStar } };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly isStar: boolean;
  readonly isSingle: boolean;
}

function parseRange(expression: string, bounds: FieldBounds): CronField {
  const [span = '', stepText, ...more] = expression.split('/');
  const range = parseSpan(span, expression, bounds);
  if (more.length > 0) {
    throw new FieldRefusal(`too many slashes: ${expression}`);
  }
  const step = stepText === undefined ? 1 : parseInteger(stepText);
  const end = stepText !== undefined && range.isSingle ? bounds.max : range.end;
  const problem = rangeProblem({ start: range.start, end, step }, bounds);
  if (problem !== undefined) {
    throw new FieldRefusal(`${problem}: ${expression}`);
  }
  return { values: valuesOf(range.start, end, step), isStar: range.isStar && step === 1 };
}

function parseSpan(span: string, expression: string, bounds: FieldBounds): Range {
  const [low = '', high, ...more] = span.split('-');
  if (low === '*' || low === '?') {
    return { start: bounds.min, end: bounds.max, isStar: true, isSingle: high === undefined };
  }
  const start = parseName(low, bounds);
  if (more.length > 0) {
    throw new FieldRefusal(`too many hyphens: ${expression}`);
  }
  const end = high === undefined ? start : parseName(high, bounds);
  return { start, end, isStar: false, isSingle: high === undefined };
}

function rangeProblem(
  { start, end, step }: { readonly start: number; readonly end: number; readonly step: number },
  { min, max }: FieldBounds,
): string | undefined {
  if (start < min) {
    return `beginning of range (${start}) below minimum (${min})`;
  }
  if (end > max) {
    return `end of range (${end}) above maximum (${max})`;
  }
  if (start > end) {
    return `beginning of range (${start}) beyond end of range (${end})`;
  }
  return step === 0 ? 'step of range should be a positive number' : undefined;
}

function parseName(text: string, { min, names }: FieldBounds): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index < 0 ? parseInteger(text) : index + min;
}

const MAX_INT64 = 2n ** 63n - 1n;

function parseInteger(text: string): number {
  const failed = `failed to parse int from ${text}: strconv.Atoi: parsing ${quote(text)}`;
  if (!/^[-+]?[0-9]+$/u.test(text)) {
    throw new FieldRefusal(`${failed}: invalid syntax`);
  }
  const magnitude = BigInt(text.replace(/^[-+]/u, ''));
  const isNegative = text.startsWith('-');
  if (magnitude > MAX_INT64 + (isNegative ? 1n : 0n)) {
    throw new FieldRefusal(`${failed}: value out of range`);
  }
  if (isNegative && magnitude > 0n) {
    throw new FieldRefusal(`negative number (-${magnitude.toString()}) not allowed: ${text}`);
  }
  return Number(magnitude);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /\p{C}/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

function valuesOf(start: number, end: number, step: number): ReadonlySet<number> {
  const values = new Set<number>();
  for (let value = start; value <= end; value += step) {
    values.add(value);
  }
  return values;
}
