import type { RawObject } from '../../api/index.ts';
import { AppError, isObject, textAt } from '../../runtime/index.ts';

function refuse(message: string): never {
  throw new AppError('KUBE_INVALID', `the JSON patch cannot be applied: ${message}`);
}

function pointer(path: string): readonly string[] {
  if (path === '') {
    return [];
  }
  if (!path.startsWith('/')) {
    refuse(`"${path}" is not a JSON pointer`);
  }
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function indexIn(list: readonly unknown[], step: string, limit: number): number {
  const index = step === '-' ? list.length : Number(step);
  if (!/^(0|[1-9]\d*|-)$/u.test(step) || index > limit) {
    refuse(`there is no list item "${step}"`);
  }
  return index;
}

function valueAt(target: unknown, steps: readonly string[]): unknown {
  let value = target;
  for (const step of steps) {
    if (Array.isArray(value)) {
      value = value[indexIn(value, step, value.length - 1)];
    } else if (isObject(value) && Object.hasOwn(value, step)) {
      value = value[step];
    } else {
      refuse(`there is nothing at "${step}"`);
    }
  }
  return value;
}

type Edit = { readonly op: 'add' | 'replace'; readonly value: unknown } | { readonly op: 'remove' };

function editList(list: readonly unknown[], step: string, edit: Edit): unknown {
  const index = indexIn(list, step, edit.op === 'add' ? list.length : list.length - 1);
  return list.toSpliced(
    index,
    edit.op === 'add' ? 0 : 1,
    ...(edit.op === 'remove' ? [] : [edit.value]),
  );
}

function editObject(target: RawObject, step: string, edit: Edit): unknown {
  if (edit.op !== 'add' && !Object.hasOwn(target, step)) {
    refuse(`there is nothing at "${step}"`);
  }
  const rest = Object.entries(target).filter(([key]) => key !== step || edit.op !== 'remove');
  return {
    ...Object.fromEntries(rest),
    ...(edit.op === 'remove' ? {} : { [step]: edit.value }),
  };
}

function edited(target: unknown, steps: readonly string[], edit: Edit): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return edit.op === 'remove' ? null : edit.value;
  }
  if (rest.length > 0) {
    const child = edited(valueAt(target, [step]), rest, edit);
    return edited(target, [step], { op: 'replace', value: child });
  }
  if (Array.isArray(target)) {
    return editList(target, step, edit);
  }
  return isObject(target)
    ? editObject(target, step, edit)
    : refuse(`the parent of "${step}" is no object`);
}

function applyOperation(target: unknown, operation: unknown): unknown {
  if (!isObject(operation)) {
    return refuse('an operation is not an object');
  }
  const op = textAt(operation, 'op');
  const steps = pointer(textAt(operation, 'path'));
  switch (op) {
    case 'add':
    case 'replace':
      return edited(target, steps, { op, value: operation['value'] });
    case 'remove':
      return edited(target, steps, { op });
    case 'test': {
      const found = JSON.stringify(valueAt(target, steps));
      return found === JSON.stringify(operation['value'])
        ? target
        : refuse(`the test of "${textAt(operation, 'path')}" failed`);
    }
    default:
      return refuse(`the operation "${op}" is unknown; use add, remove, replace or test`);
  }
}

/** RFC 6902 without move and copy. KUBE_INVALID when an operation cannot be applied. */
export function applyJsonPatch(target: RawObject, patch: unknown): RawObject {
  if (!Array.isArray(patch)) {
    return refuse('it is not a list of operations');
  }
  const result = patch.reduce<unknown>(applyOperation, target);
  return isObject(result) ? result : refuse('the result is not an object');
}

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function applyMergePatch(target: RawObject, patch: RawObject): RawObject {
  const result = new Map<string, unknown>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const old = result.get(key);
    if (value === null) {
      result.delete(key);
    } else {
      result.set(key, isObject(value) ? applyMergePatch(isObject(old) ? old : {}, value) : value);
    }
  }
  return Object.fromEntries(result);
}
