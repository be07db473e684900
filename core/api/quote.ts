const LIMIT = 120;
const INVISIBLE = /[\p{Cf}\u007f-\u00a0\u2028-\u202f]/gu;

function escape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** Text of a user as a message may show it: JSON-escaped, what cannot be seen too, cut at 120 characters. */
export function quote(text: string): string {
  const characters = Array.from(text);
  const shown = characters.slice(0, LIMIT).join('');
  const quoted = JSON.stringify(shown).replaceAll(INVISIBLE, escape);
  return characters.length <= LIMIT ? quoted : `${quoted}…`;
}
