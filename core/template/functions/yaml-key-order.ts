import { isDigit, isLetter } from '../value/index.ts';

/** The order of map keys in Go's yaml package: letters after the rest, numbers within by their value. */
export function compareKeys(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (a[index] !== b[index]) {
      return compareAt(a, b, index);
    }
  }
  return a.length - b.length;
}

function codeAt(characters: readonly string[], index: number): number {
  return characters[index]?.codePointAt(0) ?? 0;
}

function compareAt(a: readonly string[], b: readonly string[], index: number): number {
  const left = codeAt(a, index);
  const right = codeAt(b, index);
  const isLeft = isLetter(left);
  const isRight = isLetter(right);
  if (isLeft && isRight) {
    return left - right;
  }
  if (isLeft || isRight) {
    return isRight ? -1 : 1;
  }
  return compareNumbers(a, b, index) || left - right;
}

function compareNumbers(a: readonly string[], b: readonly string[], index: number): number {
  const hasZero = a[index] === '0' || b[index] === '0';
  const start = hasZero && followsNumber(a, index) ? 1 : 0;
  const one = numberAt(a, index, start);
  const other = numberAt(b, index, start);
  return one.value - other.value || one.length - other.length;
}

/** Whether a digit other than 0 stands in the digits before. */
function followsNumber(characters: readonly string[], index: number): boolean {
  for (let at = index - 1; at >= 0 && isDigit(codeAt(characters, at)); at -= 1) {
    if (characters[at] !== '0') {
      return true;
    }
  }
  return false;
}

function numberAt(
  characters: readonly string[],
  index: number,
  start: number,
): { readonly value: number; readonly length: number } {
  let value = start;
  let at = index;
  for (; at < characters.length && isDigit(codeAt(characters, at)); at += 1) {
    value = value * 10 + (codeAt(characters, at) - 0x30);
  }
  return { value, length: at };
}
