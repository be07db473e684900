import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import { byCheck, byWebhook, type FrontCase } from '../support/both-fronts.ts';

/**
 * One folder a case: manifests.yaml with what is applied; policies.yaml, stores.yaml, namespaces.yaml, rbac.yaml and user.yaml
 * (name, groups) with what it is judged by; findings.yaml with what both the webhook and `sallyport check` must say.
 * UPDATE_GOLDEN=1 writes the findings anew; read them before you commit them.
 */
const FOLDER = join(import.meta.dirname, 'policy');
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const KNOWN_FILES = ['manifests', 'policies', 'stores', 'namespaces', 'rbac', 'user', 'findings'];

function objectsIn(name: string, file: string): readonly RawObject[] {
  const path = join(FOLDER, name, `${file}.yaml`);
  return existsSync(path)
    ? parseAllDocuments(readFileSync(path, 'utf8')).map((each) => each.toJS() as RawObject)
    : [];
}

function readCase(name: string): FrontCase {
  const policies = objectsIn(name, 'policies');
  const [user] = objectsIn(name, 'user');
  return {
    objects: objectsIn(name, 'manifests'),
    policies: policies.filter(({ kind }) => kind === 'SecretAccessPolicy'),
    config: policies.find(({ kind }) => kind === 'SecretAccessConfig'),
    stores: objectsIn(name, 'stores'),
    namespaces: objectsIn(name, 'namespaces'),
    rbac: objectsIn(name, 'rbac'),
    user: (user ?? {
      name: 'system:serviceaccount:team-a:deployer',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:team-a', 'system:authenticated'],
    }) as FrontCase['user'],
  };
}

describe('golden policies', () => {
  for (const name of readdirSync(FOLDER)) {
    it(`judge ${name} the same in the webhook and in sallyport check`, async () => {
      const world = readCase(name);

      const webhook = await byWebhook(world);
      const check = await byCheck(world);

      const file = join(FOLDER, name, 'findings.yaml');
      if (UPDATE) {
        writeFileSync(file, stringify(webhook.told, { lineWidth: 0, singleQuote: true }));
      }
      expect(
        readdirSync(join(FOLDER, name)).filter(
          (each) => !KNOWN_FILES.includes(each.replace('.yaml', '')),
        ),
      ).to.deep.equal([]);
      expect(check).to.deep.equal(webhook);
      expect(webhook.told).to.deep.equal(parse(readFileSync(file, 'utf8')));
    });
  }
});
