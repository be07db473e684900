import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import type { ParsedChunk } from './parse.ts';
import type { YamlProblem } from './problem.ts';

/**
 * A document whose indentation was lost on its way: metadata stands empty and the name at the top. What the parser says
 * about such a document would only be confusing.
 */
export function findLostIndentation(chunk: ParsedChunk): YamlProblem | undefined {
  const root = chunk.document.contents;
  if (!isMap(root) || !isEmptyMember(root, 'metadata')) {
    return undefined;
  }
  const offset = offsetOf(root.items.find((pair) => keyText(pair) === 'name'));
  return offset === undefined
    ? undefined
    : {
        id: 'SPA-Y005',
        position: chunk.positionAt(offset),
        message:
          '"name" stands at the top level while metadata is empty: the document has lost its indentation; indent what belongs to metadata, spec and the fields below them',
      };
}

function isEmptyMember(map: YAMLMap, name: string): boolean {
  const pair = map.items.find((item) => keyText(item) === name);
  return (
    pair !== undefined &&
    (pair.value === null || (isScalar(pair.value) && pair.value.value === null))
  );
}

function offsetOf(pair: Pair | undefined): number | undefined {
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

/** Keys that a mapping has twice; which of the two would count is a matter of luck. */
export function findDuplicateKeys(chunk: ParsedChunk): readonly YamlProblem[] {
  return duplicatesIn(chunk, chunk.document.contents, '');
}

function duplicatesIn(chunk: ParsedChunk, node: unknown, path: string): readonly YamlProblem[] {
  if (isSeq(node)) {
    return node.items.flatMap((item, index) => duplicatesIn(chunk, item, `${path}[${index}]`));
  }
  if (!isMap(node)) {
    return [];
  }
  const seen = new Map<string, number>();
  return node.items.flatMap((pair) => {
    const key = keyText(pair);
    const where = path === '' ? (key ?? '') : `${path}.${key ?? ''}`;
    const below = duplicatesIn(chunk, pair.value, where);
    const offset = offsetOf(pair);
    if (key === undefined || offset === undefined) {
      return below;
    }
    const first = seen.get(key);
    seen.set(key, first ?? offset);
    return first === undefined ? below : [duplicate(chunk, where, first, offset), ...below];
  });
}

function duplicate(chunk: ParsedChunk, path: string, first: number, offset: number): YamlProblem {
  return {
    id: 'SPA-Y002',
    position: chunk.positionAt(offset),
    message: `${path}: key used twice; the first is in line ${chunk.positionAt(first).line}`,
  };
}
