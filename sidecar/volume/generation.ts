import { join } from 'node:path';
import { AppError, SecretBytes } from '../../core/runtime/index.ts';
import { type FileSystem, ifPresent } from './file-system.ts';

/** The symlink that names the current generation; renaming it is the commit. */
export const DATA_LINK = '..data';

/** Directory names of generations: `..YYYY_MM_DD_HH_MM_SS.` and random characters. */
export const GENERATION_NAME = /^\.\.\d{4}(?:_\d\d){5}\.\w+$/u;

/** When a generation was committed, as its name has it. */
export function generationTime(name: string): Date {
  const [year = '', month = '', day = '', ...time] = name.slice(2, 21).split('_');
  return new Date(`${year}-${month}-${day}T${time.join(':')}Z`);
}

/** One committed set of files. */
export interface Generation {
  /** The generation's directory name; a new one for every commit. */
  readonly name: string;
  readonly data: ReadonlyMap<string, SecretBytes>;
}

/** The name of the committed generation, or undefined before the first commit. */
export async function currentGeneration(
  fs: FileSystem,
  directory: string,
): Promise<string | undefined> {
  const target = await ifPresent(fs.readlink(join(directory, DATA_LINK)));
  if (target !== undefined && !GENERATION_NAME.test(target)) {
    throw new AppError(
      'SINK_FAILED',
      `${join(directory, DATA_LINK)} does not point to a generation; something else wrote to this directory, which must be the sidecar's alone`,
    );
  }
  return target;
}

/**
 * The committed generation, whole: resolved once through `..data`, so never a mixture of two. Undefined before the first
 * commit and where the generation's directory is gone.
 */
export async function readGeneration(
  fs: FileSystem,
  directory: string,
): Promise<Generation | undefined> {
  const name = await currentGeneration(fs, directory);
  if (name === undefined) {
    return undefined;
  }
  const files = await ifPresent(fs.readdir(join(directory, name)));
  if (files === undefined) {
    return undefined;
  }
  const data = new Map<string, SecretBytes>();
  for (const file of files.toSorted()) {
    data.set(file, new SecretBytes(await fs.readFile(join(directory, name, file))));
  }
  return { name, data };
}
