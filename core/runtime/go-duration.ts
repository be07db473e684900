const UNIT_NS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const MAX_NS = 2n ** 63n - 1n;
const ELEMENT = /^(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/u;

function elementNs(whole: string, fraction: string, unit: bigint): bigint {
  const scale = 10n ** BigInt(fraction.length);
  return (
    BigInt(whole === '' ? '0' : whole) * unit +
    (BigInt(fraction === '' ? '0' : fraction) * unit) / scale
  );
}

/** One leading "1.5h" of the text: its nanoseconds and the text's length. */
function leadingElement(text: string): { ns: bigint; length: number } | undefined {
  const [all = '', whole = '', fraction = '', unit = ''] = ELEMENT.exec(text) ?? [];
  const unitNs = UNIT_NS[unit];
  if (unitNs === undefined || whole + fraction === '') {
    return undefined;
  }
  return { ns: elementNs(whole, fraction, unitNs), length: all.length };
}

function magnitudeNs(text: string): bigint | undefined {
  let total = 0n;
  for (let rest = text; rest !== '';) {
    const element = leadingElement(rest);
    if (element === undefined) {
      return undefined;
    }
    total += element.ns;
    rest = rest.slice(element.length);
  }
  return total > MAX_NS ? undefined : total;
}

/** A Go duration ("1h30m", "1.5h", "-2ms", "0") in nanoseconds; undefined where Go's time.ParseDuration refuses. */
function parseGoDurationNs(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const body = /^[-+]/u.test(text) ? text.slice(1) : text;
  if (body === '0') {
    return 0n;
  }
  if (body === '') {
    return undefined;
  }
  const magnitude = magnitudeNs(body);
  return negative && magnitude !== undefined ? -magnitude : magnitude;
}

/** The same in milliseconds (fractions kept). */
export function parseGoDuration(text: string): number | undefined {
  const ns = parseGoDurationNs(text);
  return ns === undefined ? undefined : Number(ns) / 1e6;
}
