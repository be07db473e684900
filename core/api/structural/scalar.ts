import { patternWords } from '../pattern.ts';
import { quote } from '../quote.ts';
import type { StructuralSchema } from './schema.ts';

/** The JSON type in words: 'a string', 'null', 'a list'. */
export function jsonType(value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function checkText(schema: StructuralSchema, value: string): string | undefined {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return `${quote(value)} is not one of ${schema.enum.join(', ')}`;
  }
  const length = Array.from(value).length;
  if (length < (schema.minLength ?? 0)) {
    return 'must not be empty';
  }
  if (length > (schema.maxLength ?? Infinity)) {
    return `must be at most ${schema.maxLength ?? 0} characters long, is ${length}`;
  }
  return checkPattern(schema, value);
}

function checkPattern({ pattern }: StructuralSchema, value: string): string | undefined {
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) {
    return undefined;
  }
  return `${quote(value)} must be ${patternWords(pattern)}`;
}

function checkNumber(schema: StructuralSchema, value: number): string | undefined {
  if (!Number.isSafeInteger(value)) {
    return `${value} must be a whole number`;
  }
  if (value < (schema.minimum ?? -Infinity)) {
    return `${value} must be at least ${schema.minimum ?? 0}`;
  }
  return value > (schema.maximum ?? Infinity)
    ? `${value} must be at most ${schema.maximum ?? 0}`
    : undefined;
}

/** What is wrong with a value that should be text, a number or a boolean. */
export function checkScalar(schema: StructuralSchema, value: unknown): string | undefined {
  const allowed = schema.intOrString === true ? ['integer', 'string'] : [schema.type];
  if (typeof value === 'string' && allowed.includes('string')) {
    return checkText(schema, value);
  }
  if (typeof value === 'number' && allowed.includes('integer')) {
    return checkNumber(schema, value);
  }
  if (typeof value === 'boolean' && allowed.includes('boolean')) {
    return undefined;
  }
  return schema.type === undefined && schema.intOrString !== true
    ? undefined
    : `must be ${allowed.map((type) => (type === 'integer' ? 'an integer' : `a ${type ?? ''}`)).join(' or ')}, is ${jsonType(value)}`;
}
