import { join } from 'node:path';
import type { SecretBytes } from '../../core/runtime/index.ts';
import {
  type AtomicWriterDeps,
  checkNames,
  type Commit,
  type FileModes,
  type FileSetWriter,
  generationPrefix,
  sameContent,
  setDirectoryMode,
  writeFault,
} from './file-set.ts';
import type { FileSystem } from './file-system.ts';
import { currentGeneration, DATA_LINK, GENERATION_NAME, readGeneration } from './generation.ts';
import { addLinks, LINK_TMP, removeLinks } from './links.ts';

const DATA_TMP = '..data_tmp';

async function removeAll(fs: FileSystem, path: string): Promise<void> {
  await fs.rm(path, { recursive: true, force: true });
}

/** Clears what a crash or a failed write left: a half-made link and every generation that is not the current one. */
async function removeLeftovers(fs: FileSystem, directory: string): Promise<void> {
  const current = await currentGeneration(fs, directory);
  for (const name of await fs.readdir(directory)) {
    const halfMade = name === DATA_TMP || name === LINK_TMP;
    if (halfMade || (GENERATION_NAME.test(name) && name !== current)) {
      await removeAll(fs, join(directory, name));
    }
  }
}

/**
 * Commits data as the directory's next generation, as kubelet does (reference sidecar.md 5.1): whoever looks through
 * `..data` sees the old set or the new one and nothing between, at every moment and after every crash.
 */
export function createAtomicWriter(
  directory: string,
  modes: FileModes,
  deps: AtomicWriterDeps,
): FileSetWriter {
  const { fs, clock } = deps;

  /** Steps 4 and 5: a new directory that nobody sees yet, whole, with its final modes. */
  async function prepare(path: string, data: ReadonlyMap<string, SecretBytes>): Promise<void> {
    await setDirectoryMode(fs, path, modes.directoryMode);
    for (const [name, bytes] of data) {
      const file = join(path, name);
      await fs.writeFile(file, bytes.reveal(), { mode: modes.fileMode, flag: 'wx' });
      await fs.chmod(file, modes.fileMode); // the umask narrowed it
    }
  }

  async function commit(data: ReadonlyMap<string, SecretBytes>): Promise<string> {
    // 4. A new directory of its own.
    const path = await fs.mkdtemp(join(directory, generationPrefix(clock.now())));
    const name = path.slice(directory.length + 1);
    try {
      // 5. Every file in it, with its mode.
      await prepare(path, data);
      // 6. A link to it beside the current one.
      const tmp = join(directory, DATA_TMP);
      await removeAll(fs, tmp);
      await fs.symlink(name, tmp);
      // 7. The commit: one rename.
      await fs.rename(tmp, join(directory, DATA_LINK));
    } catch (error) {
      await removeAll(fs, path).catch(() => {
        // The first fault is the one to report; the directory is swept at the next write.
      });
      throw error;
    }
    return name;
  }

  async function publish(data: ReadonlyMap<string, SecretBytes>): Promise<Commit> {
    await fs.mkdir(directory, { recursive: true });
    await setDirectoryMode(fs, directory, modes.directoryMode);
    // 2. What is committed now.
    const current = await readGeneration(fs, directory);
    // 3. Equal content commits nothing.
    const changed = current === undefined || !sameContent(current.data, data);
    const generation = changed ? await commit(data) : current.name;
    // 8. Names of new keys appear (or are mended) after the commit, so that none dangles.
    await addLinks(fs, directory, data.keys());
    // 9. Names of gone keys disappear.
    await removeLinks(fs, directory, data);
    // 10. The old generation goes, and whatever a crash left.
    await removeLeftovers(fs, directory);
    return { changed, generation };
  }

  return {
    current: async () => currentGeneration(fs, directory),
    read: async () => readGeneration(fs, directory),
    async write(data) {
      // 1. Only flat names that cannot be mistaken for ours.
      checkNames(data);
      try {
        return await publish(data);
      } catch (error) {
        throw writeFault(directory, error);
      }
    },
  };
}
