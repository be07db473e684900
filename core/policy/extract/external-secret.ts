import type { JsonObject } from '../../runtime/index.ts';
import type { KeyRequest, StoreTarget } from '../contract.ts';
import {
  type Draft,
  isAbsent,
  type Item,
  itemsIn,
  objectIn,
  refuseOthers,
  storeTarget,
  textIn,
} from './draft.ts';

interface Source {
  readonly target: StoreTarget | undefined;
  readonly path: string;
}

function named(draft: Draft, owner: JsonObject, key: string, path: string): Source | undefined {
  if (isAbsent(owner[key])) {
    return undefined;
  }
  const refPath = `${path}.${key}`;
  const ref = objectIn(draft, owner, key, path);
  return { target: storeTarget(draft, ref, refPath), path: refPath };
}

function addGenerator(draft: Draft, source: JsonObject, path: string): void {
  const refPath = `${path}.generatorRef`;
  const ref = objectIn(draft, source, 'generatorRef', path);
  refuseOthers(draft, ref, ['apiVersion', 'kind', 'name'], refPath);
  draft.generators.push({
    path: refPath,
    kind: textIn(draft, ref, 'kind', refPath),
    name: textIn(draft, ref, 'name', refPath),
  });
}

function addRef(
  draft: Draft,
  source: Source | undefined,
  path: string,
  use: { readonly verb: 'read' | 'find'; readonly key: KeyRequest },
): void {
  if (source?.target !== undefined) {
    draft.refs.push({ path, storePath: source.path, target: source.target, ...use });
  }
}

function sourceOf(
  draft: Draft,
  { value, path }: Item,
  outer: Source | undefined,
): Source | undefined {
  const sourcePath = `${path}.sourceRef`;
  const source = objectIn(draft, value, 'sourceRef', path);
  refuseOthers(draft, source, ['storeRef', 'generatorRef'], sourcePath);
  if (!isAbsent(source['generatorRef'])) {
    addGenerator(draft, source, sourcePath);
  }
  return named(draft, source, 'storeRef', sourcePath) ?? outer;
}

/** `data[]`: ESO ignores a generatorRef there, and so the entry still reads its store. */
function addData(draft: Draft, item: Item, outer: Source | undefined): void {
  refuseOthers(draft, item.value, ['secretKey', 'remoteRef', 'sourceRef'], item.path);
  const source = sourceOf(draft, item, outer);
  const ref = objectIn(draft, item.value, 'remoteRef', item.path);
  const path = `${item.path}.remoteRef`;
  const key = textIn(draft, ref, 'key', path);
  addRef(draft, source, `${path}.key`, { verb: 'read', key: { type: 'key', key } });
}

function addDataFrom(draft: Draft, item: Item, outer: Source | undefined): void {
  refuseOthers(draft, item.value, ['extract', 'find', 'sourceRef', 'rewrite'], item.path);
  const source = sourceOf(draft, item, outer);
  if (!isAbsent(item.value['extract'])) {
    const path = `${item.path}.extract`;
    const extract = objectIn(draft, item.value, 'extract', item.path);
    const key = textIn(draft, extract, 'key', path);
    addRef(draft, source, `${path}.key`, { verb: 'read', key: { type: 'key', key } });
  }
  if (!isAbsent(item.value['find'])) {
    const path = `${item.path}.find`;
    const find = objectIn(draft, item.value, 'find', item.path);
    refuseOthers(draft, find, FIND_MEMBERS, path);
    const folder = textIn(draft, find, 'path', path);
    addRef(draft, source, path, { verb: 'find', key: { type: 'find', path: folder } });
  }
}

const FIND_MEMBERS = [
  'path',
  'name',
  'tags',
  'conversionStrategy',
  'decodingStrategy',
  'nullBytePolicy',
];

/** Every store, key and generator of an ExternalSecret's spec (admission.md 2.2). */
export function extractExternalSecret(draft: Draft, spec: JsonObject, path: string): void {
  const outer = named(draft, spec, 'secretStoreRef', path);
  for (const item of itemsIn(draft, spec, 'data', path)) {
    addData(draft, item, outer);
  }
  for (const item of itemsIn(draft, spec, 'dataFrom', path)) {
    addDataFrom(draft, item, outer);
  }
}
