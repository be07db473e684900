import { isTrue } from '../../value/index.ts';
import type { Callable } from '../compiler.ts';
import { ANY_RESULT } from '../convert.ts';
import { COMPARISONS } from './compare.ts';
import { INDEXING } from './index-slice.ts';
import { PRINTING } from './print.ts';

function special(name: 'and' | 'or' | 'call'): Callable {
  return {
    name,
    special: name,
    parameters: [ANY_RESULT],
    variadic: ANY_RESULT,
    call: ([value]) => value,
  };
}

/** The functions text/template has of its own. */
export const BUILTINS: readonly Callable[] = [
  special('and'),
  special('or'),
  special('call'),
  { name: 'not', parameters: [ANY_RESULT], call: ([value]) => !isTrue(value ?? null) },
  ...COMPARISONS,
  ...INDEXING,
  ...PRINTING,
];
