import { readdir, readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { FileReader } from './source.ts';

/** The file system and standard input of this process. */
export const nodeFileReader: FileReader = {
  read: async (path) => readFile(path),
  list: async (path) => ((await stat(path)).isDirectory() ? readdir(path) : undefined),
  readStandardInput: async () => buffer(process.stdin),
};
