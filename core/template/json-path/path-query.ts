import { quotedEnd } from './enclosed.ts';
import { unescapeJson } from './scan.ts';

export interface Query {
  /** `#(…)#`: every item that matches, not the first. */
  readonly all: boolean;
  readonly path: string;
  readonly operator: string;
  readonly operand: string;
}

/** The query a step begins with, and where what follows it begins. */
export function leadingQuery(path: string): {
  readonly query: Query | undefined;
  readonly begin: number;
} {
  if (!/^#[[(]/.test(path)) {
    return { query: undefined, begin: 0 };
  }
  const parsed = parseQuery(path);
  return parsed === undefined
    ? { query: BROKEN_QUERY, begin: path.length }
    : { query: parsed.query, begin: parsed.end };
}

/** gjson reads on over a query that is not closed: it takes the first scalar. */
const BROKEN_QUERY: Query = { all: false, path: '', operator: '', operand: '' };

/** A sign of exclamation alone is one only where nothing follows it. */
const OPERATOR = /^(!=|!%|<=|>=|==|[=<>%]|!$)/;

/** `#(path operator operand)`, brackets and quotes in balance. */
function parseQuery(path: string): { readonly query: Query; readonly end: number } | undefined {
  const bounds = queryBounds(path);
  if (bounds === undefined) {
    return undefined;
  }
  const { operatorAt, end, escaped } = bounds;
  const all = path.charAt(end) === '#';
  if (operatorAt === undefined) {
    const query = { all, path: trimSpace(path.slice(2, end - 1)), operator: '', operand: '' };
    return { query, end };
  }
  const comparison = trimSpace(path.slice(operatorAt, end - 1));
  const operator = OPERATOR.exec(comparison)?.[0] ?? '';
  const operand = trimSpace(comparison.slice(operator.length));
  return {
    query: {
      all,
      path: trimSpace(path.slice(2, operatorAt)),
      operator: operator === '==' ? '=' : operator,
      operand: unquote(operand, escaped),
    },
    end,
  };
}

interface QueryBounds {
  readonly operatorAt: number | undefined;
  /** Index after the closing bracket. */
  readonly end: number;
  /** A quoted string in it has a backslash. */
  readonly escaped: boolean;
}

function queryBounds(path: string): QueryBounds | undefined {
  let operatorAt: number | undefined;
  let escaped = false;
  let depth = 1;
  for (let at = 2; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (depth === 1 && operatorAt === undefined && '!=<>%'.includes(character)) {
      operatorAt = at;
    } else if (character === '\\') {
      at += 1;
    } else if (character === '"') {
      const end = quotedEnd(path, at);
      escaped ||= path.slice(at, end).includes('\\');
      at = end - 1;
    } else {
      depth += bracketStep(character);
    }
    if (depth === 0) {
      return { operatorAt, end: at + 1, escaped };
    }
  }
  return undefined;
}

function bracketStep(character: string): number {
  if ('[('.includes(character)) {
    return 1;
  }
  return '])'.includes(character) ? -1 : 0;
}

function unquote(operand: string, escaped: boolean): string {
  if (operand.length < 2 || !operand.startsWith('"') || !operand.endsWith('"')) {
    return operand;
  }
  const inner = operand.slice(1, -1);
  return escaped ? unescapeJson(inner) : inner;
}

function trimSpace(text: string): string {
  return text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
}
