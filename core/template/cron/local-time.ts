import type { TimeZone } from './time-zone.ts';

/** A moment as the clocks and calendars of a zone show it. */
export interface LocalTime {
  readonly zone: TimeZone;
  readonly epochSeconds: number;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

export function localTime(zone: TimeZone, epochSeconds: number): LocalTime {
  const shown = new Date((epochSeconds + zone(epochSeconds)) * 1000);
  return {
    zone,
    epochSeconds,
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
  };
}

export function addSeconds(time: LocalTime, seconds: number): LocalTime {
  return localTime(time.zone, time.epochSeconds + seconds);
}

type Calendar = Pick<LocalTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>;

/**
 * The moment at which the zone shows these fields, which may run over (day 32, month 13). Where clocks are put forward or
 * back, it is the one Go's time.Date takes.
 */
export function withFields(time: LocalTime, fields: Partial<Calendar>): LocalTime {
  const { year, month, day, hour, minute, second } = { ...time, ...fields };
  const shown = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  const offset = time.zone(shown);
  return localTime(time.zone, shown - (offset === 0 ? 0 : time.zone(shown - offset)));
}
