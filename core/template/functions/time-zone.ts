import { abbreviationOf } from './zone-abbreviations.ts';

/** A place's clock. */
export interface Zone {
  /** The name it was loaded by. */
  readonly name: string;
  /** What the clock shows at a moment. */
  at(unixSeconds: number): ZoneTime;
}

export interface ZoneTime {
  readonly offsetSeconds: number;
  readonly abbreviation: string;
}

export const UTC: Zone = {
  name: 'UTC',
  at: () => ({ offsetSeconds: 0, abbreviation: 'UTC' }),
};

/** A clock that never changes, as a parsed text may have it. */
export function fixedZone(abbreviation: string, offsetSeconds: number): Zone {
  return { name: abbreviation, at: () => ({ offsetSeconds, abbreviation }) };
}

/** time.LoadLocation; undefined where there is none of that name. The controller's own is UTC. */
export function loadZone(name: string): Zone | undefined {
  if (['', 'UTC', 'Local'].includes(name)) {
    return UTC;
  }
  if (!/^[A-Z][A-Za-z0-9_+/-]*$/.test(name)) {
    return undefined;
  }
  try {
    const offsets = format(name, 'en-US', 'longOffset');
    const names = LOCALES.map((locale) => format(name, locale, 'short'));
    return { name, at: (unixSeconds) => zoneTime(unixSeconds, { name, offsets, names }) };
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** Each of them knows the names of zones of its own part of the world. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-ZA', 'en-IN'];

function format(
  timeZone: string,
  locale: string,
  timeZoneName: 'longOffset' | 'short',
): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName, year: 'numeric' });
}

interface Formats {
  readonly name: string;
  readonly offsets: Intl.DateTimeFormat;
  readonly names: readonly Intl.DateTimeFormat[];
}

function zoneTime(unixSeconds: number, { name, offsets, names }: Formats): ZoneTime {
  const date = new Date(unixSeconds * 1000);
  const { sign, digits } = offsetDigits(shown(offsets, date));
  const known = names.map((each) => shown(each, date)).find((each) => /^[A-Z]{3,5}$/.test(each));
  const number = sign + digits.join('').replace(/^(..)00$/, '$1');
  const [hours = 0, minutes = 0, seconds = 0] = digits.map(Number);
  const magnitude = hours * 3600 + minutes * 60 + seconds;
  const offsetSeconds = sign === '-' ? -magnitude : magnitude;
  return { offsetSeconds, abbreviation: abbreviationOf(name, offsetSeconds) ?? known ?? number };
}

/** `GMT+05:30` taken apart; plain GMT is no offset. */
function offsetDigits(text: string): { readonly sign: string; readonly digits: string[] } {
  const [, sign = '+', digits = '00:00'] = /GMT([+-])([0-9:]+)/.exec(text) ?? [];
  return { sign, digits: digits.split(':') };
}

function shown(each: Intl.DateTimeFormat, date: Date): string {
  return each.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
