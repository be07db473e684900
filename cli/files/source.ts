import { AppError } from '../../core/runtime/index.ts';

/** A file of manifests, by the name it was given. */
export interface ManifestFile {
  readonly name: string;
  readonly text: string;
}

/** The little of a file system that commands read. */
export interface FileReader {
  read(path: string): Promise<Uint8Array>;
  /** Names in a directory; undefined when `path` is none. */
  list(path: string): Promise<readonly string[] | undefined>;
  readStandardInput(): Promise<Uint8Array>;
}

export interface Sources {
  readonly files: readonly ManifestFile[];
  /** Why a path could not be read, ready to print. */
  readonly unreadable: readonly string[];
}

const MANIFEST = /\.(ya?ml|json)$/;

/** The files that paths name: a file is itself, a directory its manifests, `-` standard input. Each once. */
export async function readSources(
  paths: readonly string[],
  reader: FileReader,
  recursive: boolean,
): Promise<Sources> {
  const files = new Map<string, ManifestFile>();
  const unreadable: string[] = [];
  let met = 0;
  const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      met += 1;
      unreadable.push(`cannot read ${path}: ${reasonOf(error)}`);
    }
  };
  const add = async (path: string, depth: number): Promise<void> => {
    const names = path === '-' ? undefined : await reader.list(path);
    if (names === undefined) {
      met += 1;
      const text = decode(await readBytes(path, reader));
      if (path === '-' && text.trim() === '') {
        throw new AppError('CONFIG_INVALID', NOTHING_PIPED);
      }
      files.set(path, { name: path, text });
      return;
    }
    for (const name of names.toSorted()) {
      const below = `${path.replace(/\/+$/, '')}/${name}`;
      const wanted = MANIFEST.test(name) || (recursive && depth < MAX_DEPTH && !SKIPPED.test(name));
      if (wanted) {
        await attempt(below, async () => addBelow(below, name, depth));
      }
    }
  };
  const addBelow = async (path: string, name: string, depth: number): Promise<void> => {
    const isDirectory = (await reader.list(path)) !== undefined;
    if (isDirectory ? recursive : MANIFEST.test(name)) {
      await add(path, depth + 1);
    }
  };
  for (const path of paths) {
    const before = met;
    await attempt(path, async () => add(path, 0));
    if (met === before) {
      unreadable.push(`cannot read ${path}: it has no .yaml, .yml or .json file`);
    }
  }
  return { files: [...files.values()], unreadable };
}

const NOTHING_PIPED =
  'standard input is empty; did the command before the pipe fail? (in bash: set -o pipefail)';

/** What a repository keeps for its tools. */
const SKIPPED = /^(?:\.|node_modules$)/;

/** Symbolic links may make a circle. */
const MAX_DEPTH = 32;

async function readBytes(path: string, reader: FileReader): Promise<Uint8Array> {
  return path === '-' ? reader.readStandardInput() : reader.read(path);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AppError('CONFIG_INVALID', 'it is not UTF-8 text', { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
};

function reasonOf(error: unknown): string {
  if (error instanceof AppError) {
    return error.message;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '') {
    throw error;
  }
  return REASONS[code] ?? code;
}
