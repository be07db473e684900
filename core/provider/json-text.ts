const SPACE = /\s*/uy;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/uy;
const SCALAR = /[^,\]}\s]+/uy;

function after(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function afterBracketed(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') {
      at = after(STRING, text, at) - 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return text.length;
}

function afterValue(text: string, from: number): number {
  const first = text[from] ?? '';
  if (first === '"') {
    return after(STRING, text, from);
  }
  return '{['.includes(first) ? afterBracketed(text, from) : after(SCALAR, text, from);
}

function memberName(text: string, from: number, to: number): unknown {
  return JSON.parse(text.slice(from, to));
}

/**
 * The text of one member of a JSON object exactly as it was sent, so that long numbers keep their digits. `text` must be
 * JSON that JSON.parse accepts. Undefined when it is no object or has no such member; of several the last counts.
 */
export function rawMember(text: string, name: string): string | undefined {
  let at = after(SPACE, text, 0);
  if (text[at] !== '{') {
    return undefined;
  }
  let found: string | undefined;
  at = after(SPACE, text, at + 1);
  while (text[at] === '"') {
    const nameEnd = after(STRING, text, at);
    const valueStart = after(SPACE, text, after(SPACE, text, nameEnd) + 1);
    const valueEnd = afterValue(text, valueStart);
    if (memberName(text, at, nameEnd) === name) {
      found = text.slice(valueStart, valueEnd);
    }
    at = after(SPACE, text, after(SPACE, text, valueEnd) + 1);
  }
  return found;
}
