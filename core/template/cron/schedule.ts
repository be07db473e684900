import type { CronField } from './field.ts';
import { addSeconds, type LocalTime, localTime, withFields } from './local-time.ts';
import type { TimeZone } from './time-zone.ts';

export interface CronSchedule {
  /** The first time later than `after`, on the second; undefined when there is none in five years. */
  next(after: Date): Date | undefined;
}

export interface CronFields {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
  readonly zone: TimeZone;
}

/** A time every so many seconds, counted from the moment asked about. */
export function constantSchedule(seconds: number): CronSchedule {
  return { next: (after) => new Date((epochSecondsOf(after) + seconds) * 1000) };
}

export function calendarSchedule(fields: CronFields): CronSchedule {
  return {
    next: (after) => {
      const found = nextTime(fields, localTime(fields.zone, epochSecondsOf(after) + 1));
      return found === undefined ? undefined : new Date(found.epochSeconds * 1000);
    },
  };
}

function epochSecondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

const YEARS_AHEAD = 5;

/** One field moved on until it fits. `wrapped`: it ran over into the next larger field, so everything is looked at again. */
interface Step {
  readonly time: LocalTime;
  readonly moved: boolean;
  readonly wrapped: boolean;
}

type Advance = (fields: CronFields, time: LocalTime, moved: boolean) => Step;

function nextTime(fields: CronFields, earliest: LocalTime): LocalTime | undefined {
  if (hasEmptyField(fields)) {
    return undefined;
  }
  let step: Step = { time: earliest, moved: false, wrapped: true };
  while (step.wrapped) {
    if (step.time.year > earliest.year + YEARS_AHEAD) {
      return undefined;
    }
    step = advanceAll(fields, step);
  }
  return step.time;
}

function hasEmptyField({ minute, hour, dayOfMonth, month, dayOfWeek }: CronFields): boolean {
  return (
    [minute, hour, month].some(({ values }) => values.size === 0) ||
    (dayOfMonth.values.size === 0 && dayOfWeek.values.size === 0)
  );
}

function advanceAll(fields: CronFields, from: Step): Step {
  let step: Step = { ...from, wrapped: false };
  for (const advance of ADVANCES) {
    step = advance(fields, step.time, step.moved);
    if (step.wrapped) {
      return step;
    }
  }
  return step;
}

/** The first move of a search sets what is smaller than the moved field to its beginning. */
function advanceMonth(fields: CronFields, from: LocalTime, moved: boolean): Step {
  let time = from;
  let hasMoved = moved;
  while (!fields.month.values.has(time.month)) {
    time = hasMoved ? time : withFields(time, { day: 1, hour: 0, minute: 0, second: 0 });
    hasMoved = true;
    time = withFields(time, { month: time.month + 1 });
    if (time.month === 1) {
      return { time, moved: true, wrapped: true };
    }
  }
  return { time, moved: hasMoved, wrapped: false };
}

function advanceDay(fields: CronFields, from: LocalTime, moved: boolean): Step {
  let time = from;
  let hasMoved = moved;
  while (!isDay(fields, time)) {
    time = hasMoved ? time : withFields(time, { hour: 0, minute: 0, second: 0 });
    hasMoved = true;
    time = toMidnight(withFields(time, { day: time.day + 1 }));
    if (time.day === 1) {
      return { time, moved: true, wrapped: true };
    }
  }
  return { time, moved: hasMoved, wrapped: false };
}

/** Where clocks skip midnight, the day begins an hour off it. */
function toMidnight(time: LocalTime): LocalTime {
  if (time.hour === 0) {
    return time;
  }
  return addSeconds(time, (time.hour > 12 ? 24 - time.hour : -time.hour) * 3600);
}

function isDay({ dayOfMonth, dayOfWeek }: CronFields, time: LocalTime): boolean {
  const inMonth = dayOfMonth.values.has(time.day);
  const inWeek = dayOfWeek.values.has(time.weekday);
  return dayOfMonth.isStar || dayOfWeek.isStar ? inMonth && inWeek : inMonth || inWeek;
}

function advanceHour(fields: CronFields, from: LocalTime, moved: boolean): Step {
  let time = from;
  let hasMoved = moved;
  while (!fields.hour.values.has(time.hour)) {
    time = hasMoved ? time : withFields(time, { minute: 0, second: 0 });
    hasMoved = true;
    time = addSeconds(time, 3600);
    if (time.hour === 0) {
      return { time, moved: true, wrapped: true };
    }
  }
  return { time, moved: hasMoved, wrapped: false };
}

function advanceMinute(fields: CronFields, from: LocalTime, moved: boolean): Step {
  let time = from;
  let hasMoved = moved;
  while (!fields.minute.values.has(time.minute)) {
    time = hasMoved ? time : addSeconds(time, -(time.epochSeconds % 60));
    hasMoved = true;
    time = addSeconds(time, 60);
    if (time.minute === 0) {
      return { time, moved: true, wrapped: true };
    }
  }
  return { time, moved: hasMoved, wrapped: false };
}

/** A line has no seconds: they are zero. */
function advanceSecond(_fields: CronFields, from: LocalTime, moved: boolean): Step {
  if (from.second === 0) {
    return { time: from, moved, wrapped: false };
  }
  return { time: addSeconds(from, 60 - from.second), moved: true, wrapped: true };
}

const ADVANCES: readonly Advance[] = [
  advanceMonth,
  advanceDay,
  advanceHour,
  advanceMinute,
  advanceSecond,
];
