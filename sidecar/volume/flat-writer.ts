import { join } from 'node:path';
import { SecretBytes } from '../../core/runtime/index.ts';
import {
  type AtomicWriterDeps,
  checkNames,
  type Commit,
  type FileModes,
  generationPrefix,
  sameContent,
  setDirectoryMode,
  type FileSetWriter,
  writeFault,
} from './file-set.ts';
import { type FileSystem, ifPresent } from './file-system.ts';
import { GENERATION_NAME, type Generation } from './generation.ts';

/** Holds the name of the committed generation; written last. */
const MARKER = '..generation';
const TMP = '..tmp';

async function readMarker(fs: FileSystem, directory: string): Promise<string | undefined> {
  const bytes = await ifPresent(fs.readFile(join(directory, MARKER)));
  const name = bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8').trim();
  return name !== undefined && GENERATION_NAME.test(name) ? name : undefined;
}

async function readFiles(
  fs: FileSystem,
  directory: string,
): Promise<ReadonlyMap<string, SecretBytes>> {
  const names = (await ifPresent(fs.readdir(directory))) ?? [];
  const data = new Map<string, SecretBytes>();
  for (const name of names.filter((each) => !each.startsWith('..')).toSorted()) {
    data.set(name, new SecretBytes(await fs.readFile(join(directory, name))));
  }
  return data;
}

/**
 * Plain files, each written beside and renamed over its predecessor, so whole at every moment; the set is not. For
 * applications that cannot follow links (sidecar.md 5.3).
 */
export function createFlatWriter(
  directory: string,
  modes: FileModes,
  deps: AtomicWriterDeps,
): FileSetWriter {
  const { fs, clock } = deps;
  let commits = 0;

  async function replace(name: string, bytes: Uint8Array): Promise<void> {
    const tmp = join(directory, TMP);
    await fs.rm(tmp, { recursive: true, force: true });
    await fs.writeFile(tmp, bytes, { mode: modes.fileMode, flag: 'wx' });
    await fs.chmod(tmp, modes.fileMode); // the umask narrowed it
    await fs.rename(tmp, join(directory, name));
  }

  async function publish(data: ReadonlyMap<string, SecretBytes>): Promise<Commit> {
    await fs.mkdir(directory, { recursive: true });
    await setDirectoryMode(fs, directory, modes.directoryMode);
    const current = await readMarker(fs, directory);
    const present = await readFiles(fs, directory);
    if (current !== undefined && sameContent(present, data)) {
      return { changed: false, generation: current };
    }
    for (const [name, bytes] of data) {
      if (present.get(name)?.equals(bytes) !== true) {
        await replace(name, bytes.reveal());
      }
    }
    for (const name of present.keys()) {
      if (!data.has(name)) {
        await fs.rm(join(directory, name), { recursive: true, force: true });
      }
    }
    commits += 1;
    const generation = `${generationPrefix(clock.now())}${commits.toString(36).padStart(6, '0')}`;
    await replace(MARKER, Buffer.from(generation));
    return { changed: true, generation };
  }

  return {
    current: async () => readMarker(fs, directory),
    async read(): Promise<Generation | undefined> {
      const name = await readMarker(fs, directory);
      return name === undefined ? undefined : { name, data: await readFiles(fs, directory) };
    },
    async write(data) {
      checkNames(data);
      try {
        return await publish(data);
      } catch (error) {
        throw writeFault(directory, error);
      }
    },
  };
}
