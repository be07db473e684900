import {
  findScope,
  foldKey,
  type KeyFold,
  readKey,
  readKeyOfUnknownStore,
  type StoreBackend,
} from '../api/index.ts';
import type { KeyRequest } from './contract.ts';
import { coversFolder, matchesKey, touchesFolder } from './match-key.ts';

/** What a reference asks for, in the terms patterns speak of: keys, or whatever lies below folders ('' is the root). */
export interface Claim {
  readonly keys: readonly string[];
  readonly folders: readonly string[];
  readonly absolute: boolean;
  readonly fold: KeyFold;
}

export type ClaimReading =
  { readonly ok: true; readonly claim: Claim } | { readonly ok: false; readonly problem: string };

function folderClaim(folders: readonly string[], fold: KeyFold = 'none'): ClaimReading {
  return { ok: true, claim: { keys: [], folders, absolute: false, fold } };
}

/** Of keys that begin with a text only the folder it lies in is sure. */
function folderOf(prefix: string): string {
  const end = prefix.lastIndexOf('/');
  return end < 0 ? '' : prefix.slice(0, end);
}

function findClaim(backend: StoreBackend | undefined, path: string): ClaimReading {
  const scope = backend === undefined ? 'everything' : findScope(backend, path);
  return folderClaim(scope === 'everything' ? [''] : scope.folders);
}

function prefixClaim(backend: StoreBackend | undefined, prefix: string): ClaimReading {
  const folder = folderOf(prefix);
  if (folder === '' || backend === undefined) {
    return folderClaim(['']);
  }
  const reading = readKey(backend, folder);
  return reading.ok && !reading.absolute
    ? folderClaim(reading.paths, reading.fold)
    : folderClaim(['']);
}

/** Only the Kubernetes backend looks at a namespace in the metadata of a push; of a store nobody has seen it may be one. */
function isRedirected(
  backend: StoreBackend | undefined,
  remoteNamespace: string | undefined,
): remoteNamespace is string {
  return remoteNamespace !== undefined && (backend === undefined || backend.name === 'kubernetes');
}

/** Keys in another namespace than the store's: they leave its root. */
function redirected(
  reading: ClaimReading,
  backend: StoreBackend | undefined,
  remoteNamespace: string | undefined,
): ClaimReading {
  if (!reading.ok || !isRedirected(backend, remoteNamespace)) {
    return reading;
  }
  const { claim } = reading;
  const keys = claim.keys.map((key) => `${remoteNamespace}/${key}`);
  const folders = claim.folders.length === 0 ? [] : [...claim.folders, remoteNamespace];
  return { ok: true, claim: { ...claim, keys: [...claim.keys, ...keys], folders, absolute: true } };
}

function keyClaim(backend: StoreBackend | undefined, key: string): ClaimReading {
  const reading = backend === undefined ? readKeyOfUnknownStore(key) : readKey(backend, key);
  if (!reading.ok) {
    return reading;
  }
  const { paths, absolute, fold } = reading;
  return { ok: true, claim: { keys: paths, folders: [], absolute, fold } };
}

/** What a request means to a store's backend; undefined for a store nobody has seen. */
export function readClaim(backend: StoreBackend | undefined, request: KeyRequest): ClaimReading {
  switch (request.type) {
    case 'key':
      return redirected(keyClaim(backend, request.key), backend, request.remoteNamespace);
    case 'find':
      return findClaim(backend, request.path);
    case 'prefix':
      return redirected(prefixClaim(backend, request.prefix), backend, request.remoteNamespace);
    case 'any':
      return redirected(folderClaim(['']), backend, request.remoteNamespace);
  }
}

function folded(fold: KeyFold, pattern: readonly string[]): readonly string[] {
  return fold === 'none' ? pattern : pattern.map((segment) => foldKey(fold, segment));
}

/** Does one of the patterns allow each of what is claimed? */
export function allowsClaim(patterns: readonly (readonly string[])[], claim: Claim): boolean {
  const { fold } = claim;
  const bound = patterns.map((pattern) => folded(fold, pattern));
  return (
    claim.keys.every((key) => bound.some((pattern) => matchesKey(pattern, foldKey(fold, key)))) &&
    claim.folders.every((folder) =>
      bound.some((pattern) => coversFolder(pattern, foldKey(fold, folder))),
    )
  );
}

/** Does the pattern meet any of what is claimed? */
export function meetsClaim(pattern: readonly string[], claim: Claim): boolean {
  const { fold } = claim;
  const bound = folded(fold, pattern);
  return (
    claim.keys.some((key) => matchesKey(bound, foldKey(fold, key))) ||
    claim.folders.some((folder) => touchesFolder(bound, foldKey(fold, folder)))
  );
}
