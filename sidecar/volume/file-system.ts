/** The calls of node:fs/promises that a volume needs; that module is one implementation. */
export interface FileSystem {
  readlink(path: string): Promise<string>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Uint8Array>;
  lstat(path: string): Promise<FileStatus>;
  mkdir(path: string, options: { readonly recursive: true }): Promise<string | undefined>;
  /** Creates a directory whose name is `prefix` and six random characters. */
  mkdtemp(prefix: string): Promise<string>;
  writeFile(
    path: string,
    bytes: Uint8Array,
    options: { readonly mode: number; readonly flag: 'wx' },
  ): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly recursive: true; readonly force: true }): Promise<void>;
}

interface FileStatus {
  readonly mode: number;
  isSymbolicLink(): boolean;
  isDirectory(): boolean;
}

/** What `read` gives, or undefined where there is no such file. Other faults pass. */
export async function ifPresent<Result>(read: Promise<Result>): Promise<Result | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
