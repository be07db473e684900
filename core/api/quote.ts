const LIMIT = 120;
const INVISIBLE = /[\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/gu;

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Text of a user as a message may show it: JSON-escaped, what cannot be seen too, cut at 120 characters. */
export function quote(text: string): string {
  const characters = Array.from(text);
  const shown = characters.slice(0, LIMIT).join('');
  const quoted = JSON.stringify(shown).replaceAll(INVISIBLE, escape);
  return characters.length <= LIMIT ? quoted : `${quoted}…`;
}
