import jsonPatch, { type Operation } from 'fast-json-patch';
import type { ContainerPatchOperation, RawObject } from '../../core/api/index.ts';
import { AppError, isObject } from '../../core/runtime/index.ts';
import type { PatchOperation } from './verdict.ts';

interface Spread {
  readonly operations: readonly PatchOperation[];
  /** `before` with those operations applied. */
  readonly value: unknown;
}

function nameIn(item: unknown): string | undefined {
  return isObject(item) && typeof item['name'] === 'string' ? item['name'] : undefined;
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Items that are new by name go in where they belong. A comparison by index alone would rewrite every item after an
 * insertion, and a patch should add to arrays, not replace them (sidecar.md 3.3).
 */
function spreadList(before: readonly unknown[], after: readonly unknown[], path: string): Spread {
  const known = new Set(before.map(nameIn));
  const operations: PatchOperation[] = [];
  const value = [...before];
  after.forEach((item, index) => {
    const name = nameIn(item);
    if (name !== undefined && !known.has(name) && index <= value.length) {
      operations.push({ op: 'add', path: `${path}/${index}`, value: item });
      value.splice(index, 0, item);
    }
  });
  const deeper = value.map((item, index) => spread(item, after[index], `${path}/${index}`));
  return {
    operations: [...operations, ...deeper.flatMap((each) => each.operations)],
    value: deeper.map((each) => each.value),
  };
}

function spreadRecord(before: RawObject, after: RawObject, path: string): Spread {
  const entries = Object.entries(before).map(
    ([key, value]) => [key, spread(value, after[key], `${path}/${escapeSegment(key)}`)] as const,
  );
  return {
    operations: entries.flatMap(([, each]) => each.operations),
    value: Object.fromEntries(entries.map(([key, each]) => [key, each.value])),
  };
}

function spread(before: unknown, after: unknown, path: string): Spread {
  if (Array.isArray(before) && Array.isArray(after)) {
    return spreadList(before, after, path);
  }
  if (isObject(before) && isObject(after)) {
    return spreadRecord(before, after, path);
  }
  return { operations: [], value: before };
}

/** A comparison gives only these three. */
function toOperation(operation: Operation): readonly PatchOperation[] {
  switch (operation.op) {
    case 'add':
    case 'replace':
      return [{ op: operation.op, path: operation.path, value: operation.value }];
    case 'remove':
      return [{ op: 'remove', path: operation.path }];
    case 'move':
    case 'copy':
    case 'test':
    case '_get':
      throw new AppError('INTERNAL', `a comparison gave the operation ${operation.op}`);
  }
}

/** The patch that makes `after` out of `before`; empty when they are equal. */
export function diff(before: RawObject, after: RawObject): readonly PatchOperation[] {
  const { operations, value } = spread(before, after, '');
  const inserted = isObject(value) ? value : before;
  return [...operations, ...jsonPatch.compare(inserted, after).flatMap(toOperation)];
}

/** The object with the operations applied, as a copy; the object itself when there are none. SPEC_INVALID names the one that does not apply. */
export function applyOperations(
  object: RawObject,
  operations: readonly ContainerPatchOperation[],
): RawObject {
  let current: unknown = structuredClone(object);
  for (const [index, operation] of operations.entries()) {
    try {
      current = jsonPatch.applyOperation(current, operation, true).newDocument;
    } catch (cause) {
      throw new AppError(
        'SPEC_INVALID',
        `operation ${index} ("${operation.op}" at ${operation.path}) does not apply`,
        { cause },
      );
    }
  }
  return operations.length > 0 && isObject(current) ? current : object;
}
