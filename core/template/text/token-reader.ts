import type { Token } from './token.ts';

/** Reads tokens in order. Past the end it says the last token again. */
export interface TokenReader {
  next(): Token;
  peek(): Token;
  /** Steps over space, then peeks. */
  peekPastSpace(): Token;
  nextPastSpace(): Token;
  /** The token after the next one, space aside. */
  peekAfter(): Token;
  /** The token furthest on that was looked at; Go reports errors on its line. */
  furthest(): Token;
}

export function createTokenReader(tokens: readonly Token[]): TokenReader {
  const final: Token = tokens.at(-1) ?? { kind: 'end', text: '', offset: 0 };
  let index = 0;
  let furthest = 0;
  const at = (position: number): Token => {
    furthest = Math.max(furthest, position);
    return tokens[position] ?? final;
  };
  const skipSpace = (): void => {
    while (at(index).kind === 'space') {
      index += 1;
    }
  };
  const reader: TokenReader = {
    peek: () => at(index),
    next: () => {
      index += 1;
      return at(index - 1);
    },
    peekPastSpace: () => {
      skipSpace();
      return reader.peek();
    },
    nextPastSpace: () => {
      skipSpace();
      return reader.next();
    },
    peekAfter: () => {
      const after = at(index + 1);
      return after.kind === 'space' ? at(index + 2) : after;
    },
    furthest: () => tokens[furthest] ?? final,
  };
  return reader;
}
