import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Joi from 'joi';
import { format } from 'prettier';
import { stringify } from 'yaml';
import { GENERATOR_KINDS } from '../core/api/generator/index.ts';
import { POLICY_GROUP, POLICY_VERSION } from '../core/api/group.ts';
import { KINDS } from '../core/api/kinds.ts';
import { accessConfigSchema, accessPolicySchema, bodySchema } from '../core/api/schema/index.ts';
import { crdFile, crdManifest } from './crd.ts';
import { anyKindSchema, kindSchema, schemaFile } from './json-schema.ts';
import { ACCESS_CONFIG_CRD, ACCESS_POLICY_CRD, policyCrd } from './policy-crd.ts';
import { writeModule, writePolicyModule } from './structural-module.ts';
import { type DescribedSchema, describeStructure } from './structural.ts';

const ROOT = join(import.meta.dirname, '..');

async function moduleText(text: string): Promise<string> {
  return format(text, { parser: 'typescript', printWidth: 100, singleQuote: true });
}

async function crdText(manifest: Record<string, unknown>): Promise<string> {
  const yaml = stringify(manifest, {
    aliasDuplicateObjects: false,
    lineWidth: 0,
  });
  return format(`# Written by deploy/generate.ts out of the joi schemas; do not edit.\n${yaml}`, {
    parser: 'yaml',
    printWidth: 100,
    singleQuote: true,
  });
}

async function jsonText(schema: Record<string, unknown>): Promise<string> {
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 100 });
}

/** Group policy.sallyport.dev. */
async function policyFiles(): Promise<ReadonlyMap<string, string>> {
  const policy = describeStructure(accessPolicySchema(Joi).describe());
  const config = describeStructure(accessConfigSchema(Joi).describe());
  const crds = [policyCrd(ACCESS_POLICY_CRD, policy), policyCrd(ACCESS_CONFIG_CRD, config)];
  const [policyText = '', configText = ''] = await Promise.all(crds.map(crdText));
  return new Map([
    ['core/api/policy/generated.ts', await moduleText(writePolicyModule(policy, config))],
    [`deploy/crds/${ACCESS_POLICY_CRD.plural}.yaml`, policyText],
    [`deploy/crds/${ACCESS_CONFIG_CRD.plural}.yaml`, configText],
  ]);
}

/** What editors read; see docs/reference/editors.md. */
async function schemaFiles(
  bodies: ReadonlyMap<string, DescribedSchema>,
): Promise<ReadonlyMap<string, string>> {
  const kinds = [
    ...KINDS.map(({ group, kind, versions }) => ({
      kind,
      apiVersions: versions.map((version) => `${group}/${version}`),
      body: bodies.get(kind) ?? {},
    })),
    ...[
      { kind: ACCESS_POLICY_CRD.kind, schema: accessPolicySchema(Joi) },
      { kind: ACCESS_CONFIG_CRD.kind, schema: accessConfigSchema(Joi) },
    ].map(({ kind, schema }) => ({
      kind,
      apiVersions: [`${POLICY_GROUP}/${POLICY_VERSION}`],
      body: describeStructure(schema.describe()),
    })),
  ];
  const files = new Map<string, string>();
  for (const each of kinds) {
    files.set(`deploy/schemas/${schemaFile(each)}`, await jsonText(kindSchema(each)));
  }
  return files.set('deploy/schemas/all.json', await jsonText(anyKindSchema(kinds)));
}

/** Every generated file: path from the repository's root, and what it must hold. */
async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map(
    KINDS.map((info) => [info.kind, describeStructure(bodySchema(Joi, info).describe())]),
  );
  const files = new Map([
    ['core/api/structural/generated.ts', await moduleText(writeModule(bodies, GENERATOR_KINDS))],
    ...(await policyFiles()),
    ...(await schemaFiles(bodies)),
  ]);
  for (const info of KINDS) {
    const manifest = crdManifest(info, bodies.get(info.kind) ?? {});
    files.set(`deploy/crds/${crdFile(info)}`, await crdText(manifest));
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
