import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/iu;

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

function isPackageJson(value: unknown): value is PackageJson {
  return typeof value === 'object' && value !== null && 'name' in value && 'version' in value;
}

/** One package's notice: name, version, licence and the texts it brings. */
async function noticeOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!isPackageJson(manifest)) {
    throw new Error(`${folder}/package.json has no name and version`);
  }
  if (manifest.license === undefined) {
    throw new Error(`${manifest.name} names no licence, so it cannot be shipped`);
  }
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).toSorted();
  const texts = await Promise.all(files.map(async (file) => readFile(join(folder, file), 'utf8')));
  const head = `${manifest.name} ${manifest.version} (${manifest.license})`;
  return [head, ...texts.map((text) => text.trim())].join('\n\n');
}

/** The notices of every package that is in a bundle. A package without a licence fails the build. */
export async function thirdPartyNotices(
  root: string,
  folders: ReadonlySet<string>,
): Promise<string> {
  const notices = await Promise.all(
    [...folders].toSorted().map(async (folder) => noticeOf(join(root, folder))),
  );
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `Sallyport contains code of these packages.${rule}${notices.join(rule)}\n`;
}
