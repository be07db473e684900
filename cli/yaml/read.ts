import { isMap, isSeq } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import { isObject } from '../../core/runtime/index.ts';
import { findLayoutProblem } from './layout.ts';
import { locate, locateText, pathSegments } from './locate.ts';
import { parseChunk, type ParsedChunk } from './parse.ts';
import type { Position, YamlProblem } from './problem.ts';
import type { TextPlace } from './scalar-text.ts';
import { splitDocuments } from './split.ts';
import { findDuplicateKeys, findLostIndentation } from './structure.ts';

/** One Kubernetes object of a YAML stream. */
export interface YamlObject {
  readonly raw: RawObject;
  /** The template that Helm made it of ("shop/templates/store.yaml"); '' outside Helm's output. */
  readonly template: string;
  /** Where the field of a path ("spec.data[3].remoteRef.key") is; '' is the object itself. */
  locate(path: string): Position;
  /** Where a place in the text of a field is; undefined when the field is no text. */
  locateText(path: string, place: TextPlace): Position | undefined;
}

/** What a stream holds. A document that has a problem gives no objects; the others give theirs. */
export interface YamlStream {
  readonly objects: readonly YamlObject[];
  readonly problems: readonly YamlProblem[];
}

/** Reads a stream of Kubernetes manifests, YAML or JSON, as kubectl would: YAML 1.1, documents apart, Lists unpacked. */
export function readYaml(text: string): YamlStream {
  const streams = splitDocuments(text.replace(/^\ufeff/, '')).map((chunk) =>
    readChunk(parseChunk(chunk)),
  );
  return {
    objects: streams.flatMap((stream) => stream.objects),
    problems: streams.flatMap((stream) => stream.problems),
  };
}

function readChunk(chunk: ParsedChunk): YamlStream {
  const problems = problemsOf(chunk);
  if (problems.length > 0) {
    return { objects: [], problems };
  }
  const root = chunk.document.contents;
  if (root === null) {
    return { objects: [], problems: [] };
  }
  try {
    const value: unknown = chunk.document.toJS();
    return value === null ? { objects: [], problems: [] } : objectsOf(chunk, root, value);
  } catch (error) {
    // The parser gives up on documents that blow up through aliases.
    const message = error instanceof Error ? error.message : 'unreadable';
    return { objects: [], problems: [unreadable(chunk, 0, message)] };
  }
}

/** The first kind of problem hides the rest: its consequences are no news. */
function problemsOf(chunk: ParsedChunk): readonly YamlProblem[] {
  const basic = findLayoutProblem(chunk) ?? findLostIndentation(chunk);
  if (basic !== undefined) {
    return [basic];
  }
  const [error] = chunk.document.errors;
  return error === undefined
    ? findDuplicateKeys(chunk)
    : [unreadable(chunk, error.pos[0], error.message)];
}

function unreadable(chunk: ParsedChunk, offset: number, message: string): YamlProblem {
  return {
    id: 'SPA-Y001',
    position: chunk.positionAt(offset),
    message: `unreadable YAML: ${message}`,
  };
}

function objectsOf(chunk: ParsedChunk, node: unknown, value: unknown): YamlStream {
  if (!isObject(value) || !isNamedKind(value)) {
    const position = locate(chunk, node, []);
    const message = 'not a Kubernetes object: apiVersion and kind are missing';
    return { objects: [], problems: [{ id: 'SPA-Y006', position, message }] };
  }
  const items: unknown = value['items'];
  if (String(value['kind']).endsWith('List') && Array.isArray(items)) {
    const nodes = isMap(node) ? node.get('items') : undefined;
    const streams = items.map((item: unknown, index) =>
      objectsOf(chunk, isSeq(nodes) ? nodes.items[index] : undefined, item),
    );
    return {
      objects: streams.flatMap((stream) => stream.objects),
      problems: streams.flatMap((stream) => stream.problems),
    };
  }
  const object: YamlObject = {
    raw: value,
    template: chunk.template,
    locate: (path) => locate(chunk, node, pathSegments(path)),
    locateText: (path, place) => locateText(chunk, node, pathSegments(path), place),
  };
  return { objects: [object], problems: [] };
}

function isNamedKind(value: RawObject): boolean {
  return typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string';
}
