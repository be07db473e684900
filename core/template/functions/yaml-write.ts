import { compareKeys } from './yaml-key-order.ts';
import { escaped, isBreak, isSimpleKey, type ScalarStyle, scalarStyle } from './yaml-scalar.ts';

/** What is written: JSON, but for numbers, which are their text. */
export type YamlValue =
  null | boolean | string | YamlNumber | readonly YamlValue[] | ReadonlyMap<string, YamlValue>;

export class YamlNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const WIDTH = 80;
const INDENT = 2;

/** Where a value stands: alone, after a dash, after a key and its colon, or after the colon of a key with a `?`. */
type Place = 'root' | 'item' | 'value' | 'wideValue';

/** A value as Go's yaml package (v2) writes it: block style, keys in natural order, lines folded after 80 columns. */
export function writeYaml(value: YamlValue): string {
  const writer = new YamlWriter();
  writer.node(value, 0, 'root');
  return writer.end();
}

class YamlWriter {
  #done = '';
  #line = '';
  #column = 0;
  /** Whether the line has nothing but indentation and indicators that begin a block. */
  #isFresh = true;

  end(): string {
    return this.#line === '' ? this.#done : `${this.#done}${this.#line}\n`;
  }

  node(value: YamlValue, indent: number, place: Place): void {
    const within = place === 'root' ? 0 : indent + INDENT;
    if (typeof value === 'string') {
      this.#string(value, place === 'root' ? INDENT : within);
    } else if (value instanceof Map) {
      this.#map(value, within);
    } else if (isList(value)) {
      this.#list(value, place === 'value' ? indent : within);
    } else if (value instanceof YamlNumber) {
      this.#word(value.text);
    } else {
      this.#word(JSON.stringify(value));
    }
  }

  #list(items: readonly YamlValue[], indent: number): void {
    if (items.length === 0) {
      this.#word('[]');
    }
    for (const item of items) {
      this.#startLine(indent);
      this.#put('-');
      this.#isFresh = true;
      this.node(item, indent, 'item');
    }
  }

  #map(entries: ReadonlyMap<string, YamlValue>, indent: number): void {
    if (entries.size === 0) {
      this.#word('{}');
    }
    for (const key of [...entries.keys()].sort(compareKeys)) {
      const value = entries.get(key) ?? null;
      this.#startLine(indent);
      if (isSimpleKey(key)) {
        this.#scalar(key, scalarStyle(key, true), { indent, mayFold: false });
        this.#put(':');
        this.node(value, indent, 'value');
      } else {
        this.#wideEntry(key, value, indent);
      }
    }
  }

  #wideEntry(key: string, value: YamlValue, indent: number): void {
    this.#put('?');
    this.#isFresh = true;
    this.node(key, indent, 'item');
    this.#startLine(indent);
    this.#put(':');
    this.#isFresh = true;
    this.node(value, indent, 'wideValue');
  }

  #string(text: string, indent: number): void {
    this.#scalar(text, scalarStyle(text, false), { indent, mayFold: true });
  }

  #scalar(text: string, style: ScalarStyle, folding: Folding): void {
    this.#space();
    if (style === 'literal') {
      this.#literal(text, folding.indent);
    } else if (style === 'double') {
      this.#double(text, folding);
    } else {
      this.#flow(text, style, folding);
    }
  }

  #literal(text: string, indent: number): void {
    const characters = Array.from(text);
    const hint = characters[0] === ' ' || isBreak(characters[0]) ? String(INDENT) : '';
    const isLastBreak = isBreak(characters.at(-1));
    const isKept = isLastBreak && (characters.length === 1 || isBreak(characters.at(-2)));
    this.#put(`|${hint}${isKept ? '+' : chompingSign(isLastBreak)}`);
    this.#newLine();
    for (const character of characters) {
      if (isBreak(character)) {
        this.#newLine(character);
      } else {
        this.#indentEmptyLine(indent);
        this.#put(character);
      }
    }
  }

  #double(text: string, { indent, mayFold }: Folding): void {
    const characters = Array.from(text);
    this.#put('"');
    let wasSpace = false;
    for (const [index, character] of characters.entries()) {
      const isInside = index > 0 && index < characters.length - 1;
      if (character === ' ' && mayFold && !wasSpace && isInside && this.#column > WIDTH) {
        this.#newLine();
        this.#indentEmptyLine(indent);
        this.#put(characters[index + 1] === ' ' ? '\\' : '');
      } else {
        this.#put(escaped(character));
      }
      wasSpace = character === ' ';
    }
    this.#put('"');
  }

  /** Plain and single-quoted: both break at single spaces. */
  #flow(text: string, style: 'plain' | 'single', folding: Folding): void {
    const characters = Array.from(text);
    const quote = style === 'single' ? "'" : '';
    this.#put(quote);
    for (const [index, character] of characters.entries()) {
      if (isBreak(character)) {
        this.#newLine(character);
      } else if (this.#foldsAt(characters, index, folding)) {
        this.#newLine();
        this.#indentEmptyLine(folding.indent);
      } else {
        this.#indentEmptyLine(isBreak(characters[index - 1]) ? folding.indent : 0);
        this.#put(character === quote ? "''" : character);
      }
    }
    this.#put(quote);
  }

  /** Whether a line ends at that character: a single space within the text, after the width. */
  #foldsAt(characters: readonly string[], index: number, { mayFold }: Folding): boolean {
    return (
      mayFold &&
      this.#column > WIDTH &&
      index > 0 &&
      index < characters.length - 1 &&
      characters[index] === ' ' &&
      characters[index - 1] !== ' ' &&
      characters[index + 1] !== ' '
    );
  }

  #word(text: string): void {
    this.#space();
    this.#put(text);
  }

  /** A space before what follows, where the line has something. */
  #space(): void {
    if (this.#line !== '' && !this.#line.endsWith(' ')) {
      this.#put(' ');
    }
  }

  #startLine(indent: number): void {
    if (!this.#isFresh || this.#column > indent) {
      this.#newLine();
    }
    this.#put(' '.repeat(indent - this.#column));
    this.#isFresh = true;
  }

  #indentEmptyLine(indent: number): void {
    if (this.#line === '') {
      this.#put(' '.repeat(indent));
    }
  }

  #put(text: string): void {
    this.#line += text;
    this.#column += Array.from(text).length;
    this.#isFresh = this.#isFresh && text.trim() === '';
  }

  #newLine(character = '\n'): void {
    this.#done += `${this.#line}${character}`;
    this.#line = '';
    this.#column = 0;
    this.#isFresh = true;
  }
}

interface Folding {
  /** Where the lines after the first begin. */
  readonly indent: number;
  readonly mayFold: boolean;
}

/** The chomping sign of a literal without or with one line break at its end. */
function chompingSign(isLastBreak: boolean): string {
  return isLastBreak ? '' : '-';
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
