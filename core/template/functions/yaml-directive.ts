/** A line before the document that is neither blank nor a comment nor a directive ends the directives. */
const BEFORE = /^(?:[ \t]*(?:#.*)?|%.*)$/u;

const NAME = /^%([0-9A-Za-z_-]*)(?=([\s\S]?))/u;
const VERSION = /^%YAML[ \t]*(\d*)(\.?)(\d*)/u;
const TAG = /^%TAG[ \t]+!(?:[0-9A-Za-z_-]*!)?[ \t]+\S+/u;
const ENDED = /^[ \t]*(?:#.*)?$/u;

interface Problem {
  readonly message: string;
  readonly finder: 'scanner' | 'parser';
}

function scanner(message: string): Problem {
  return { message, finder: 'scanner' };
}

/** What Go's yaml package says of the directives (`%YAML`, `%TAG`) a text begins with; undefined when they are fine. */
export function directiveProblem(text: string): string | undefined {
  const lines = text.split(/\r\n?|\n/u);
  const end = lines.findIndex((line) => !BEFORE.test(line));
  const head = end < 0 ? lines : lines.slice(0, end);
  let hasVersion = false;
  for (const [index, line] of head.entries()) {
    const isVersion = /^%YAML[ \t]/u.test(line);
    const problem = line.startsWith('%') ? problemOf(line, isVersion && hasVersion) : undefined;
    if (problem !== undefined) {
      return placed(problem, index);
    }
    hasVersion ||= isVersion;
  }
  const isBare = head.some((line) => line.startsWith('%')) && !isStart(lines[end]);
  const missing = { message: 'did not find expected <document start>', finder: 'parser' } as const;
  return isBare ? placed(missing, end < 0 ? lineAfter(lines) : end) : undefined;
}

/** Go lets a last line end though the text does not end it. */
function lineAfter(lines: readonly string[]): number {
  return lines.at(-1) === '' ? lines.length - 1 : lines.length;
}

function isStart(line: string | undefined): boolean {
  return line !== undefined && /^---(?:[ \t]|$)/u.test(line);
}

/** Go counts the lines of its scanner from one, those of its parser from nought, and tells no line nought. */
function placed({ message, finder }: Problem, line: number): string {
  return line === 0 ? message : `line ${finder === 'scanner' ? line + 1 : line}: ${message}`;
}

/** What the scanner says of a line that begins with `%`; undefined when it is a directive. */
export function scannedDirective(line: string): string | undefined {
  const problem = problemOf(line, false);
  return problem?.finder === 'scanner' ? problem.message : undefined;
}

function problemOf(line: string, isSecondVersion: boolean): Problem | undefined {
  const [, name = '', next = ''] = NAME.exec(line) ?? [];
  if (name === '') {
    return scanner('could not find expected directive name');
  }
  if (!/^[ \t]?$/u.test(next)) {
    return scanner('found unexpected non-alphabetical character');
  }
  switch (name) {
    case 'YAML':
      return versionProblem(line, isSecondVersion);
    case 'TAG':
      return TAG.test(line) ? endProblem(line.replace(TAG, '')) : tagProblem(line);
    default:
      return scanner('found unknown directive name');
  }
}

function versionProblem(line: string, isSecond: boolean): Problem | undefined {
  const [version = '', major = '', point = '', minor = ''] = VERSION.exec(line) ?? [];
  const problem = numberProblem(major, point, minor) ?? endProblem(line.slice(version.length));
  if (problem !== undefined) {
    return problem;
  }
  if (isSecond) {
    return { message: 'found duplicate %YAML directive', finder: 'parser' };
  }
  return isKnown(major, minor)
    ? undefined
    : { message: 'found incompatible YAML document', finder: 'parser' };
}

function isKnown(major: string, minor: string): boolean {
  return Number(major) === 1 && Number(minor) === 1;
}

/** In the order in which Go reads: the first number, the point, the second number. */
function numberProblem(major: string, point: string, minor: string): Problem | undefined {
  if (major === '' || (point !== '' && minor === '')) {
    return scanner('did not find expected version number');
  }
  if (major.length > 2 || minor.length > 2) {
    return scanner('found extremely long version number');
  }
  return point === '' ? scanner("did not find expected digit or '.' character") : undefined;
}

function tagProblem(line: string): Problem {
  return scanner(
    /^%TAG[ \t]+!/u.test(line) ? 'did not find expected whitespace' : "did not find expected '!'",
  );
}

function endProblem(rest: string): Problem | undefined {
  return ENDED.test(rest) ? undefined : scanner('did not find expected comment or line break');
}
