const QUOTES = ['"', '`', "'"];

function isWordStart(character: string): boolean {
  return (
    (character >= 'a' && character <= 'z') ||
    (character >= 'A' && character <= 'Z') ||
    character === '_'
  );
}

function isWordPart(character: string): boolean {
  return isWordStart(character) || (character >= '0' && character <= '9');
}

/** The end of a quoted text that begins at `start`. */
function afterQuote(text: string, start: number): number {
  const mark = text[start];
  let at = start + 1;
  while (at < text.length && text[at] !== mark) {
    at += text[at] === '\\' && mark !== '`' ? 2 : 1;
  }
  return at + 1;
}

function afterWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && isWordPart(text[at] ?? '')) {
    at += 1;
  }
  return at;
}

/** Where the words of an action begin: a comment has none, whatever quotes stand in it. It comes first, or after "-" and one space. */
function afterComment(text: string, start: number): number {
  const trimmed = text[start] === '-' && ' \t\r\n'.includes(text[start + 1] ?? '-');
  const at = trimmed ? start + 2 : start;
  const end = text.startsWith('/*', at) ? text.indexOf('*/', at + 2) : -1;
  return end < 0 ? start : end + 2;
}

/** Reads one action; adds the words in it that are no fields, variables or texts. Gives where it ends. */
function readAction(text: string, start: number, words: Set<string>): number {
  let at = afterComment(text, start);
  while (at < text.length && !text.startsWith('}}', at)) {
    const character = text[at] ?? '';
    if (QUOTES.includes(character)) {
      at = afterQuote(text, at);
    } else if (isWordStart(character)) {
      const end = afterWord(text, at);
      const before = text[at - 1];
      if (before !== '.' && before !== '$') {
        words.add(text.slice(at, end));
      }
      at = end;
    } else {
      at += 1;
    }
  }
  return at;
}

/** Every word of a template that may call a function; in one pass, and also of templates that do not parse. */
export function calledNames(template: string): ReadonlySet<string> {
  const words = new Set<string>();
  let at = template.indexOf('{{');
  while (at >= 0) {
    const end = readAction(template, at + 2, words);
    at = template.indexOf('{{', end);
  }
  return words;
}
