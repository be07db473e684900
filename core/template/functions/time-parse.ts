import { type ByteString, FunctionError } from '../value/index.ts';
import { daysOf } from './time-fields.ts';
import { MONTHS, WEEKDAYS } from './time-format.ts';
import { layoutPieces } from './time-layout.ts';
import { GoTime } from './time.ts';
import { fixedZone, UTC } from './time-zone.ts';

/** time.ParseInLocation in the controller's own zone, which is UTC; throws FunctionError in Go's words. */
export function parseTime(layout: ByteString, value: ByteString): GoTime {
  const reader = new TimeReader(layout, value);
  for (const { kind, text } of layoutPieces(layout)) {
    if (kind === 'text') {
      reader.text(text);
    } else {
      reader.element(text);
    }
  }
  return reader.time();
}

interface Read {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

type Name = keyof Read;

interface NumberElement {
  readonly name: Name;
  readonly pattern: RegExp;
  readonly least: number;
  readonly most: number;
}

const ANY = { least: 0, most: Infinity };
const LOOSE = /^[0-9]{1,2}/;
const FIXED = /^[0-9]{2}/;

const NUMBERS: ReadonlyMap<string, NumberElement> = new Map([
  ['2006', { name: 'year', pattern: /^[0-9]{4}/, ...ANY }],
  ['01', { name: 'month', pattern: FIXED, least: 1, most: 12 }],
  ['1', { name: 'month', pattern: LOOSE, least: 1, most: 12 }],
  ['02', { name: 'day', pattern: FIXED, ...ANY }],
  ['2', { name: 'day', pattern: LOOSE, ...ANY }],
  ['_2', { name: 'day', pattern: /^ ?[0-9]{1,2}/, ...ANY }],
  ['15', { name: 'hour', pattern: LOOSE, least: 0, most: 23 }],
  ['03', { name: 'hour', pattern: FIXED, least: 0, most: 12 }],
  ['3', { name: 'hour', pattern: LOOSE, least: 0, most: 12 }],
  ['04', { name: 'minute', pattern: FIXED, least: 0, most: 59 }],
  ['4', { name: 'minute', pattern: LOOSE, least: 0, most: 59 }],
  ['05', { name: 'second', pattern: FIXED, least: 0, most: 59 }],
  ['5', { name: 'second', pattern: LOOSE, least: 0, most: 59 }],
  ['002', { name: 'yearDay', pattern: /^[0-9]{3}/, ...ANY }],
  ['__2', { name: 'yearDay', pattern: /^ {0,2}[0-9]{1,3}/, ...ANY }],
]);

class TimeReader {
  readonly #layout: ByteString;
  readonly #value: ByteString;
  #rest: ByteString;
  readonly #read = { year: 0, month: 1, day: 1, yearDay: 0, hour: 0, minute: 0, second: 0 };
  #nanoseconds = 0;
  #half: string | undefined;
  #offset: number | undefined;
  #zoneName = '';

  constructor(layout: ByteString, value: ByteString) {
    this.#layout = layout;
    this.#value = value;
    this.#rest = value;
  }

  #refuse(element: string, rest = this.#rest): never {
    throw new FunctionError(
      `parsing time ${quote(this.#value)} as ${quote(this.#layout)}: cannot parse ${quote(rest)} as ${quote(element)}`,
    );
  }

