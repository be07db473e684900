import { isObject, type JsonObject, listAt } from '../../runtime/index.ts';
import { readLabelSelector } from '../label-selector.ts';
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
import { redirectOf } from './push-metadata.ts';

interface Place {
  readonly target: StoreTarget;
  readonly path: string;
}

function targetOf(draft: Draft, ref: JsonObject, path: string): StoreTarget | undefined {
  refuseOthers(draft, ref, ['name', 'kind', 'labelSelector'], path);
  const named = storeTarget(draft, { name: ref['name'], kind: ref['kind'] }, path);
  if (named === undefined || isAbsent(ref['labelSelector'])) {
    return named;
  }
  const selector = readLabelSelector(ref['labelSelector']);
  if (selector === undefined) {
    draft.unknown.push({ path: `${path}.labelSelector`, what: 'is no label selector' });
    return undefined;
  }
  return { by: 'labels', kind: named.kind, selector };
}

/** A name and a selector in one entry: ESO takes the selector for some uses and the name for others, so both count. */
function placesOf(draft: Draft, { value, path }: Item): readonly Place[] {
  const both = !isAbsent(value['labelSelector']) && !isAbsent(value['name']);
  const byName = both
    ? storeTarget(draft, { name: value['name'], kind: value['kind'] }, path)
    : undefined;
  return [targetOf(draft, value, path), byName]
    .filter((target) => target !== undefined)
    .map((target) => ({ target, path }));
}

function addPushes(draft: Draft, places: readonly Place[], path: string, key: KeyRequest): void {
  for (const place of places) {
    draft.refs.push({ path, storePath: place.path, target: place.target, verb: 'push', key });
  }
}

function addData(draft: Draft, { value, path }: Item, places: readonly Place[]): void {
  refuseOthers(draft, value, ['match', 'metadata', 'conversionStrategy'], path);
  const match = objectIn(draft, value, 'match', path);
  refuseOthers(draft, match, ['secretKey', 'remoteRef'], `${path}.match`);
  const ref = objectIn(draft, match, 'remoteRef', `${path}.match`);
  const refPath = `${path}.match.remoteRef`;
  refuseOthers(draft, ref, ['remoteKey', 'property'], refPath);
  const key = textIn(draft, ref, 'remoteKey', refPath);
  const redirect = redirectOf(draft, value['metadata'], `${path}.metadata`);
  addPushes(draft, places, `${refPath}.remoteKey`, { type: 'key', key, ...redirect });
}

/** A rewrite that only puts a constant before the key: `^(.*)$` → `prefix$1`. */
function constantPrefix(rewrite: unknown): string | undefined {
  const regexp = isObject(rewrite) ? rewrite['regexp'] : undefined;
  if (!isObject(regexp) || typeof regexp['target'] !== 'string') {
    return undefined;
  }
  const { source, target } = regexp;
  const end = ['$1', '${1}'].find((group) => target.endsWith(group));
  const prefix = end === undefined ? undefined : target.slice(0, -end.length);
  return source === '^(.*)$' && prefix?.includes('$') === false ? prefix : undefined;
}

function foreseen(value: JsonObject): Extract<KeyRequest, { type: 'prefix' | 'any' }> {
  const [only, ...more] = listAt(value, 'rewrite');
  const prefix = more.length === 0 ? constantPrefix(only) : undefined;
  return prefix === undefined ? { type: 'any' } : { type: 'prefix', prefix };
}

const DATA_TO = ['storeRef', 'remoteKey', 'rewrite', 'match', 'metadata', 'conversionStrategy'];

/** `dataTo[]` names its own store; without a remoteKey the keys come from the Secret. */
function addDataTo(draft: Draft, item: Item): void {
  const { value, path } = item;
  refuseOthers(draft, value, DATA_TO, path);
  const storePath = `${path}.storeRef`;
  const store = objectIn(draft, value, 'storeRef', path);
  const places = placesOf(draft, { value: store, path: storePath });
  const remoteKey = textIn(draft, value, 'remoteKey', path);
  const keyPath = remoteKey === '' ? path : `${path}.remoteKey`;
  const redirect = redirectOf(draft, value['metadata'], `${path}.metadata`);
  const key = remoteKey === '' ? foreseen(value) : ({ type: 'key', key: remoteKey } as const);
  addPushes(draft, places, keyPath, { ...key, ...redirect });
}

function addGenerator(draft: Draft, spec: JsonObject, path: string): void {
  const selector = objectIn(draft, spec, 'selector', path);
  refuseOthers(draft, selector, ['secret', 'generatorRef'], `${path}.selector`);
  if (!isAbsent(selector['generatorRef'])) {
    const refPath = `${path}.selector.generatorRef`;
    const ref = objectIn(draft, selector, 'generatorRef', `${path}.selector`);
    draft.generators.push({
      path: refPath,
      kind: textIn(draft, ref, 'kind', refPath),
      name: textIn(draft, ref, 'name', refPath),
    });
  }
}

/** Every store and key a PushSecret's spec writes to (admission.md 2.2). */
export function extractPushSecret(draft: Draft, spec: JsonObject, path: string): void {
  const places = itemsIn(draft, spec, 'secretStoreRefs', path).flatMap((item) =>
    placesOf(draft, item),
  );
  addGenerator(draft, spec, path);
  for (const item of itemsIn(draft, spec, 'data', path)) {
    addData(draft, item, places);
  }
  for (const item of itemsIn(draft, spec, 'dataTo', path)) {
    addDataTo(draft, item);
  }
}
