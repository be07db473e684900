const LIMIT = 120;

/** Text of a user as a message may show it: JSON-escaped, cut at 120 characters. */
export function quote(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LIMIT
    ? JSON.stringify(text)
    : `${JSON.stringify(characters.slice(0, LIMIT).join(''))}…`;
}
