/** The seconds that a zone's clocks are ahead of UTC at a moment (in seconds since 1970). */
export type TimeZone = (epochSeconds: number) => number;

export type TimeZoneResult =
  { readonly ok: true; readonly zone: TimeZone } | { readonly ok: false; readonly message: string };

export function utc(): number {
  return 0;
}

/** A zone of the tz database by its name; "", "UTC" and "Local" are UTC, as they are in the controller's container. */
export function loadTimeZone(name: string): TimeZoneResult {
  if (name === '' || name === 'UTC' || name === 'Local') {
    return { ok: true, zone: utc };
  }
  if (name.startsWith('/') || name.includes('\\') || name.includes('..')) {
    return { ok: false, message: 'time: invalid location name' };
  }
  const format = /^[A-Z][A-Za-z0-9_+/-]*$/u.test(name) ? formatOf(name) : undefined;
  return format === undefined
    ? { ok: false, message: `unknown time zone ${name}` }
    : { ok: true, zone: (epochSeconds) => offsetOf(format, epochSeconds) };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

function offsetOf(format: Intl.DateTimeFormat, epochSeconds: number): number {
  const parts = new Map(
    format.formatToParts(epochSeconds * 1000).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return local / 1000 - epochSeconds;
}
