import type { VaultBackend } from '../../api/index.ts';

/** Where a secret lies: the KV engine's mount and the path below it, without `data/`. */
export interface KvPlace {
  readonly mount: string;
  readonly path: string;
}

type KvStore = Pick<VaultBackend, 'path' | 'version'>;

function trimSlashes(text: string): string {
  return text.split('/').filter(Boolean).join('/');
}

function splitMount(path: string, version: 'v1' | 'v2'): KvPlace {
  const marker = version === 'v2' ? path.indexOf('/data/') : -1;
  if (marker > 0) {
    return { mount: path.slice(0, marker), path: path.slice(marker + '/data/'.length) };
  }
  const [mount = '', ...rest] = path.split('/');
  return { mount, path: rest.join('/') };
}

/**
 * The place a remote key names (eso.md 5.4): the key may begin with the store's mount and, in version 2, `data/` after it.
 * A store without a mount takes everything before `/data/` as the mount, or else the key's first segment.
 */
export function locate(store: KvStore, key: string): KvPlace {
  const path = trimSlashes(key);
  if (store.path === undefined || store.path === '') {
    return splitMount(path, store.version);
  }
  const mount = trimSlashes(store.path);
  if (!path.startsWith(`${mount}/`)) {
    return { mount, path };
  }
  const rest = path.slice(mount.length + 1);
  const doubled = store.version === 'v2' && rest.startsWith('data/');
  return { mount, path: doubled ? rest.slice('data/'.length) : rest };
}

/** `.` and `..` would be resolved on the way and name another secret than the one that was allowed. */
export function isSafePath(place: KvPlace): boolean {
  return ![place.mount, place.path].some((part) =>
    part.split('/').some((segment) => segment === '.' || segment === '..'),
  );
}

function join(...parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .map(encodeURIComponent)
    .join('/');
}

/** The API path (below /v1/) of the value. */
export function valuePath(version: 'v1' | 'v2', place: KvPlace): string {
  return version === 'v2' ? join(place.mount, 'data', place.path) : join(place.mount, place.path);
}

/** The API path of version 2's metadata. */
export function metadataPath(place: KvPlace): string {
  return join(place.mount, 'metadata', place.path);
}

/** The API path to LIST a folder. */
export function listPath(version: 'v1' | 'v2', folder: KvPlace): string {
  return version === 'v2' ? metadataPath(folder) : join(folder.mount, folder.path);
}
