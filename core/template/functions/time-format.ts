import type { ByteString } from '../value/index.ts';
import type { TimeFields } from './time-fields.ts';
import { layoutPieces } from './time-layout.ts';
import type { ZoneTime } from './time-zone.ts';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** What a layout can show. */
export interface ShownTime {
  readonly fields: TimeFields;
  readonly nanoseconds: number;
  readonly zone: ZoneTime;
}

/** Time.Format */
export function formatTime(time: ShownTime, layout: ByteString): ByteString {
  return layoutPieces(layout)
    .map(({ kind, text }) => (kind === 'text' ? text : element(text, time)))
    .join('');
}

const ELEMENTS: ReadonlyMap<string, (fields: TimeFields) => string> = new Map([
  ['January', ({ month }) => MONTHS[month - 1] ?? ''],
  ['Jan', ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3)],
  ['Monday', ({ weekday }) => WEEKDAYS[weekday] ?? ''],
  ['Mon', ({ weekday }) => (WEEKDAYS[weekday] ?? '').slice(0, 3)],
  ['002', ({ yearDay }) => padded(yearDay, 3)],
  ['__2', ({ yearDay }) => String(yearDay).padStart(3)],
  ['01', ({ month }) => padded(month, 2)],
  ['1', ({ month }) => String(month)],
  ['02', ({ day }) => padded(day, 2)],
  ['_2', ({ day }) => String(day).padStart(2)],
  ['2', ({ day }) => String(day)],
  ['15', ({ hour }) => padded(hour, 2)],
  ['03', ({ hour }) => padded(hour % 12 || 12, 2)],
  ['3', ({ hour }) => String(hour % 12 || 12)],
  ['04', ({ minute }) => padded(minute, 2)],
  ['4', ({ minute }) => String(minute)],
  ['05', ({ second }) => padded(second, 2)],
  ['5', ({ second }) => String(second)],
  ['2006', ({ year }) => padded(year, 4)],
  ['06', ({ year }) => padded(Math.max(year, 0) % 100, 2)],
  ['PM', ({ hour }) => (hour >= 12 ? 'PM' : 'AM')],
  ['pm', ({ hour }) => (hour >= 12 ? 'pm' : 'am')],
]);

function element(text: string, { fields, nanoseconds, zone }: ShownTime): string {
  const write = ELEMENTS.get(text);
  if (write !== undefined) {
    return write(fields);
  }
  if (text === 'MST') {
    return zone.abbreviation || offset('-0700', zone.offsetSeconds);
  }
  return /^[.,]/.test(text) ? fraction(text, nanoseconds) : offset(text, zone.offsetSeconds);
}

function padded(value: number, width: number): string {
  return (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(width, '0');
}

function fraction(text: string, nanoseconds: number): string {
  const digits = String(nanoseconds)
    .padStart(9, '0')
    .slice(0, text.length - 1);
  const kept = text[1] === '9' ? digits.replace(/0+$/, '') : digits.padEnd(text.length - 1, '0');
  return kept === '' ? '' : text.charAt(0) + kept;
}

function offset(text: string, seconds: number): string {
  if (text.startsWith('Z') && seconds === 0) {
    return 'Z';
  }
  const magnitude = Math.abs(seconds);
  const parts = [magnitude / 3600, (magnitude % 3600) / 60, magnitude % 60].map((part) =>
    padded(Math.floor(part), 2),
  );
  const separator = text.includes(':') ? ':' : '';
  const count = text.slice(1).replaceAll(':', '').length / 2;
  return (seconds < 0 ? '-' : '+') + parts.slice(0, count).join(separator);
}
