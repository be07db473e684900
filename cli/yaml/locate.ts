import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { ParsedChunk } from './parse.ts';
import type { Position } from './problem.ts';
import { offsetInScalar, type TextPlace } from './scalar-text.ts';

const SEGMENT = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\.?([^.[\]]+)/g;

/** `spec.data[3].remoteRef`, `data["a.b"]` as names and indexes. */
export function pathSegments(path: string): readonly (string | number)[] {
  return Array.from(path.matchAll(SEGMENT), ([, index, quoted, name = '']) => {
    if (index !== undefined) {
      return Number(index);
    }
    return quoted === undefined ? name : unquote(quoted);
  });
}

function unquote(quoted: string): string {
  const text: unknown = JSON.parse(`"${quoted}"`);
  return String(text);
}

/** Where the field a path names is: its key or list item; the deepest one on the way that is there, when it is not. */
export function locate(
  chunk: ParsedChunk,
  root: unknown,
  segments: readonly (string | number)[],
): Position {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const segment of segments) {
    const member = memberOf(chunk, node, segment);
    if (member === undefined) {
      break;
    }
    offset = startOf(member.key) ?? offset;
    node = member.value;
  }
  return chunk.positionAt(offset);
}

/** Where a place in a field's text is, whatever style of scalar holds it; undefined when the field is no text. */
export function locateText(
  chunk: ParsedChunk,
  root: unknown,
  segments: readonly (string | number)[],
  place: TextPlace,
): Position | undefined {
  let node = root;
  for (const segment of segments) {
    node = memberOf(chunk, node, segment)?.value;
  }
  const offset = offsetInScalar(chunk, node, place);
  return offset === undefined ? undefined : chunk.positionAt(offset);
}

interface Member {
  /** What says where the member is. */
  readonly key: unknown;
  readonly value: unknown;
}

function memberOf(
  chunk: ParsedChunk,
  owner: unknown,
  segment: string | number,
): Member | undefined {
  const node = isAlias(owner) ? owner.resolve(chunk.document) : owner;
  if (isSeq(node) && typeof segment === 'number') {
    const item = node.items[segment];
    return item === undefined ? undefined : { key: item, value: item };
  }
  if (!isMap(node)) {
    return undefined;
  }
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
