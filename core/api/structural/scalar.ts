import type { FindingId } from '../finding-id.ts';
import { patternWords } from '../pattern.ts';
import { quote } from '../quote.ts';
import type { StructuralSchema } from './schema.ts';

export interface Problem {
  readonly id: FindingId;
  readonly message: string;
}

/** The JSON type in words: 'a string', 'null', 'a list'. */
function jsonType(value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object') {
    return 'an object';
  }
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** Types as a person would say them. */
const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
};

export function typeProblem(wanted: readonly string[], value: unknown): Problem {
  const words = wanted.map((type) => TYPE_WORDS[type] ?? type).join(' or ');
  const hint =
    wanted.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
      ? '; put it in quotes'
      : '';
  return { id: 'SPA-S003', message: `must be ${words}, is ${jsonType(value)}${hint}` };
}

export function enumProblem(accepted: readonly string[], value: string): Problem {
  return {
    id: 'SPA-S004',
    message: `${quote(value)} is not accepted; one of: ${accepted.join(', ')}`,
  };
}

export function patternProblem(pattern: string, value: string): Problem {
  return { id: 'SPA-S005', message: `${quote(value)}: must be ${patternWords(pattern)}` };
}

export function emptyProblem(): Problem {
  return { id: 'SPA-S005', message: 'must not be empty' };
}

export function lengthProblem(limit: number): Problem {
  return { id: 'SPA-S005', message: `must be at most ${limit} characters long` };
}

export function numberProblem(wanted: string, value: number): Problem {
  return { id: 'SPA-S006', message: `${value}: must be ${wanted}` };
}

function checkText(schema: StructuralSchema, value: string): Problem | undefined {
  if (schema.enum !== undefined) {
    return schema.enum.includes(value) ? undefined : enumProblem(schema.enum, value);
  }
  if (value === '' && (schema.minLength ?? 0) > 0) {
    return emptyProblem();
  }
  if (schema.maxLength !== undefined && Array.from(value).length > schema.maxLength) {
    return lengthProblem(schema.maxLength);
  }
  const { pattern } = schema;
  const fits = pattern === undefined || new RegExp(pattern, 'u').test(value);
  return fits ? undefined : patternProblem(pattern, value);
}

function checkNumber(schema: StructuralSchema, value: number): Problem | undefined {
  if (!Number.isSafeInteger(value)) {
    return numberProblem('a whole number', value);
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value < minimum) {
    return numberProblem(`at least ${minimum}`, value);
  }
  return value > maximum ? numberProblem(`at most ${maximum}`, value) : undefined;
}

/** What is wrong with a value that should be text, a number or a boolean. */
export function checkScalar(schema: StructuralSchema, value: unknown): Problem | undefined {
  const wanted = schema.intOrString === true ? ['integer', 'string'] : [schema.type ?? 'any'];
  if (typeof value === 'string' && wanted.includes('string')) {
    return checkText(schema, value);
  }
  if (typeof value === 'number' && wanted.includes('integer')) {
    return checkNumber(schema, value);
  }
  const fits = wanted.includes('any') || (typeof value === 'boolean' && wanted[0] === 'boolean');
  return fits ? undefined : typeProblem(wanted, value);
}
