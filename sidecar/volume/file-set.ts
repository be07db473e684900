import {
  AppError,
  type Clock,
  prefixError,
  type SecretBytes,
  toAppError,
} from '../../core/runtime/index.ts';
import type { FileSystem } from './file-system.ts';
import type { Generation } from './generation.ts';

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
export interface FileSetWriter {
  /**
   * Makes `data` the directory's next generation. Equal content commits nothing. KEY_INVALID for a name that is no flat file
   * name; SINK_FAILED where the file system refuses.
   */
  write(data: ReadonlyMap<string, SecretBytes>): Promise<Commit>;
  /** The name of the committed generation; undefined before the first. */
  current(): Promise<string | undefined>;
  /** The committed generation. */
  read(): Promise<Generation | undefined>;
}

/** Only flat file names that cannot be mistaken for ours: KEY_INVALID for others. */
export function checkNames(data: ReadonlyMap<string, SecretBytes>): void {
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

export function sameContent(
  left: ReadonlyMap<string, SecretBytes>,
  right: ReadonlyMap<string, SecretBytes>,
): boolean {
  return (
    left.size === right.size &&
    [...left].every(([name, bytes]) => right.get(name)?.equals(bytes) === true)
  );
}

/** `..2026_01_02_03_04_05.` in UTC. */
export function generationPrefix(now: Date): string {
  return `..${now.toISOString().slice(0, 19).replaceAll(/[-:T]/gu, '_')}.`;
}

/** The mode, with the setgid bit kept that an fsGroup gave: what lies within inherits the group by it. */
export async function setDirectoryMode(fs: FileSystem, path: string, mode: number): Promise<void> {
  const present = (await fs.lstat(path)).mode & 0o7777;
  const wanted = mode | (present & SETGID);
  if (present !== wanted) {
    await fs.chmod(path, wanted);
  }
}

function describe(directory: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const hint =
    code === 'ENOSPC'
      ? 'the volume is full; its sizeLimit must hold two generations'
      : `the file system refused (${code ?? toAppError(error).code})`;
  return `cannot write the files in ${directory}: ${hint}`;
}

export function writeFault(directory: string, error: unknown): AppError {
  return error instanceof AppError
    ? prefixError(directory, error)
    : new AppError('SINK_FAILED', describe(directory, error), { cause: error });
}
