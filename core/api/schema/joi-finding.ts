import type { ValidationErrorItem } from 'joi';
import type { Finding } from '../finding.ts';
import { tooFew, tooMany } from '../structural/conform.ts';
import { formatPath } from '../structural/path.ts';
import {
  emptyProblem,
  enumProblem,
  lengthProblem,
  numberProblem,
  patternProblem,
  type Problem,
  typeProblem,
} from '../structural/scalar.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { schemaAt, suggestField } from './suggestion.ts';

export interface ManifestContext {
  readonly schema: StructuralSchema;
  readonly object: unknown;
}

type Translate = (item: ValidationErrorItem, context: ManifestContext) => Problem;

function valueOf({ context }: ValidationErrorItem): unknown {
  return context?.value;
}

function textOf(item: ValidationErrorItem): string {
  return String(valueOf(item));
}

function limitOf({ context }: ValidationErrorItem): number {
  return Number(context?.['limit']);
}

function patternOf({ context }: ValidationErrorItem): string {
  const regex: unknown = context?.['regex'];
  return regex instanceof RegExp ? regex.source.replaceAll('\\/', '/') : '';
}

function choiceProblem(item: ValidationErrorItem, { schema }: ManifestContext): Problem {
  const [choice] = schemaAt(schema, item.path)?.choices ?? [];
  return { id: 'SPA-S007', message: choice?.message ?? 'these fields exclude each other' };
}

function memberNames(item: ValidationErrorItem): readonly string[] {
  const value = valueOf(item);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function wrongType(...wanted: readonly string[]): Translate {
  return (item) => typeProblem(wanted, valueOf(item));
}

/** joi's codes in our words; the same words the joi-free walk uses. */
const TRANSLATIONS: Readonly<Record<string, Translate>> = {
  'object.unknown': (item, { schema, object }) => ({
    id: 'SPA-S001',
    message: `unknown field${suggestField(schema, item.path, object)}`,
  }),
  'any.required': () => ({ id: 'SPA-S002', message: 'required' }),
  'string.base': wrongType('string'),
  'number.base': wrongType('integer'),
  'boolean.base': wrongType('boolean'),
  'object.base': wrongType('object'),
  'array.base': wrongType('array'),
  'alternatives.types': wrongType('integer', 'string'),
  'alternatives.match': wrongType('integer', 'string'),
  'any.only': (item) =>
    typeof valueOf(item) === 'string'
      ? enumProblem(item.context?.['valids'] as readonly string[], textOf(item))
      : typeProblem(['string'], valueOf(item)),
  'string.empty': emptyProblem,
  'string.min': emptyProblem,
  'string.max': (item) => lengthProblem(limitOf(item)),
  'string.pattern.base': (item) => patternProblem(patternOf(item), textOf(item)),
  'number.integer': (item) => numberProblem('a whole number', Number(valueOf(item))),
  'number.unsafe': (item) => numberProblem('a whole number', Number(valueOf(item))),
  'number.min': (item) => numberProblem(`at least ${limitOf(item)}`, Number(valueOf(item))),
  'number.max': (item) => numberProblem(`at most ${limitOf(item)}`, Number(valueOf(item))),
  'array.min': (item) => tooFew(limitOf(item), 'items'),
  'object.min': (item) => tooFew(limitOf(item), 'fields'),
  'object.max': (item) => tooMany(limitOf(item), memberNames(item)),
  'object.xor': choiceProblem,
  'object.oxor': choiceProblem,
  'object.missing': choiceProblem,
};

/** One of joi's complaints as a finding. A code without a translation is a fault of ours and says so. */
export function toFinding(item: ValidationErrorItem, context: ManifestContext): Finding {
  if (item.type === 'object.missing' && item.path[0] === 'metadata') {
    return { id: 'SPA-S002', severity: 'error', path: 'metadata.name', message: 'required' };
  }
  const translate = TRANSLATIONS[item.type];
  if (translate === undefined) {
    throw new TypeError(`joi code ${item.type} has no translation`);
  }
  return { severity: 'error', path: formatPath(item.path), ...translate(item, context) };
}
