/** A moment as its calendar and clock show it. */
export interface TimeFields {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** From Sunday, 0. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
}

const DAY = 86_400n;
/** Days from March 1 of the year 0 to the Unix epoch. */
const EPOCH_DAYS = 719_468n;
const ERA = 146_097n;

/** The fields of seconds since the Unix epoch, zone already added; any year. */
export function fieldsOf(seconds: bigint): TimeFields {
  const days = floorDivide(seconds, DAY);
  const rest = Number(seconds - days * DAY);
  const shifted = days + EPOCH_DAYS;
  const era = floorDivide(shifted, ERA);
  const dayOfEra = Number(shifted - era * ERA);
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + Number(era) * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: Number((((days + 4n) % 7n) + 7n) % 7n),
    yearDay: Number(days - daysOf(year, 1, 1)) + 1,
  };
}

/** Days since the Unix epoch. */
export function daysOf(year: number, month: number, day: number): bigint {
  const shiftedYear = BigInt(month <= 2 ? year - 1 : year);
  const era = floorDivide(shiftedYear, 400n);
  const yearOfEra = Number(shiftedYear - era * 400n);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA + BigInt(dayOfEra) - EPOCH_DAYS;
}

export function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right < 0n ? quotient - 1n : quotient;
}
