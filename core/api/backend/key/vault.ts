import type { VaultBackend } from '../vault.ts';
import { type KeyReading, plain } from './reading.ts';

type KvStore = Pick<VaultBackend, 'path' | 'version'>;

/** `data/` at the front may be version 2's own or a folder: both are meant. */
function withoutData(path: string): readonly string[] {
  return path.startsWith('data/') ? [path, ...withoutData(path.slice('data/'.length))] : [path];
}

function belowMount(mount: string, key: string, isV2: boolean): readonly string[] {
  const named = key.startsWith(`${mount}/`);
  const rest = named ? key.slice(mount.length + 1) : key;
  const marked = named && isV2 && rest.startsWith('data/');
  const path = marked ? rest.slice('data/'.length) : rest;
  return isV2 ? withoutData(path) : [path];
}

/** Without a mount in the store the key's first segment is it, or everything before `/data/`. */
function withMount(key: string, isV2: boolean): readonly string[] {
  const [mount = '', marker, ...rest] = key.split('/');
  if (isV2 && marker === 'data' && rest.length > 0) {
    const below = rest.join('/');
    return withoutData(below).map((path) => `${mount}/${path}`);
  }
  const at = isV2 ? key.indexOf('/data/') : -1;
  return at < 0 ? [key] : [key, `${key.slice(0, at)}/${key.slice(at + '/data/'.length)}`];
}

function trimSlashes(text: string): string {
  return text.split('/').filter(Boolean).join('/');
}

/** `team-b/x`, `<mount>/team-b/x` and `<mount>/data/team-b/x` are one secret (eso.md 5.4). */
export function readVaultKey({ path = '', version }: KvStore, key: string): KeyReading {
  const mount = trimSlashes(path);
  const isV2 = version === 'v2';
  return plain(...(mount === '' ? withMount(key, isV2) : belowMount(mount, key, isV2)));
}
