import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import { isObject, objectAt, textAt } from '../../core/runtime/index.ts';
import { connectSecretsManager } from '../support/aws.ts';
import { eventually, kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install, vaultForPods } from '../support/installation.ts';
import { writeVaultSecret } from '../support/vault.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/seeds');
const NAMESPACE = 'seeds';
const NAMESPACES = [NAMESPACE, 'payments', 'production', 'my-app-namespace'];
const REGIONS = ['us-east-1', 'us-west-2', 'ca-central-1'];
const AWS_KEYS = [
  'prod/db-credentials',
  'prod/payments/db',
  'production/database',
  'production/api-keys',
  'DB-CREDENTIALS',
  'db-credentials',
  'prod/db/credentials',
];
const VALUE = {
  username: 'admin',
  password: 'superSecretPassword123',
  host: 'rds-prod-01.aws.com',
  port: '5432',
  'api-key': 'k-1',
};
const UNBUILT = ['azurekv', 'gcpsm'];

interface Seed {
  readonly file: string;
  readonly path: string;
  readonly objects: readonly RawObject[];
}

function seedsOf(folder: string): readonly Seed[] {
  return readdirSync(join(FIXTURES, folder))
    .toSorted()
    .map((file) => {
      const path = join(FIXTURES, folder, file);
      const values: unknown[] = [];
      for (const document of parseAllDocuments(readFileSync(path, 'utf8'))) {
        values.push(document.toJS());
      }
      return { file: `${folder}/${file}`, path, objects: values.filter(isObject) };
    });
}

function isStore({ kind }: RawObject): boolean {
  return kind === 'SecretStore' || kind === 'ClusterSecretStore';
}

/** The same store with its endpoint and login pointed at the servers of the test. */
function pointed(object: RawObject): RawObject {
  if (!isStore(object)) {
    return object;
  }
  const spec = objectAt(object, 'spec');
  const provider = objectAt(spec, 'provider');
  const key = (name: string, field: string): RawObject => ({
    name,
    key: field,
    ...(object['kind'] === 'ClusterSecretStore' ? { namespace: NAMESPACE } : {}),
  });
  const secretRef = {
    accessKeyIDSecretRef: key('seed-aws', 'id'),
    secretAccessKeySecretRef: key('seed-aws', 'secret'),
  };
  const here = {
    ...('aws' in provider ? { aws: { ...objectAt(provider, 'aws'), auth: { secretRef } } } : {}),
    ...('vault' in provider
      ? {
          vault: {
            ...objectAt(provider, 'vault'),
            server: vaultForPods(),
            auth: { tokenSecretRef: key('seed-vault', 'token') },
          },
        }
      : {}),
  };
  return { ...object, spec: { ...spec, provider: { ...provider, ...here } } };
}

/** A store for an ExternalSecret whose page shows none under that name. */
function standIn(externalSecret: RawObject, namespace: string): RawObject {
  const { name, kind } = objectAt(objectAt(externalSecret, 'spec'), 'secretStoreRef');
  const aws = { service: 'SecretsManager', region: 'us-east-1' };
  const vault = { server: 'http://pointed', path: 'secret', version: 'v2' };
  return {
    apiVersion: 'external-secrets.io/v1',
    kind,
    metadata: { name, ...(kind === 'SecretStore' ? { namespace } : {}) },
    spec: { provider: String(name).includes('vault') ? { vault } : { aws } },
  };
}

function namespaceOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'namespace') || NAMESPACE;
}

function withStandIn(objects: readonly RawObject[]): readonly RawObject[] {
  const needy = objects.filter((object) => object['kind'] === 'ExternalSecret');
  const hasStore = objects.some(isStore);
  return hasStore
    ? objects
    : [...needy.map((object) => standIn(object, namespaceOf(object))), ...objects];
}

async function readiness(object: RawObject): Promise<string> {
  return kubectl([
    '-n',
    namespaceOf(object),
    'get',
    'externalsecret',
    textAt(objectAt(object, 'metadata'), 'name'),
    '-o',
    'jsonpath={range .status.conditions[?(@.type=="Ready")]}{.status} {.reason}: {.message}{end}',
  ]);
}

describe('manifests as people paste them, on a real cluster', () => {
  // Of the pages' core kinds Kubernetes itself refuses some: a Deployment without selector, an owner without uid.
  const seeds = [...seedsOf('complete'), ...seedsOf('repaired')].filter(({ objects }) =>
    objects.some((object) => textAt(object, 'apiVersion').startsWith('external-secrets.io/')),
  );

  before(async function () {
    this.timeout(400_000);
    await install();
    for (const namespace of NAMESPACES) {
      await freshNamespace(namespace);
      const credentials = [
        { name: 'seed-aws', stringData: { id: 'test', secret: 'test' } },
        { name: 'seed-vault', stringData: { token: process.env['VAULT_TOKEN'] } },
      ].map(({ name, stringData }) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        stringData,
      }));
      await kubectl(
        ['apply', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: credentials }),
      );
    }
    for (const key of AWS_KEYS) {
      for (const region of REGIONS) {
        await connectSecretsManager(region).create(key, JSON.stringify(VALUE));
      }
    }
    await writeVaultSecret('myapp', VALUE);
    await writeVaultSecret('database', VALUE);
  });

  for (const { file, path } of seeds) {
    it(`admits ${file} unchanged`, async () => {
      const { code, stderr } = await tryKubectl([
        'apply',
        '-n',
        NAMESPACE,
        '-f',
        path,
        '--dry-run=server',
      ]).then(async (answer) =>
        // A manifest that names its own namespace may not be given another.
        answer.stderr.includes('does not match the namespace')
          ? tryKubectl(['apply', '-f', path, '--dry-run=server'])
          : answer,
      );

      expect(stderr).to.not.include('denied');
      expect(code, stderr).to.equal(0);
    });
  }

  const readable = seeds.filter(({ objects }) =>
    objects.some(({ kind }) => kind === 'ExternalSecret'),
  );
  for (const { file, objects } of readable) {
    it(`syncs ${file}, pointed at the servers of the test`, async () => {
      const all = withStandIn(objects).map(pointed);
      const items = all.map((object) => ({
        ...object,
        metadata: {
          ...objectAt(object, 'metadata'),
          ...(object['kind'] === 'ClusterSecretStore' ? {} : { namespace: namespaceOf(object) }),
        },
      }));
      const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      const isUnbuilt = UNBUILT.some((backend) => manifest.includes(`"${backend}"`));
      await kubectl(['apply', '-f', '-'], manifest);

      for (const object of all.filter(({ kind }) => kind === 'ExternalSecret')) {
        const text = await eventually(
          file,
          async () => readiness(object),
          (answer) => answer.startsWith(isUnbuilt ? 'False ' : 'True '),
        );
        expect(text).to.match(
          isUnbuilt
            ? /^False SecretSyncedError: .*(azurekv|gcpsm).* is not served by this version/
            : /^True SecretSynced: secret synced$/,
        );
      }
      await kubectl(['delete', '-f', '-', '--wait=true'], manifest);
    });
  }
});
