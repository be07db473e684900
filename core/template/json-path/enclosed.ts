/** Index after the quoted string that opens at `at`, or after the text's end. */
export function quotedEnd(path: string, at: number): number {
  let index = at + 1;
  while (index < path.length && path.charAt(index) !== '"') {
    index += path.charAt(index) === '\\' ? 2 : 1;
  }
  return index + 1;
}

/** Index after the bracketed or quoted text that opens at `open`. */
export function balancedEnd(path: string, open: number): number {
  return path.charAt(open) === '"'
    ? Math.min(quotedEnd(path, open), path.length)
    : closingEnd(path, open + 1);
}

/** Index after the bracket that closes one already open at `begin`; brackets of all kinds count alike. */
export function closingEnd(path: string, begin: number): number {
  let depth = 1;
  for (let at = begin; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '"') {
      at = quotedEnd(path, at) - 1;
    } else if ('{[('.includes(character)) {
      depth += 1;
    } else if ('}])'.includes(character)) {
      depth -= 1;
    }
    if (depth === 0) {
      return at + 1;
    }
  }
  return path.length;
}
