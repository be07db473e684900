import { defineFunction, type TemplateFunction } from '../value/index.ts';
import { isEmpty } from './is-empty.ts';

/** Sprig's choices: default, empty, coalesce, all, any, ternary. All arguments are evaluated before. */
export const DEFAULTS: readonly TemplateFunction[] = [
  defineFunction({
    name: 'default',
    parameters: ['interface {}'],
    variadic: 'interface {}',
    call: ([fallback, given = null]) => (isEmpty(given) ? fallback : given),
  }),
  defineFunction({
    name: 'empty',
    parameters: ['interface {}'],
    call: ([value]) => isEmpty(value),
  }),
  defineFunction({
    name: 'coalesce',
    parameters: [],
    variadic: 'interface {}',
    call: (values) => values.find((value) => !isEmpty(value)) ?? null,
  }),
  defineFunction({
    name: 'all',
    parameters: [],
    variadic: 'interface {}',
    call: (values) => !values.some(isEmpty),
  }),
  defineFunction({
    name: 'any',
    parameters: [],
    variadic: 'interface {}',
    call: (values) => !values.every(isEmpty),
  }),
  defineFunction({
    name: 'ternary',
    parameters: ['interface {}', 'interface {}', 'bool'],
    call: ([whenTrue, whenFalse, condition]) => (condition ? whenTrue : whenFalse),
  }),
];
