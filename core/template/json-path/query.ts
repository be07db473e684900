import type { Query } from './path-query.ts';
import { ABSENT, exists, type JsonValue, jsonValue, numberOf } from './value.ts';
import { matchesWildcard } from './wildcard.ts';

/** Whether one item satisfies a query; an operator that its type does not know never matches. */
export function queryMatches(
  query: Query,
  item: JsonValue,
  evaluate: (json: string, path: string) => JsonValue,
): boolean {
  if (item.type !== 'json' && query.path !== '') {
    return false;
  }
  const found = item.type === 'json' ? evaluate(item.raw, query.path) : item;
  const { value, operand } = coerce(found, query.operand);
  if (!exists(value)) {
    return false;
  }
  return query.operator === '' || compare(value, query.operator, operand);
}

/** `~true`, `~false`, `~null` and `~*` ask whether the value is like that. */
function coerce(
  value: JsonValue,
  operand: string,
): { readonly value: JsonValue; readonly operand: string } {
  if (!operand.startsWith('~')) {
    return { value, operand };
  }
  const answer = likeness(value, operand.slice(1));
  return answer === undefined
    ? { value: ABSENT, operand: '' }
    : { value: jsonValue(answer ? 'true' : 'false', String(answer)), operand: 'true' };
}

function likeness(value: JsonValue, wanted: string): boolean | undefined {
  switch (wanted) {
    case '*':
      return exists(value);
    case 'null':
      return value.type === 'null' || value.type === 'absent';
    case 'true':
      return truth(value) === true;
    case 'false':
      return truth(value) === false || value.type === 'null' || value.type === 'absent';
    default:
      return undefined;
  }
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'true']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['0', 'f', 'false']);

function truth(value: JsonValue): boolean | undefined {
  if (value.type === 'number') {
    return numberOf(value.raw) !== 0;
  }
  const word = value.type === 'string' ? value.text.toLowerCase() : value.type;
  if (TRUE_WORDS.has(word)) {
    return true;
  }
  return FALSE_WORDS.has(word) ? false : undefined;
}

function compare(value: JsonValue, operator: string, operand: string): boolean {
  switch (value.type) {
    case 'string':
      return compareStrings(value.text, operator, operand);
    case 'number':
      return ordered(operator, compareNumbers(numberOf(value.raw), numberOf(operand)));
    case 'true':
    case 'false':
      return compareBooleans(value.type, operator, operand);
    case 'absent':
    case 'null':
    case 'json':
      return false;
  }
}

function compareStrings(text: string, operator: string, operand: string): boolean {
  if (operator === '%' || operator === '!%') {
    return matchesWildcard(text, operand) === (operator === '%');
  }
  return ordered(operator, Buffer.compare(Buffer.from(text), Buffer.from(operand)));
}

function compareNumbers(left: number, right: number): number | undefined {
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return undefined;
  }
  return Math.sign(left === right ? 0 : left - right);
}

/** `order` is undefined when the two cannot be put in order: only `!=` holds. */
function ordered(operator: string, order: number | undefined): boolean {
  if (order === undefined) {
    return operator === '!=';
  }
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return false;
  }
}

function compareBooleans(value: 'true' | 'false', operator: string, operand: string): boolean {
  switch (operator) {
    case '=':
      return operand === value;
    case '!=':
      return operand !== value;
    case '>':
      return value === 'true' && operand === 'false';
    case '<':
      return value === 'false' && operand === 'true';
    case '>=':
      return value === 'true';
    case '<=':
      return value === 'false';
    default:
      return false;
  }
}
