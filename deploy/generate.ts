import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Joi from 'joi';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { externalSecretSchema, secretStoreSchema } from '../core/api/schema/index.ts';
import {
  CLUSTER_SECRET_STORE_CRD,
  crdManifest,
  type CrdNames,
  EXTERNAL_SECRET_CRD,
  SECRET_STORE_CRD,
} from './crd.ts';
import { writeModule } from './structural-module.ts';
import { type DescribedSchema, describeStructure } from './structural.ts';

const ROOT = join(import.meta.dirname, '..');

async function moduleText(
  externalSecret: DescribedSchema,
  secretStore: DescribedSchema,
): Promise<string> {
  return format(writeModule(externalSecret, secretStore), {
    parser: 'typescript',
    printWidth: 100,
    singleQuote: true,
  });
}

async function crdText(names: CrdNames, schema: DescribedSchema): Promise<string> {
  const yaml = stringify(crdManifest(names, schema), {
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
  return format(`# Written by deploy/generate.ts out of the joi schemas; do not edit.\n${yaml}`, {
    parser: 'yaml',
    printWidth: 100,
    singleQuote: true,
  });
}

/** Every generated file: path from the repository's root, and what it must hold. */
async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const secret = describeStructure(externalSecretSchema(Joi).describe());
  const store = describeStructure(secretStoreSchema(Joi).describe());
  const files = new Map([['core/api/structural/generated.ts', await moduleText(secret, store)]]);
  for (const [names, schema] of [
    [EXTERNAL_SECRET_CRD, secret],
    [SECRET_STORE_CRD, store],
    [CLUSTER_SECRET_STORE_CRD, store],
  ] as const) {
    files.set(`deploy/crds/${names.plural}.yaml`, await crdText(names, schema));
  }
  return files;
}

async function isStale(path: string, text: string): Promise<boolean> {
  const found = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
  return found !== text;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(ROOT, path)), { recursive: true });
  await writeFile(join(ROOT, path), text);
  console.log(`wrote ${path}`);
}

const checkOnly = process.argv.includes('--check');
for (const [path, text] of await generatedFiles()) {
  if (!(await isStale(path, text))) {
    continue;
  }
  if (checkOnly) {
    console.error(`${path} is stale; run: npm run generate`);
    process.exitCode = 1;
  } else {
    await write(path, text);
  }
}
