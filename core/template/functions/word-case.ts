import { type ByteString, fromRune, RUNE_ERROR, runesOf } from '../value/index.ts';
import { isUpper, lowerRune, upperRune } from './rune-case.ts';
import { isConnector, readWord, type Word, type WordKind } from './word.ts';

/**
 * `some_words` as `SomeWords`; connectors at the start stay, of several between words all but the last; a text of
 * nothing else gets one more.
 */
export function pascalCase(text: ByteString): ByteString {
  const runes = [...runesOf(text)].map(({ rune }) => rune);
  const start = runes.findIndex((rune) => !isConnector(rune));
  if (start < 0) {
    return written([...runes, ...runes.slice(-1)]);
  }
  return written([...runes.slice(0, start), ...pascalRunes(runes.slice(start))]);
}

function pascalRunes([first = RUNE_ERROR, ...rest]: readonly number[]): number[] {
  const output: number[] = [];
  let previous = upperRune(first);
  let lowers = isUpper(first);
  for (const rune of rest) {
    if (isConnector(rune) && isConnector(previous)) {
      output.push(previous);
      previous = rune;
      continue;
    }
    if (isConnector(previous)) {
      lowers = isUpper(rune);
      previous = upperRune(rune);
    } else {
      lowers = lowers && isUpper(rune);
      output.push(previous);
      previous = lowers ? lowerRune(rune) : rune;
    }
  }
  return [...output, previous];
}

function written(runes: readonly number[]): ByteString {
  return runes.map(fromRune).join('');
}

/** `someWords` as `some_words` or, with another connector, `some-words`. */
export function lowerWords(text: ByteString, connector: ByteString): ByteString {
  return text === '' ? '' : new LowerWords(text, connector).write();
}

const NO_CONNECTOR: ReadonlySet<WordKind> = new Set(['connector', 'punctuation']);
const NO_CONNECTOR_AFTER_NUMBER: ReadonlySet<WordKind> = new Set([...NO_CONNECTOR, 'none']);

class LowerWords {
  readonly #text: ByteString;
  readonly #connector: ByteString;
  #offset = 0;
  #word: Word;
  #output = '';

  constructor(text: ByteString, connector: ByteString) {
    this.#text = text;
    this.#connector = connector;
    this.#word = this.#next();
  }

  write(): ByteString {
    while (this.#offset < this.#text.length) {
      if (this.#word.kind !== 'connector') {
        this.#put(this.#word);
      }
      const previous = this.#word;
      this.#word = this.#next();
      this.#between(previous);
    }
    this.#put(this.#word);
    return this.#output;
  }

  #next(): Word {
    const word = readWord(this.#text, this.#offset);
    this.#offset += word.text.length;
    return word;
  }

  #between(previous: Word): void {
    if (previous.kind === 'number') {
      this.#putRun();
    } else if (previous.kind === 'connector') {
      this.#put(previous);
    } else if (previous.kind !== 'punctuation') {
      this.#afterLetters();
    }
  }

  /** A number belongs to the word before it, unless small letters follow it. */
  #afterLetters(): void {
    if (this.#word.kind !== 'number') {
      this.#connect(NO_CONNECTOR);
      return;
    }
    if (this.#offset === this.#text.length) {
      return;
    }
    const number = this.#word;
    this.#word = this.#next();
    if (this.#word.kind !== 'alphabet') {
      this.#put(number);
      this.#connect(NO_CONNECTOR);
      return;
    }
    this.#output += this.#connector;
    this.#put(number);
    this.#putRun();
  }

  /** Numbers and small letters in turn are one word. */
  #putRun(): void {
    while (this.#word.kind === 'alphabet' || this.#word.kind === 'number') {
      this.#put(this.#word);
      this.#word = this.#next();
    }
    this.#connect(NO_CONNECTOR_AFTER_NUMBER);
  }

  #connect(except: ReadonlySet<WordKind>): void {
    if (!except.has(this.#word.kind)) {
      this.#output += this.#connector;
    }
  }

  #put({ kind, text }: Word): void {
    this.#output +=
      kind === 'upper' || kind === 'connector' ? lowered(text, this.#connector) : text;
  }
}

function lowered(text: ByteString, connector: ByteString): ByteString {
  return [...runesOf(text)]
    .map(({ rune }) => {
      if (isConnector(rune)) {
        return connector;
      }
      return fromRune(isUpper(rune) ? lowerRune(rune) : rune);
    })
    .join('');
}
