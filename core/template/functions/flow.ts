import { defineFunction, FunctionError, type TemplateFunction, toText } from '../value/index.ts';

/** Sprig's `fail`, and its greeting. */
export const FLOW: readonly TemplateFunction[] = [
  defineFunction({
    name: 'fail',
    parameters: ['string'],
    call: ([message]) => {
      throw new FunctionError(toText(message));
    },
  }),
  defineFunction({ name: 'hello', parameters: [], call: () => 'Hello!' }),
];