  #outOfRange(what: string): never {
    throw new FunctionError(`parsing time ${quote(this.#value)}: ${what} out of range`);
  }

  /** Spaces stand for any number of spaces. */
  text(text: ByteString): void {
    const start = this.#rest;
    let expected = text;
    while (expected !== '') {
      const isSpace = expected.startsWith(' ');
      const fits = isSpace
        ? this.#rest === '' || this.#rest.startsWith(' ')
        : this.#rest.startsWith(expected.charAt(0));
      if (!fits) {
        this.#refuse(text, isSpace || this.#rest !== start ? this.#rest : start);
      }
      expected = isSpace ? expected.replace(/^ +/, '') : expected.slice(1);
      this.#rest = isSpace ? this.#rest.replace(/^ +/, '') : this.#rest.slice(1);
    }
  }

  #take(pattern: RegExp, element: string): string {
    const found = pattern.exec(this.#rest)?.[0];
    if (found === undefined) {
      return this.#refuse(element);
    }
    this.#rest = this.#rest.slice(found.length);
    return found;
  }

  element(text: ByteString): void {
    const number = NUMBERS.get(text);
    if (number !== undefined) {
      this.#number(text, number);
    } else if (text === '06') {
      const year = Number(this.#take(FIXED, text));
      this.#read.year = year + (year >= 69 ? 1900 : 2000);
    } else if (/^Jan|^Mon/.test(text)) {
      this.#name(text);
    } else if (text === 'PM' || text === 'pm') {
      this.#half = this.#take(text === 'PM' ? /^[AP]M/ : /^[ap]m/, text).toUpperCase();
    } else if (/^[.,]/.test(text)) {
      this.#fraction(text);
    } else {
      this.#zone(text);
    }
  }

  #number(text: string, { name, pattern, least, most }: NumberElement): void {
    const value = Number(this.#take(pattern, text));
    if (value < least || value > most) {
      this.#outOfRange(name);
    }
    this.#read[name] = value;
    if (name === 'second') {
      const digits = /^[.,][0-9]+/.exec(this.#rest)?.[0];
      if (digits !== undefined && !/05?[.,][09]|5[.,][09]/.test(this.#layout)) {
        this.#setFraction(digits);
      }
    }
  }

  #setFraction(digits: string): void {
    this.#rest = this.#rest.slice(digits.length);
    this.#nanoseconds = Number(digits.slice(1, 10).padEnd(9, '0'));
  }

  #fraction(text: string): void {
    const pattern =
      text[1] === '9' ? /^(?:[.,][0-9]+)?/ : new RegExp(`^[.,][0-9]{${text.length - 1}}`);
    const digits = pattern.exec(this.#rest)?.[0];
    if (digits === undefined) {
      return this.#refuse(text);
    }
    this.#setFraction(digits);
  }

  #name(text: string): void {
    const names = text.startsWith('J') ? MONTHS : WEEKDAYS;
    const length = text.length === 3 ? 3 : undefined;
    const lower = this.#rest.toLowerCase();
    const index = names.findIndex((name) => lower.startsWith(name.slice(0, length).toLowerCase()));
    const name = names[index];
    if (name === undefined) {
      return this.#refuse(text);
    }
    this.#rest = this.#rest.slice(name.slice(0, length).length);
    if (text.startsWith('J')) {
      this.#read.month = index + 1;
    }
  }

  #zone(text: string): void {
    if (text === 'MST') {
      this.#zoneName = this.#take(
        /^(?:[A-Z]{4}T|[A-Z]{3}T|WITA|ChST|MeST|[A-Z]{3})(?![A-Z])/,
        text,
      );
      return;
    }
    if (text.startsWith('Z') && this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1);
      this.#offset = 0;
      return;
    }
    this.#offset = this.#readOffset(text);
  }

  #readOffset(text: string): number {
    const digits = text.slice(1).replace(/[0-9]{2}/g, '[0-9]{2}');
    const found = this.#take(new RegExp(`^[+-]${digits}`), text);
    const [hours = 0, minutes = 0, seconds = 0] = (found.match(/[0-9]{2}/g) ?? []).map(Number);
    if (hours > 24 || minutes > 60 || seconds > 60) {
      this.#outOfRange(`time zone offset ${hours > 24 ? 'hour' : 'minute'}`);
    }
    return (hours * 3600 + minutes * 60 + seconds) * (found.startsWith('-') ? -1 : 1);
  }

  time(): GoTime {
    if (this.#rest !== '') {
      throw new FunctionError(
        `parsing time ${quote(this.#value)}: extra text: ${quote(this.#rest)}`,
      );
    }
    const { minute, second } = this.#read;
    const seconds = this.#days() * 86_400n + BigInt(this.#hour() * 3600 + minute * 60 + second);
    return this.#zoned(seconds * 1_000_000_000n + BigInt(this.#nanoseconds));
  }

  #days(): bigint {
    const { year, month, day, yearDay } = this.#read;
    if (yearDay > 0) {
      return daysOf(year, 1, 1) + BigInt(yearDay - 1);
    }
    const days = daysOf(year, month, day);
    const nextMonth = month === 12 ? daysOf(year + 1, 1, 1) : daysOf(year, month + 1, 1);
    if (day < 1 || days >= nextMonth) {
      this.#outOfRange('day');
    }
    return days;
  }

  #hour(): number {
    const { hour } = this.#read;
    if (this.#half === 'PM' && hour < 12) {
      return hour + 12;
    }
    return this.#half === 'AM' && hour === 12 ? 0 : hour;
  }

  #zoned(nanoseconds: bigint): GoTime {
    const name = this.#zoneName;
    if (this.#offset === undefined) {
      return new GoTime(nanoseconds, name === '' || name === 'UTC' ? UTC : fixedZone(name, 0));
    }
    const moment = nanoseconds - BigInt(this.#offset) * 1_000_000_000n;
    const isUtc = this.#offset === 0 && (name === '' || name === 'UTC');
    return new GoTime(moment, isUtc ? UTC : fixedZone(name, this.#offset));
  }
}

/** As package time quotes: what is not printable ASCII as its bytes. */
function quote(bytes: ByteString): string {
  const quoted = bytes.replace(/["\\]|[^ -\x7f]/g, (character) =>
    /["\\]/.test(character)
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${quoted}"`;
}
