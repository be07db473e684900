import {
  type ByteString,
  defineFunction,
  fromText,
  type GoObject,
  GoNumber,
  type GoValue,
  int64,
  type TemplateFunction,
} from '../value/index.ts';
import { MarshaledObject } from './marshaled.ts';
import { daysOf, fieldsOf, floorDivide, type TimeFields } from './time-fields.ts';
import { formatTime, MONTHS, type ShownTime, WEEKDAYS } from './time-format.ts';
import { UTC, type Zone } from './time-zone.ts';

const SECOND = 1_000_000_000n;
const DAY_SECONDS = 86_400n;
const ZERO_SECONDS = -62_135_596_800n;
const RFC_3339 = '2006-01-02T15:04:05.999999999Z07:00';
const DEFAULT = '2006-01-02 15:04:05.999999999 -0700 MST';

/** time.Time: a moment to the nanosecond, seen on a clock. */
export class GoTime extends MarshaledObject {
  readonly type = 'time.Time';
  readonly kind = 'struct';
  /** Since the Unix epoch. */
  readonly nanoseconds: bigint;
  readonly zone: Zone;

  constructor(nanoseconds: bigint, zone: Zone = UTC) {
    super();
    this.nanoseconds = nanoseconds;
    this.zone = zone;
  }

  get unixSeconds(): bigint {
    return floorDivide(this.nanoseconds, SECOND);
  }

  in(zone: Zone): GoTime {
    return new GoTime(this.nanoseconds, zone);
  }

  format(layout: ByteString): ByteString {
    return formatTime(this.#shown(), layout);
  }

  #shown(): ShownTime {
    const zone = this.zone.at(Number(this.unixSeconds));
    return {
      fields: fieldsOf(this.unixSeconds + BigInt(zone.offsetSeconds)),
      nanoseconds: Number(this.nanoseconds - this.unixSeconds * SECOND),
      zone: { ...zone, abbreviation: fromText(zone.abbreviation) },
    };
  }

  /** The same clock time on a later date; what a month does not have goes into the next. */
  #later(years: number, months: number, days: bigint): GoTime {
    const { offsetSeconds } = this.zone.at(Number(this.unixSeconds));
    const { year, month, day } = this.#shown().fields;
    const monthsInAll = month - 1 + months;
    const inYear = ((monthsInAll % 12) + 12) % 12;
    const target =
      daysOf(year + years + Math.floor(monthsInAll / 12), inYear + 1, 1) + BigInt(day - 1) + days;
    const moved = (target - daysOf(year, month, day)) * DAY_SECONDS * SECOND + this.nanoseconds;
    const after = this.zone.at(Number(floorDivide(moved, SECOND))).offsetSeconds;
    return new GoTime(moved + BigInt(offsetSeconds - after) * SECOND, this.zone);
  }

  override stringer(): ByteString {
    return this.format(DEFAULT);
  }

  override marshaled(): ByteString {
    return this.format(RFC_3339);
  }

  override equals(other: GoObject): boolean {
    return (
      other instanceof GoTime &&
      other.nanoseconds === this.nanoseconds &&
      other.zone.name === this.zone.name
    );
  }

  override method(name: string): TemplateFunction | undefined {
    if (name === 'Format') {
      return defineFunction({
        name,
        parameters: ['string'],
        call: ([layout]) => this.format(layout),
      });
    }
    const field = FIELDS.get(name);
    if (field !== undefined) {
      return reading(name, () => BigInt(this.#shown().fields[field]));
    }
    return this.#changing(name) ?? this.#telling(name);
  }

  #telling(name: string): TemplateFunction | undefined {
    const { fields, nanoseconds } = this.#shown();
    const answers = new Map<string, GoValue>([
      ['Weekday', new NamedNumber('time.Weekday', WEEKDAYS, fields.weekday)],
      ['Month', new NamedNumber('time.Month', ['', ...MONTHS], fields.month)],
      ['Nanosecond', BigInt(nanoseconds)],
      ['IsZero', this.unixSeconds === ZERO_SECONDS && nanoseconds === 0],
      ['Unix', int64(this.unixSeconds)],
      ['UnixMilli', int64(floorDivide(this.nanoseconds, 1_000_000n))],
      ['UnixNano', int64(this.nanoseconds)],
      ['UTC', this.in(UTC)],
      ['String', this.stringer()],
    ]);
    const answer = answers.get(name);
    return answer === undefined ? undefined : reading(name, () => answer);
  }

  #changing(name: string): TemplateFunction | undefined {
    if (name === 'Add') {
      return defineFunction({
        name,
        parameters: ['time.Duration'],
        call: ([duration]) => new GoTime(this.nanoseconds + BigInt(duration.value), this.zone),
      });
    }
    return name === 'AddDate'
      ? defineFunction({
          name,
          parameters: ['int', 'int', 'int'],
          call: ([years, months, days]) => this.#later(Number(years), Number(months), days),
        })
      : undefined;
  }
}

const FIELDS: ReadonlyMap<string, keyof TimeFields> = new Map([
  ['Year', 'year'],
  ['Day', 'day'],
  ['Hour', 'hour'],
  ['Minute', 'minute'],
  ['Second', 'second'],
  ['YearDay', 'yearDay'],
]);

function reading(name: string, read: () => GoValue): TemplateFunction {
  return defineFunction({ name, parameters: [], call: read });
}

/** A month or a day of the week: a number that prints as its name. */
class NamedNumber extends GoNumber {
  readonly #names: readonly string[];

  constructor(type: string, names: readonly string[], value: number) {
    super('int', BigInt(value), type);
    this.#names = names;
  }

  override stringer(): ByteString {
    return this.#names[Number(this.value)] ?? String(this.value);
  }

  override method(name: string): TemplateFunction | undefined {
    return name === 'String' ? reading(name, () => this.stringer()) : undefined;
  }
}
