import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Joi from 'joi';
import { format } from 'prettier';
import { externalSecretSchema, secretStoreSchema } from '../core/api/schema/index.ts';
import { describeStructure } from './structural.ts';
import { writeModule } from './structural-module.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every generated file: path from the repository's root, and what it must hold. */
async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const externalSecret = describeStructure(externalSecretSchema(Joi).describe());
  const secretStore = describeStructure(secretStoreSchema(Joi).describe());
  const module = await format(writeModule(externalSecret, secretStore), {
    parser: 'typescript',
    printWidth: 100,
    singleQuote: true,
  });
  return new Map([['core/api/structural/generated.ts', module]]);
}

async function isStale(path: string, text: string): Promise<boolean> {
  const found = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
  return found !== text;
}

const files = await generatedFiles();
const stale: string[] = [];
for (const [path, text] of files) {
  if (await isStale(path, text)) {
    stale.push(path);
  }
}
if (process.argv.includes('--check')) {
  for (const path of stale) {
    console.error(`${path} is stale; run: npm run generate`);
  }
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of stale) {
    await writeFile(join(ROOT, path), files.get(path) ?? '');
    console.log(`wrote ${path}`);
  }
}
