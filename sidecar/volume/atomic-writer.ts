import { join } from 'node:path';
import {
  AppError,
  type Clock,
  prefixError,
  type SecretBytes,
  toAppError,
} from '../../core/runtime/index.ts';
import type { FileSystem } from './file-system.ts';
import { currentGeneration, DATA_LINK, GENERATION_NAME, readGeneration } from './generation.ts';
import { addLinks, LINK_TMP, removeLinks } from './links.ts';

const DATA_TMP = '..data_tmp';
const SETGID = 0o2000;
const MAX_KEY_LENGTH = 253;

export interface FileModes {
  readonly fileMode: number;
  readonly directoryMode: number;
}

export interface AtomicWriterDeps {
  readonly fs: FileSystem;
  readonly clock: Clock;
}

/** What a write did; `generation` is the committed one either way. */
export interface Commit {
  readonly changed: boolean;
  readonly generation: string;
}

/** Writes one directory's files as a set. One writer a directory, one write at a time. */
export interface AtomicWriter {
  /**
   * Commits `data` as the directory's next generation, as kubelet does (reference sidecar.md 5.1): whoever looks through
   * `..data` sees the old set or the new one and nothing between, at every moment and after every crash. Equal content
   * commits nothing. KEY_INVALID for a name that is no flat file name; SINK_FAILED where the file system refuses.
   */
  write(data: ReadonlyMap<string, SecretBytes>): Promise<Commit>;
}

function checkNames(data: ReadonlyMap<string, SecretBytes>): void {
  for (const name of data.keys()) {
    if (!/^[-._a-zA-Z0-9]+$/u.test(name) || name === '.' || name.startsWith('..')) {
      throw new AppError(
        'KEY_INVALID',
        `key ${JSON.stringify(name)} cannot be a file name: use letters, digits, '-', '_' and '.', and do not begin with '..'`,
      );
    }
    if (name.length > MAX_KEY_LENGTH) {
      throw new AppError(
        'KEY_INVALID',
        `key "${name.slice(0, 20)}…" cannot be a file name: longer than ${MAX_KEY_LENGTH} characters`,
      );
    }
  }
}

function sameContent(
  left: ReadonlyMap<string, SecretBytes>,
  right: ReadonlyMap<string, SecretBytes>,
): boolean {
  return (
    left.size === right.size &&
    [...left].every(([name, bytes]) => right.get(name)?.equals(bytes) === true)
  );
}

/** `..2026_01_02_03_04_05.` in UTC. */
function generationPrefix(now: Date): string {
  return `..${now.toISOString().slice(0, 19).replaceAll(/[-:T]/gu, '_')}.`;
}

/** The mode, with the setgid bit kept that an fsGroup gave: what lies within inherits the group by it. */
async function setDirectoryMode(fs: FileSystem, path: string, mode: number): Promise<void> {
  const present = (await fs.lstat(path)).mode & 0o7777;
  const wanted = mode | (present & SETGID);
  if (present !== wanted) {
    await fs.chmod(path, wanted);
  }
}

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

export function createAtomicWriter(
  directory: string,
  modes: FileModes,
  deps: AtomicWriterDeps,
): AtomicWriter {
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
    async write(data) {
      // 1. Only flat names that cannot be mistaken for ours.
      checkNames(data);
      try {
        return await publish(data);
      } catch (error) {
        throw error instanceof AppError
          ? prefixError(directory, error)
          : new AppError('SINK_FAILED', describe(directory, error), { cause: error });
      }
    },
  };
}

function describe(directory: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const hint =
    code === 'ENOSPC'
      ? 'the volume is full; its sizeLimit must hold two generations'
      : `the file system refused (${code ?? toAppError(error).code})`;
  return `cannot write the files in ${directory}: ${hint}`;
}
