import { readFile } from 'node:fs/promises';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import { parseKubeconfig } from '../../core/kube/kubeconfig/index.ts';
import { describeProvider } from '../conformance/provider.ts';
import { fromEnvironment, kubectl } from '../support/cluster.ts';
import { vault } from '../support/vault.ts';

const VAULT_TRAITS = {
  binary: false,
  refusesCredentials: true,
  faults: [],
} as const;

function vaultBackend(version: 'v1' | 'v2', path: string, key: string) {
  const auth = { tokenSecretRef: { name: 'vault', key } };
  const server = fromEnvironment('VAULT_ADDR');
  return { name: 'vault', spec: { server, path, version, auth } } as const;
}

describeProvider(
  'the real Vault, KV version 2',
  { ...VAULT_TRAITS, versions: true, metadata: true, find: ['name', 'path', 'tags'] },
  async () => ({
    backend: vaultBackend('v2', 'secret', 'token'),
    refused: vaultBackend('v2', 'secret', 'wrong'),
    credentials: { vault: { token: fromEnvironment('VAULT_TOKEN'), wrong: 'hvs.not-a-token' } },
    toKey: (name) => name,
    async put({ key, fields, tags }) {
      const answer = (await vault('POST', `secret/data/${key}`, { data: fields })) as {
        data: { version: number };
      };
      if (tags !== undefined) {
        await vault('POST', `secret/metadata/${key}`, { custom_metadata: tags });
      }
      return String(answer.data.version);
    },
    async remove(key) {
      await vault('DELETE', `secret/data/${key}`);
    },
    async stop() {},
  }),
);

describeProvider(
  'the real Vault, KV version 1',
  { ...VAULT_TRAITS, versions: false, metadata: false, find: ['name', 'path'] },
  async () => ({
    backend: vaultBackend('v1', 'kv1', 'token'),
    refused: vaultBackend('v1', 'kv1', 'wrong'),
    credentials: { vault: { token: fromEnvironment('VAULT_TOKEN'), wrong: 'hvs.not-a-token' } },
    toKey: (name) => name,
    async put({ key, fields }) {
      await vault('POST', `kv1/${key}`, fields);
      return '';
    },
    async remove(key) {
      await vault('DELETE', `kv1/${key}`);
    },
    async stop() {},
  }),
);

describeProvider(
  'AWS Secrets Manager as moto plays it',
  {
    versions: true,
    metadata: true,
    binary: true,
    find: ['name', 'path', 'tags'],
    refusesCredentials: false, // moto takes any key
    faults: [],
  },
  async () => {
    const client = new SecretsManagerClient({
      region: 'eu-central-1',
      endpoint: fromEnvironment('AWS_ENDPOINT_URL'),
      credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
    });
    const known = new Set<string>();
    return {
      backend: {
        name: 'aws',
        spec: {
          service: 'SecretsManager',
          region: 'eu-central-1',
          sessionTagsPolicy: 'None',
          auth: {
            secretRef: {
              accessKeyIDSecretRef: { name: 'aws', key: 'access-key-id' },
              secretAccessKeySecretRef: { name: 'aws', key: 'secret-access-key' },
            },
          },
        },
      },
      refused: undefined,
      credentials: { aws: { 'access-key-id': 'AKIAMOTO', 'secret-access-key': 'moto' } },
      toKey: (name) => name,
      async put({ key, fields, tags = {} }) {
        const value = { SecretString: JSON.stringify(fields) };
        const tagList = Object.entries(tags).map(([tag, text]) => ({ Key: tag, Value: text }));
        const answer = known.has(key)
          ? await client.send(new PutSecretValueCommand({ SecretId: key, ...value }))
          : await client.send(new CreateSecretCommand({ Name: key, Tags: tagList, ...value }));
        known.add(key);
        return `uuid/${answer.VersionId ?? ''}`;
      },
      async remove(key) {
        await client.send(new DeleteSecretCommand({ SecretId: key }));
      },
      async putBinary(key, bytes) {
        await client.send(new CreateSecretCommand({ Name: key, SecretBinary: bytes }));
      },
      async stop() {
        client.destroy();
      },
    };
  },
);

const NAMESPACE = 'provider-conformance';

describeProvider(
  'the real Kubernetes, by kubeconfig in a Secret',
  {
    versions: false,
    metadata: true,
    binary: true,
    find: ['name', 'tags'],
    refusesCredentials: true,
    faults: [],
  },
  async () => {
    const config = await readFile(fromEnvironment('KUBECONFIG'), 'utf8');
    await kubectl(['create', 'namespace', NAMESPACE]);
    const parsed = parseKubeconfig(config);
    expect(parsed.ok).to.equal(true);
    const entry = parsed.ok ? parsed.entry : undefined;
    const caBundle = Buffer.from(entry?.ca ?? '').toString('base64');
    const server = { url: entry?.server ?? '', caBundle };
    async function apply(name: string, data: object, labels: object = {}): Promise<void> {
      const metadata = { name, namespace: NAMESPACE, labels };
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata, data };
      await kubectl(['apply', '-f', '-'], JSON.stringify(secret));
    }
    return {
      backend: {
        name: 'kubernetes',
        spec: { remoteNamespace: NAMESPACE, authRef: { name: 'cluster', key: 'config' } },
      },
      refused: {
        name: 'kubernetes',
        spec: {
          remoteNamespace: NAMESPACE,
          server,
          auth: { token: { bearerToken: { name: 'cluster', key: 'wrong' } } },
        },
      },
      credentials: { cluster: { config, wrong: 'not-the-bearer-token' } },
      toKey: (name) => name,
      async put({ key, fields, tags }) {
        const data = Object.entries(fields).map(
          ([field, text]) => [field, Buffer.from(text).toString('base64')] as const,
        );
        await apply(key, Object.fromEntries(data), tags);
        return '';
      },
      async remove(key) {
        await kubectl(['delete', 'secret', key, '--namespace', NAMESPACE]);
      },
      async putBinary(key, bytes) {
        await apply(key, { blob: Buffer.from(bytes).toString('base64') });
      },
      async stop() {
        await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
      },
    };
  },
);
