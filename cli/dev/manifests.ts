import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import { isObject } from '../../core/runtime/index.ts';

export interface Manifest {
  readonly file: string;
  readonly object: RawObject | undefined;
  readonly problems: string;
}

export async function readManifests(paths: readonly string[]): Promise<readonly Manifest[]> {
  const files: string[] = [];
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      files.push(
        ...(await readdir(path))
          .filter((n) => /\.ya?ml$/.test(n))
          .toSorted()
          .map((n) => join(path, n)),
      );
    } else {
      files.push(path);
    }
  }
  const all: Manifest[] = [];
  for (const file of files) {
    for (const document of parseAllDocuments(await readFile(file, 'utf8'))) {
      const value: unknown = document.toJS();
      all.push({
        file,
        object: isObject(value) ? value : undefined,
        problems: String(document.errors),
      });
    }
  }
  return all;
}
