import {
  type Budget,
  defineFunction,
  FunctionError,
  GoMap,
  GoObject,
  type GoValue,
  anyMap,
  kindName,
  type TemplateFunction,
} from '../value/index.ts';
import { isEmpty } from './is-empty.ts';

const ANY_MAP = 'map[string]interface {}';
const DEEPEST = 1000;

/** Sprig's merge and its kin: they change the first dictionary; maps that are taken over are shared, not copied. */
export const MERGES: readonly TemplateFunction[] = [
  merging('merge', { overwrites: false, tells: false }),
  merging('mustMerge', { overwrites: false, tells: true }),
  merging('mergeOverwrite', { overwrites: true, tells: false }),
  merging('mustMergeOverwrite', { overwrites: true, tells: true }),
];

interface MergeMode {
  readonly overwrites: boolean;
  /** Whether what cannot be merged is an error; else the answer is an empty text. */
  readonly tells: boolean;
}

function merging(name: string, { overwrites, tells }: MergeMode): TemplateFunction {
  return defineFunction({
    name,
    parameters: [ANY_MAP],
    variadic: ANY_MAP,
    call: ([first, ...sources], { budget }) => {
      const target = first.isNil && sources.some(({ isNil }) => !isNil) ? anyMap() : first;
      const merge = new Merge(overwrites, budget);
      const fits = sources.every((source) => merge.into(target, source, 0));
      if (!fits && tells) {
        throw new FunctionError('src and dst must be of same type');
      }
      return fits ? target : '';
    },
  });
}

class Merge {
  readonly #overwrites: boolean;
  readonly #budget: Budget;

  constructor(overwrites: boolean, budget: Budget) {
    this.#overwrites = overwrites;
    this.#budget = budget;
  }

  /** False where a value can not be merged into another. */
  into(target: GoMap, source: GoMap, depth: number): boolean {
    if (depth > DEEPEST) {
      throw new FunctionError('the dictionaries are nested too deep to be merged');
    }
    this.#budget.spend(source.entries.size);
    return [...source.entries].every(([key, value]) => this.#entry(target, { key, value }, depth));
  }

  #entry(
    target: GoMap,
    source: { readonly key: string; readonly value: GoValue },
    depth: number,
  ): boolean {
    const { key, value } = source;
    const current = target.entries.get(key);
    if (value !== null && !this.#merged(current, value, depth)) {
      return false;
    }
    if (value === null ? this.#overwrites : this.#takes(current, value)) {
      target.entries.set(key, value);
    }
    return true;
  }

  /** Merges what has parts; false where the one cannot be merged into the other. */
  #merged(current: GoValue | undefined, value: GoValue, depth: number): boolean {
    if (current instanceof GoMap && value instanceof GoMap) {
      return current.isNil || this.into(current, value, depth + 1);
    }
    return this.#overwrites || !isPointer(current) || isPointer(value) || !isNested(value);
  }

  #takes(current: GoValue | undefined, value: GoValue): boolean {
    if (current === undefined || isEmpty(current)) {
      return true;
    }
    return this.#overwrites && !(current instanceof GoMap && value instanceof GoMap);
  }
}

function isPointer(value: GoValue | undefined): boolean {
  return value instanceof GoObject && kindName(value) === 'ptr';
}

/** What is merged by its parts rather than as a whole. */
function isNested(value: GoValue): boolean {
  return value instanceof GoMap || value instanceof GoObject;
}
