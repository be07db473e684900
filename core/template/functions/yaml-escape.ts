/** An escape of a text in double quotes, with the digits of a character's number where it has them. */
const ESCAPE = /\\(?:x(.{0,2})|u(.{0,4})|U(.{0,8})|.)/gsu;

/** What Go says of an escape that the parser lets pass: YAML 1.1 has no slash, and a number must be a character's. */
export function passedEscapeProblem(
  quoted: string,
): { readonly offset: number; readonly problem: string } | undefined {
  for (const match of quoted.matchAll(ESCAPE)) {
    const problem =
      match[0] === '\\/' ? 'found unknown escape character' : numberProblem(digitsOf(match));
    if (problem !== undefined) {
      return { offset: match.index, problem };
    }
  }
  return undefined;
}

/** What Go says of the escape a text begins with, which is known to be wrong. */
export function escapeProblem(text: string): string {
  const [match] = text.matchAll(ESCAPE);
  return (
    (match === undefined ? undefined : numberProblem(digitsOf(match))) ??
    'found unknown escape character'
  );
}

const WIDTHS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

interface Digits {
  readonly text: string;
  readonly width: number;
}

function digitsOf(match: RegExpExecArray): Digits | undefined {
  const width = WIDTHS.get(match[0].charAt(1));
  return width === undefined ? undefined : { text: match[0].slice(2), width };
}

function numberProblem(digits: Digits | undefined): string | undefined {
  if (digits === undefined) {
    return undefined;
  }
  if (!/^[0-9a-f]+$/iu.test(digits.text) || digits.text.length < digits.width) {
    return 'did not find expected hexdecimal number';
  }
  const code = Number.parseInt(digits.text, 16);
  const isCharacter = (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;
  return isCharacter ? undefined : 'found invalid Unicode character escape code';
}
