const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

/** A JSON string as Go writes it: `<`, `>`, `&` and the two line separators are escaped as well. */
export function quoteJson(text: string): string {
  // eslint-disable-next-line no-control-regex -- JSON escapes control characters
  const escaped = text.replace(/[\0-\x1f"\\<>&\u2028\u2029]|\p{Surrogate}/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xd800 && code <= 0xdfff) {
      return '\\ufffd';
    }
    return SHORT[character] ?? `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}
