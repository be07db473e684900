import { readFile } from 'node:fs/promises';

/** The text of a file, as a certificate's folder is read. */
export async function readTextFile(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
