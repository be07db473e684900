import { mapInOrder } from '../../runtime/index.ts';
import { storeError } from '../fault.ts';
import type { FindQuery, FoundSecret } from '../provider.ts';
import { readCustomMetadata } from './answer.ts';
import type { KvReader, KvReaderDeps } from './kv-reader.ts';
import { isSafePath, type KvPlace, locate } from './path.ts';

/** Reads side by side in one find; Vault itself answers many more. */
const CONCURRENCY = 8;

/** Every secret below a folder, by its path below the mount. */
async function walk(
  reader: KvReader,
  start: KvPlace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  const folders = [start];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const { mount, path } = folder;
    for (const key of await reader.list(folder, signal)) {
      const below = path === '' ? key : `${path}/${key}`;
      if (key.endsWith('/')) {
        folders.push({ mount, path: below.slice(0, -1) });
      } else {
        names.push(below);
      }
    }
  }
  return names;
}

async function hasTags(
  reader: KvReader,
  key: string,
  tags: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<boolean> {
  const custom = (await reader.metadata(key, readCustomMetadata, signal)) ?? {};
  return Object.entries(tags).every(([name, value]) => custom[name] === value);
}

/** Where a find begins: below the store's mount, or, where the store names none, at the mount that find.path begins with. */
function startOf({ spec, store }: KvReaderDeps, query: FindQuery): KvPlace {
  const start = locate(spec, query.path ?? '');
  if (start.mount === '' || !isSafePath(start)) {
    const problem =
      'names no folder; set spec.provider.vault.path, or begin find.path with the mount';
    throw storeError('SPEC_INVALID', { store, subject: 'find', problem });
  }
  return start;
}

async function readFound(
  reader: KvReader,
  place: KvPlace,
  query: FindQuery,
  signal: AbortSignal,
): Promise<FoundSecret | undefined> {
  const key = `${place.mount}/${place.path}`;
  if (query.tags !== undefined && !(await hasTags(reader, key, query.tags, signal))) {
    return undefined;
  }
  const payload = await reader.value({ key }, signal);
  return payload === undefined ? undefined : { name: place.path, payload };
}

/** LIST from the start folder down, then read what matches; a name is the path below the mount (eso.md 5.4). */
export async function findInVault(
  deps: KvReaderDeps,
  reader: KvReader,
  query: FindQuery,
  signal: AbortSignal,
): Promise<readonly FoundSecret[]> {
  if (query.tags !== undefined && deps.spec.version === 'v1') {
    const problem = 'KV version 1 keeps no custom metadata to find by';
    throw storeError('SPEC_INVALID', { store: deps.store, subject: 'find.tags', problem });
  }
  const start = startOf(deps, query);
  const names = await walk(reader, start, signal);
  const results = await mapInOrder(
    names.filter((name) => query.matchesName?.(name) ?? true),
    CONCURRENCY,
    async (path) => readFound(reader, { mount: start.mount, path }, query, signal),
  );
  return results.filter((result) => result !== undefined);
}
