import {
  anySlice,
  type Budget,
  deepEqual,
  defineFunction,
  type GoValue,
  type TemplateFunction,
} from '../value/index.ts';
import { isEmpty } from './is-empty.ts';
import { itemsOf } from './items-of.ts';

/** Sprig's lists by what is in them: uniq, without, has, compact. */
export const LIST_SEARCHES: readonly TemplateFunction[] = [
  ...['uniq', 'mustUniq'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}'],
      call: ([list], { budget }) =>
        anySlice(
          unique(
            itemsOf(list, (kind) => `Cannot find uniq on type ${kind}`, budget),
            budget,
          ),
        ),
    }),
  ),
  ...['without', 'mustWithout'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}'],
      variadic: 'interface {}',
      call: ([list, ...omitted], { budget }) =>
        anySlice(
          itemsOf(list, (kind) => `Cannot find without on type ${kind}`, budget).filter(
            (item) => !isAmong(item, omitted, budget),
          ),
        ),
    }),
  ),
  ...['has', 'mustHas'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}', 'interface {}'],
      call: ([needle, list], { budget }) =>
        list !== null &&
        isAmong(
          needle,
          itemsOf(list, (kind) => `Cannot find has on type ${kind}`, budget),
          budget,
        ),
    }),
  ),
  ...['compact', 'mustCompact'].map((name) =>
    defineFunction({
      name,
      parameters: ['interface {}'],
      call: ([list], { budget }) =>
        anySlice(
          itemsOf(list, (kind) => `Cannot compact on type ${kind}`, budget).filter(
            (item) => !isEmpty(item),
          ),
        ),
    }),
  ),
];

function isAmong(needle: GoValue, items: readonly GoValue[], budget: Budget): boolean {
  budget.spend(items.length);
  return items.some((item) => deepEqual(needle, item));
}

function unique(items: readonly GoValue[], budget: Budget): GoValue[] {
  const kept: GoValue[] = [];
  for (const item of items) {
    if (!isAmong(item, kept, budget)) {
      kept.push(item);
    }
  }
  return kept;
}
