import { join } from 'node:path';
import { DATA_LINK } from './generation.ts';
import { type FileSystem, ifPresent } from './file-system.ts';

/** A link under way to its name. */
export const LINK_TMP = '..link_tmp';

function linkTarget(key: string): string {
  return `${DATA_LINK}/${key}`;
}

async function pointsTo(fs: FileSystem, path: string, target: string): Promise<boolean> {
  const status = await ifPresent(fs.lstat(path));
  return status?.isSymbolicLink() === true && (await fs.readlink(path)) === target;
}

/** Makes every key visible as a symlink into `..data`. A name that is there already is never taken away first. */
export async function addLinks(
  fs: FileSystem,
  directory: string,
  keys: Iterable<string>,
): Promise<void> {
  for (const key of keys) {
    const path = join(directory, key);
    if (await pointsTo(fs, path, linkTarget(key))) {
      continue;
    }
    const tmp = join(directory, LINK_TMP);
    await fs.rm(tmp, { recursive: true, force: true });
    await fs.symlink(linkTarget(key), tmp);
    await fs.rename(tmp, path);
  }
}

/** Takes away our symlinks of keys that are no more; what others put there stays. */
export async function removeLinks(
  fs: FileSystem,
  directory: string,
  keep: ReadonlyMap<string, unknown>,
): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    const path = join(directory, name);
    if (!name.startsWith('..') && !keep.has(name) && (await pointsTo(fs, path, linkTarget(name)))) {
      await fs.rm(path, { recursive: true, force: true });
    }
  }
}
