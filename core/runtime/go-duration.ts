/** What Go's time.ParseDuration makes of a text; a refusal has Go's words. */
export type GoDuration =
  | { readonly ok: true; readonly nanoseconds: bigint }
  | { readonly ok: false; readonly message: string };

const UNIT_NS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);
const LIMIT = 2n ** 63n;
const ELEMENT = /^(\d*)(?:\.(\d*))?([^.\d]*)/u;

/** A Go duration ("1h30m", "1.5h", "-2ms", "0"), to the nanosecond Go gives. */
export function readGoDuration(text: string): GoDuration {
  const body = text.replace(/^[-+]/u, '');
  if (body === '0') {
    return { ok: true, nanoseconds: 0n };
  }
  const magnitude = body === '' ? refusal('invalid', text) : sumElements(body, text);
  if (!magnitude.ok) {
    return magnitude;
  }
  if (text.startsWith('-')) {
    return { ok: true, nanoseconds: -magnitude.nanoseconds };
  }
  return magnitude.nanoseconds === LIMIT ? refusal('invalid', text) : magnitude;
}

function refusal(what: string, text: string): GoDuration {
  return { ok: false, message: `time: ${what} duration ${quote(text)}` };
}

interface DurationElement {
  readonly length: number;
  readonly whole: string;
  readonly fraction: string;
  readonly unit: string;
}

function leadingElement(text: string): DurationElement {
  const [{ length } = '', whole = '', fraction = '', unit = ''] = ELEMENT.exec(text) ?? [];
  return { length, whole, fraction, unit };
}

function sumElements(body: string, text: string): GoDuration {
  let total = 0n;
  for (let rest = body; rest !== '';) {
    const { length, whole, fraction, unit } = leadingElement(rest);
    if (whole + fraction === '') {
      return refusal('invalid', text);
    }
    const unitNs = UNIT_NS.get(unit);
    if (unitNs === undefined) {
      return refusal(unit === '' ? 'missing unit in' : `unknown unit ${quote(unit)} in`, text);
    }
    total += BigInt(whole) * BigInt(unitNs) + fractionNs(fraction, unitNs);
    if (total > LIMIT) {
      return refusal('invalid', text);
    }
    rest = rest.slice(length);
  }
  return { ok: true, nanoseconds: total };
}

const MAX_INT64 = LIMIT - 1n;

/** A fraction is counted in floating point, as Go does; digits beyond 64 bits do not count. */
function fractionNs(digits: string, unitNs: number): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > MAX_INT64 / 10n || next > LIMIT) {
      break;
    }
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (unitNs / scale)));
}

/** As package time quotes: whatever is not printable ASCII as its bytes. */
function quote(text: string): string {
  const quoted = text
    .replace(/["\\]/gu, '\\$&')
    .replace(/[^\u0020-\u007f]/gu, (character) =>
      Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(
        '',
      ),
    );
  return `"${quoted}"`;
}

/** A Go duration in milliseconds (fractions kept); undefined where Go refuses. */
export function parseGoDuration(text: string): number | undefined {
  const duration = readGoDuration(text);
  return duration.ok ? Number(duration.nanoseconds) / 1e6 : undefined;
}
