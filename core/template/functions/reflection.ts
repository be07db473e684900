import {
  deepEqual,
  defineFunction,
  kindName,
  type TemplateFunction,
  typeName,
} from '../value/index.ts';
import { deepCopy } from './deep-copy.ts';

/** Sprig's questions about types and kinds, and its copies. */
export const REFLECTION: readonly TemplateFunction[] = [
  defineFunction({
    name: 'typeOf',
    parameters: ['interface {}'],
    call: ([value]) => typeName(value),
  }),
  defineFunction({
    name: 'typeIs',
    parameters: ['string', 'interface {}'],
    call: ([type, value]) => type === typeName(value),
  }),
  defineFunction({
    name: 'typeIsLike',
    parameters: ['string', 'interface {}'],
    call: ([type, value]) => type === typeName(value) || `*${type}` === typeName(value),
  }),
  defineFunction({
    name: 'kindOf',
    parameters: ['interface {}'],
    call: ([value]) => kindName(value),
  }),
  defineFunction({
    name: 'kindIs',
    parameters: ['string', 'interface {}'],
    call: ([kind, value]) => kind === kindName(value),
  }),
  defineFunction({
    name: 'deepEqual',
    parameters: ['interface {}', 'interface {}'],
    call: ([left, right]) => deepEqual(left, right),
  }),
  ...['deepCopy', 'mustDeepCopy'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}'],
      call: ([value], { budget }) => deepCopy(value, budget),
    }),
  ),
];
