/** Whether `pattern` matches all of `text`: `*` is any run of characters, `?` any one, a backslash takes the next literally. */
export function matchesWildcard(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const tokens = wildcardTokens(pattern);
  if (tokens === undefined) {
    return false;
  }
  let at = 0;
  let token = 0;
  let retry: { readonly token: number; at: number } | undefined;
  while (at < characters.length || token < tokens.length) {
    const expected = tokens[token];
    if (expected?.kind === 'any-run') {
      retry = { token, at };
      token += 1;
    } else if (at < characters.length && matchesOne(expected, characters[at])) {
      at += 1;
      token += 1;
    } else if (retry !== undefined && retry.at < characters.length) {
      retry.at += 1;
      at = retry.at;
      token = retry.token + 1;
    } else {
      return false;
    }
  }
  return true;
}

type WildcardToken =
  | { readonly kind: 'any-run' }
  | { readonly kind: 'any' }
  | { readonly kind: 'character'; readonly character: string };

function matchesOne(token: WildcardToken | undefined, character: string | undefined): boolean {
  return token?.kind === 'any' || (token?.kind === 'character' && token.character === character);
}

/** Undefined when the pattern ends in a backslash with nothing to take: it matches nothing. */
function wildcardTokens(pattern: string): readonly WildcardToken[] | undefined {
  const tokens: WildcardToken[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === '*') {
      tokens.push({ kind: 'any-run' });
    } else if (character === '?') {
      tokens.push({ kind: 'any' });
    } else {
      at += character === '\\' ? 1 : 0;
      const literal = characters[at];
      if (literal === undefined) {
        return undefined;
      }
      tokens.push({ kind: 'character', character: literal });
    }
  }
  return tokens;
}
