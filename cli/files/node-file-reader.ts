import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../../core/runtime/index.ts';
import type { FileReader } from './source.ts';

/** Does the link lead to a directory that holds it? Followed, it would show the same files again and again. */
async function isCircle(directory: string, name: string): Promise<boolean> {
  const [here, there] = await Promise.all([realpath(directory), realpath(join(directory, name))]);
  return here === there || here.startsWith(`${there}${sep}`);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const kept = await Promise.all(
    entries.map(async (entry) => {
      // A link that leads nowhere stays, so that reading it says so.
      const circle =
        entry.isSymbolicLink() && (await isCircle(directory, entry.name).catch(() => false));
      return circle ? [] : [entry.name];
    }),
  );
  return kept.flat();
}

/** The file system and standard input of this process. */
export const nodeFileReader: FileReader = {
  read: async (path) => readFile(path),
  list: async (path) => {
    const found = await stat(path);
    if (!found.isDirectory() && !found.isFile()) {
      throw new AppError('CONFIG_INVALID', 'it is neither a file nor a directory');
    }
    return found.isDirectory() ? namesIn(path) : undefined;
  },
  readStandardInput: async () => buffer(process.stdin),
};
