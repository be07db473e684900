import { readGoDuration } from '../../runtime/index.ts';
import {
  type ByteString,
  defineFunction,
  type FunctionContext,
  FunctionError,
  GoNumber,
  type GoObject,
  type GoValue,
  type TemplateFunction,
  toText,
} from '../value/index.ts';
import { durationText } from './duration-text.ts';
import { parseInt64 } from './parse-int.ts';
import { GoTime } from './time.ts';
import { parseTime } from './time-parse.ts';
import { loadZone, UTC } from './time-zone.ts';

const SECOND = 1_000_000_000n;
const HTML_DATE = '2006-01-02';
/** January 1 of the year 1, the zero time. */
const ZERO = new GoTime(-62_135_596_800n * SECOND);

const NEWER_NAMES: readonly TemplateFunction[] = [
  defineFunction({ name: 'now', parameters: [], call: (_args, context) => now(context) }),
  defineFunction({
    name: 'date',
    parameters: ['string', 'interface {}'],
    call: ([layout, date], context) => shown(layout, date, { zone: 'Local', context }),
  }),
  defineFunction({
    name: 'dateInZone',
    parameters: ['string', 'interface {}', 'string'],
    call: ([layout, date, zone], context) => shown(layout, date, { zone, context }),
  }),
  defineFunction({
    name: 'htmlDate',
    parameters: ['interface {}'],
    call: ([date], context) => shown(HTML_DATE, date, { zone: 'Local', context }),
  }),
  defineFunction({
    name: 'htmlDateInZone',
    parameters: ['interface {}', 'string'],
    call: ([date, zone], context) => shown(HTML_DATE, date, { zone, context }),
  }),
  defineFunction({
    name: 'dateModify',
    parameters: ['string', 'time.Time'],
    call: ([text, date]) => {
      const duration = readGoDuration(toText(text));
      return duration.ok ? added(date, duration.nanoseconds) : date;
    },
  }),
  defineFunction({
    name: 'mustDateModify',
    parameters: ['string', 'time.Time'],
    call: ([text, date]) => {
      const duration = readGoDuration(toText(text));
      if (!duration.ok) {
        throw new FunctionError(duration.message);
      }
      return added(date, duration.nanoseconds);
    },
  }),
  defineFunction({
    name: 'toDate',
    parameters: ['string', 'string'],
    call: ([layout, text]) => parsedOrZero(layout, text),
  }),
  defineFunction({
    name: 'mustToDate',
    parameters: ['string', 'string'],
    call: ([layout, text]) => parseTime(layout, text),
  }),
  defineFunction({
    name: 'unixEpoch',
    parameters: ['time.Time'],
    call: ([date]) => String(timeOf(date).unixSeconds),
  }),
  defineFunction({
    name: 'ago',
    parameters: ['interface {}'],
    call: ([date], context) =>
      durationText(roundedToSecond(now(context).nanoseconds - moment(date, context).nanoseconds)),
  }),
  defineFunction({
    name: 'duration',
    parameters: ['interface {}'],
    call: ([seconds]) => durationText(BigInt.asIntN(64, secondsOf(seconds) * SECOND)),
  }),
  defineFunction({
    name: 'durationRound',
    parameters: ['interface {}'],
    call: ([duration], context) => roundedDuration(nanosecondsOf(duration, context)),
  }),
];

const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['dateInZone', 'date_in_zone'],
  ['dateModify', 'date_modify'],
  ['mustDateModify', 'must_date_modify'],
]);

/** Sprig's dates; the own zone is UTC, as in the controller's container. Some go by two names. */
export const DATES: readonly TemplateFunction[] = NEWER_NAMES.flatMap((each) => {
  const older = OLDER_NAMES.get(each.name);
  return older === undefined ? [each] : [each, { ...each, name: older }];
});

function now({ sources }: FunctionContext): GoTime {
  return new GoTime(BigInt(sources.now().getTime()) * 1_000_000n);
}

function timeOf(value: GoObject): GoTime {
  return value instanceof GoTime ? value : ZERO;
}

function added(date: GoObject, nanoseconds: bigint): GoTime {
  const time = timeOf(date);
  return new GoTime(time.nanoseconds + nanoseconds, time.zone);
}

/** Seconds since the Unix epoch or a time; everything else is now. */
function moment(date: GoValue, context: FunctionContext): GoTime {
  if (date instanceof GoTime) {
    return date;
  }
  if (typeof date === 'bigint') {
    return new GoTime(date * SECOND);
  }
  return date instanceof GoNumber && date.type === 'int64'
    ? new GoTime(BigInt(date.value) * SECOND)
    : now(context);
}

interface Place {
  readonly zone: string;
  readonly context: FunctionContext;
}

function shown(layout: ByteString, date: GoValue, { zone, context }: Place): ByteString {
  return moment(date, context)
    .in(loadZone(zone) ?? UTC)
    .format(layout);
}

function parsedOrZero(layout: ByteString, text: ByteString): GoTime {
  try {
    return parseTime(layout, text);
  } catch (error) {
    if (error instanceof FunctionError) {
      return ZERO;
    }
    throw error;
  }
}

function secondsOf(value: GoValue): bigint {
  if (typeof value === 'string') {
    return parseInt64(value, 10).value;
  }
  return value instanceof GoNumber && value.type === 'int64' ? BigInt(value.value) : 0n;
}

function nanosecondsOf(value: GoValue, context: FunctionContext): bigint {
  if (typeof value === 'string') {
    const duration = readGoDuration(toText(value));
    return duration.ok ? duration.nanoseconds : 0n;
  }
  if (value instanceof GoTime) {
    return now(context).nanoseconds - value.nanoseconds;
  }
  return value instanceof GoNumber && value.type === 'int64' ? BigInt(value.value) : 0n;
}

/** Halves away from zero. */
function roundedToSecond(nanoseconds: bigint): bigint {
  const half = nanoseconds < 0n ? -SECOND / 2n : SECOND / 2n;
  return ((nanoseconds + half) / SECOND) * SECOND;
}

const HOUR = 3600n * SECOND;
const UNITS: readonly (readonly [string, bigint])[] = [
  ['y', HOUR * 24n * 365n],
  ['mo', HOUR * 24n * 30n],
  ['d', HOUR * 24n],
  ['h', HOUR],
  ['m', 60n * SECOND],
  ['s', SECOND],
];

/** The greatest unit that is less than the duration, and how many of it. */
function roundedDuration(nanoseconds: bigint): ByteString {
  const magnitude = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const [unit, length] = UNITS.find(([, each]) => magnitude > each) ?? ['s', 0n];
  return length === 0n ? '0s' : `${magnitude / length}${unit}`;
}
