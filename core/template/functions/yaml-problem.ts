import type { YAMLError } from 'yaml';
import { scannedDirective } from './yaml-directive.ts';
import { escapeProblem } from './yaml-escape.ts';

interface Rule {
  readonly code: string;
  /** In the parser's own message; it tells faults of one code apart. */
  readonly about?: string;
  readonly problem: string;
  /** Go counts the lines of its scanner from one, those of its parser from nought, and tells no line nought. */
  readonly finder: 'scanner' | 'parser';
}

const NO_TOKEN = 'found character that cannot start any token';
const NO_CONTENT = 'did not find expected node content';

/** The faults met most, in the words of Go's yaml package; the first rule that fits is meant. */
const RULES: readonly Rule[] = [
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    problem: 'mapping values are not allowed in this context',
    finder: 'scanner',
  },
  {
    code: 'TAB_AS_INDENT',
    problem: 'found a tab character that violates indentation',
    finder: 'scanner',
  },
  { code: 'BAD_SCALAR_START', problem: NO_TOKEN, finder: 'scanner' },
  {
    code: 'MISSING_CHAR',
    about: 'quote',
    problem: 'found unexpected end of stream',
    finder: 'scanner',
  },
  { code: 'UNEXPECTED_TOKEN', about: 'in flow', problem: NO_CONTENT, finder: 'parser' },
];

const NO_KEY = { problem: 'did not find expected key', finder: 'parser' } as const;

/** What Go's yaml package says of a fault, as near as the parser's code for it tells. */
export function yamlProblem(error: YAMLError, text: string): string {
  const offset = Math.min(error.pos[0], text.length);
  const line = text.slice(0, offset).split('\n').length - 1;
  if (error.code === 'TAB_AS_INDENT' && text.trimStart() === text.slice(offset).trimStart()) {
    return NO_TOKEN;
  }
  if (error.code === 'BAD_DQ_ESCAPE') {
    return located(escapeProblem(text.slice(offset)), line);
  }
  const scanned =
    misplacedDirective(error, text.split('\n')[line] ?? '') ?? headerProblem(error, text);
  return scanned === undefined ? parsedProblem(error, text, line) : located(scanned, line);
}

/** Go tells no line nought. */
export function located(problem: string, line: number): string {
  return line === 0 ? problem : `line ${line + 1}: ${problem}`;
}

function parsedProblem(error: YAMLError, text: string, line: number): string {
  const open = openFlow(error, text);
  if (open !== undefined) {
    return `line ${line + 1}: ${open}`;
  }
  const { problem, finder } =
    RULES.find(({ code, about = '' }) => code === error.code && error.message.includes(about)) ??
    NO_KEY;
  const shown = finder === 'scanner' ? line + 1 : line;
  return line === 0 ? problem : `line ${shown}: ${problem}`;
}

function misplacedDirective({ code }: YAMLError, line: string): string | undefined {
  return code === 'BAD_SCALAR_START' && line.startsWith('%') ? scannedDirective(line) : undefined;
}

/** What stands behind the `|` or `>` of a block scalar and does not belong there. */
function headerProblem({ message, pos }: YAMLError, text: string): string | undefined {
  if (!/^(?:Block scalar header|Not a YAML token)/u.test(message)) {
    return undefined;
  }
  return /[|>][+-]?0$/u.test(text.slice(0, pos[0] + 1))
    ? 'found an indentation indicator equal to 0'
    : 'did not find expected comment or line break';
}

/** A flow collection that the text ends in. */
function openFlow({ code, message }: YAMLError, text: string): string | undefined {
  const [, closing] = /end with a ([\]}])$/u.exec(message) ?? [];
  if (closing === undefined || (code !== 'BAD_INDENT' && code !== 'MISSING_CHAR')) {
    return undefined;
  }
  return /[[,]\s*$/u.test(text) && closing === ']'
    ? NO_CONTENT
    : `did not find expected ',' or '${closing}'`;
}
