import { quote } from '../fmt/index.ts';
import { type ByteString, fromRune, toText } from '../value/index.ts';

/** Go stops at 10,000. */
const DEEPEST = 1000;

/** Why it is no JSON, in the words of encoding/json; undefined when it is. */
export function jsonRefusal(text: ByteString): string | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) {
      return error.message;
    }
    throw error;
  }
}

class Refusal extends Error {}

const SPACE = /[ \t\r\n]*/y;

class Scanner {
  readonly #text: ByteString;
  #offset = 0;

  constructor(text: ByteString) {
    this.#text = text;
  }

  document(): void {
    this.#value(0);
    this.#space();
    if (this.#offset < this.#text.length) {
      this.#refuse('after top-level value');
    }
  }

  /** Go asks at the end of the text what a space would be; only where one may stand, the text merely ends. */
  #refuse(context: string): never {
    const character = this.#text.charAt(this.#offset);
    if (character === '') {
      throw new Refusal(`invalid character ' ' ${context}`);
    }
    throw new Refusal(`invalid character ${quoteCharacter(character)} ${context}`);
  }

  #refuseBetween(context: string): never {
    if (this.#offset >= this.#text.length) {
      throw new Refusal('unexpected end of JSON input');
    }
    return this.#refuse(context);
  }

  #space(): void {
    SPACE.lastIndex = this.#offset;
    this.#offset += SPACE.exec(this.#text)?.[0].length ?? 0;
  }

  #takes(character: string): boolean {
    const isNext = this.#text[this.#offset] === character;
    this.#offset += isNext ? 1 : 0;
    return isNext;
  }

  #value(depth: number): void {
    this.#space();
    if (this.#takes('{')) {
      this.#members(depth + 1);
    } else if (this.#takes('[')) {
      this.#elements(depth + 1);
    } else if (this.#takes('"')) {
      this.#string();
    } else if (/[-0-9]/.test(this.#text.charAt(this.#offset))) {
      this.#number();
    } else {
      this.#literal();
    }
  }

  #members(depth: number): void {
    this.#checkDepth(depth);
    this.#space();
    if (this.#takes('}')) {
      return;
    }
    do {
      this.#member(depth);
    } while (this.#goesOn('}', 'after object key:value pair'));
  }

  #member(depth: number): void {
    this.#space();
    if (!this.#takes('"')) {
      this.#refuseBetween('looking for beginning of object key string');
    }
    this.#string();
    this.#space();
    if (!this.#takes(':')) {
      this.#refuseBetween('after object key');
    }
    this.#value(depth);
  }

  #elements(depth: number): void {
    this.#checkDepth(depth);
    this.#space();
    if (this.#takes(']')) {
      return;
    }
    do {
      this.#value(depth);
    } while (this.#goesOn(']', 'after array element'));
  }

  #goesOn(end: string, context: string): boolean {
    this.#space();
    if (this.#takes(',')) {
      return true;
    }
    return this.#takes(end) ? false : this.#refuseBetween(context);
  }

  #checkDepth(depth: number): void {
    if (depth > DEEPEST) {
      throw new Refusal('exceeded max depth');
    }
  }

  #string(): void {
    while (!this.#takes('"')) {
      const character = this.#text.charAt(this.#offset);
      if (character < ' ') {
        this.#refuseBetween('in string literal');
      }
      this.#offset += 1;
      if (character === '\\') {
        this.#escape();
      }
    }
  }

  #escape(): void {
    if (!/["\\/bfnrtu]/.test(this.#text.charAt(this.#offset))) {
      this.#refuse('in string escape code');
    }
    const digits = this.#text[this.#offset] === 'u' ? 4 : 0;
    this.#offset += 1;
    for (let count = 0; count < digits; count += 1) {
      this.#oneOf(/[0-9a-fA-F]/, 'in \\u hexadecimal character escape');
    }
  }

  #oneOf(allowed: RegExp, context: string): void {
    if (!allowed.test(this.#text.charAt(this.#offset))) {
      this.#refuse(context);
    }
    this.#offset += 1;
  }

  #number(): void {
    this.#takes('-');
    if (!this.#takes('0')) {
      this.#oneOf(/[1-9]/, 'in numeric literal');
      this.#digits();
    }
    if (this.#takes('.')) {
      this.#oneOf(/[0-9]/, 'after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#takes('e') || this.#takes('E')) {
      if (!this.#takes('+')) {
        this.#takes('-');
      }
      this.#oneOf(/[0-9]/, 'in exponent of numeric literal');
      this.#digits();
    }
  }

  #digits(): void {
    while (/[0-9]/.test(this.#text.charAt(this.#offset))) {
      this.#offset += 1;
    }
  }

  #literal(): void {
    const first = this.#text.charAt(this.#offset);
    const word = ['true', 'false', 'null'].find((each) => first === each.charAt(0));
    if (word === undefined) {
      return this.#refuseBetween('looking for beginning of value');
    }
    for (const letter of word) {
      if (!this.#takes(letter)) {
        this.#refuse(`in literal ${word} (expecting '${letter}')`);
      }
    }
  }
}

function quoteCharacter(byte: string): string {
  if (byte === "'") {
    return "'\\''";
  }
  return byte === '"' ? `'"'` : `'${toText(quote(fromRune(byte.charCodeAt(0)))).slice(1, -1)}'`;
}
