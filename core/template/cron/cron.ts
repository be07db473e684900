import { readGoDuration } from '../../runtime/index.ts';
import { type CronField, everyValue, FIELD_BOUNDS, parseField } from './field.ts';
import {
  calendarSchedule,
  constantSchedule,
  type CronFields,
  type CronSchedule,
} from './schedule.ts';
import { loadTimeZone, type TimeZone, utc } from './time-zone.ts';

export type ParsedCron =
  | { readonly ok: true; readonly schedule: CronSchedule }
  | { readonly ok: false; readonly message: string };

const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES = new RegExp(`${SPACE}+`, 'u');
const OUTER_SPACES = new RegExp(`^${SPACE}+|${SPACE}+$`, 'gu');

/**
 * A cron line as ESO's cron library takes it (robfig/cron v3, ParseStandard): five fields with names, ranges, lists and
 * steps; `@daily` and its like; `@every <Go duration>`; a `TZ=` or `CRON_TZ=` zone in front. In UTC where no zone is
 * named. A refusal has that library's words.
 */
export function parseCron(text: string): ParsedCron {
  if (text === '') {
    return refused('empty spec string');
  }
  const prefix = /^(?:CRON_)?TZ=/u.exec(text)?.[0];
  if (prefix === undefined) {
    return parseLine(text, utc);
  }
  const space = text.indexOf(' ');
  if (space < 0) {
    return refused(`no schedule after the time zone: ${text}`);
  }
  const name = text.slice(prefix.length, space);
  const zone = loadTimeZone(name);
  return zone.ok
    ? parseLine(text.slice(space).replace(OUTER_SPACES, ''), zone.zone)
    : refused(`provided bad location ${name}: ${zone.message}`);
}

function refused(message: string): ParsedCron {
  return { ok: false, message };
}

function parseLine(line: string, zone: TimeZone): ParsedCron {
  if (line.startsWith('@')) {
    return parseDescriptor(line, zone);
  }
  const texts = line.split(SPACES).filter((text) => text !== '');
  const [minute, hour, dayOfMonth, month, dayOfWeek] = texts;
  if (
    [minute, hour, dayOfMonth, month, dayOfWeek].includes(undefined) ||
    texts.length > FIELD_NAMES.length
  ) {
    return refused(`expected exactly 5 fields, found ${texts.length}: [${texts.join(' ')}]`);
  }
  const fields: Partial<Record<FieldName, CronField>> = {};
  for (const [index, name] of FIELD_NAMES.entries()) {
    const parsed = parseField(texts[index] ?? '', FIELD_BOUNDS[name]);
    if (!parsed.ok) {
      return refused(parsed.message);
    }
    fields[name] = parsed.field;
  }
  return { ok: true, schedule: calendarSchedule({ ...EVERY_MINUTE, ...fields, zone }) };
}

type FieldName = keyof typeof FIELD_BOUNDS;
const FIELD_NAMES: readonly FieldName[] = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'];

const EVERY_MINUTE: Omit<CronFields, 'zone'> = {
  minute: everyValue(FIELD_BOUNDS.minute),
  hour: everyValue(FIELD_BOUNDS.hour),
  dayOfMonth: everyValue(FIELD_BOUNDS.dayOfMonth),
  month: everyValue(FIELD_BOUNDS.month),
  dayOfWeek: everyValue(FIELD_BOUNDS.dayOfWeek),
};

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const EVERY = '@every ';

function parseDescriptor(descriptor: string, zone: TimeZone): ParsedCron {
  const line = DESCRIPTORS.get(descriptor);
  if (line !== undefined) {
    return parseLine(line, zone);
  }
  if (!descriptor.startsWith(EVERY)) {
    return refused(`unrecognized descriptor: ${descriptor}`);
  }
  const delay = readGoDuration(descriptor.slice(EVERY.length));
  if (!delay.ok) {
    return refused(`failed to parse duration ${descriptor}: ${delay.message}`);
  }
  const seconds = Number(delay.nanoseconds / 1_000_000_000n);
  return { ok: true, schedule: constantSchedule(Math.max(1, seconds)) };
}
