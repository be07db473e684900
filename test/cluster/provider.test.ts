import { readFile } from 'node:fs/promises';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect } from 'chai';
import { parseKubeconfig } from '../../core/kube/kubeconfig/index.ts';
import { connectStore } from '../../core/provider/index.ts';
import { describeProvider } from '../conformance/provider.ts';
import { aProviderContext } from '../support/provider-context.ts';
import { fromEnvironment, kubectl } from '../support/cluster.ts';
import {
  createVaultRole,
  enableKubernetesAuth,
  vault,
  writeVaultSecret,
} from '../support/vault.ts';

const VAULT_TRAITS = {
  binary: false,
  writes: true,
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
    async put({ key, fields, tags }) {
      const mark = tags === undefined ? {} : { custom_metadata: tags };
      await vault('POST', `kv1/${key}`, { ...fields, ...mark });
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
    writes: true,
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
    writes: false,
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

describe('the real Vault, by kubernetes login', () => {
  const namespace = 'provider-login';
  const never = new AbortController().signal;

  async function tokenOf(serviceAccount: string): Promise<string> {
    return (await kubectl(['create', 'token', serviceAccount, '-n', namespace])).trim();
  }

  before(async () => {
    await kubectl(['create', 'namespace', namespace]);
    await kubectl(['create', 'serviceaccount', 'reviewer', '-n', namespace]);
    await kubectl(['create', 'serviceaccount', 'app', '-n', namespace]);
    await kubectl([
      'create',
      'clusterrolebinding',
      namespace,
      '--clusterrole=system:auth-delegator',
      `--serviceaccount=${namespace}:reviewer`,
    ]);
    const parsed = parseKubeconfig(await readFile(fromEnvironment('KUBECONFIG'), 'utf8'));
    const entry = parsed.ok ? parsed.entry : undefined;
    await enableKubernetesAuth({
      host: entry?.server ?? '',
      caPem: entry?.ca ?? '',
      reviewerToken: await tokenOf('reviewer'),
    });
    await createVaultRole('provider-login', {
      namespace,
      serviceAccount: 'app',
      path: 'provider-login/*',
    });
    await writeVaultSecret('provider-login/db', { password: 'of the login' });
  });
  after(async () => {
    await kubectl(['delete', 'clusterrolebinding', namespace]);
    await kubectl(['delete', 'namespace', namespace, '--wait=false']);
  });

  it('reads what the role may, as the Pod’s ServiceAccount, and hands the token back', async () => {
    const token = await tokenOf('app');
    const identity = { kind: 'direct', readToken: async () => token } as const;
    const context = aProviderContext({ identity });
    const kubernetes = { mountPath: 'kubernetes', role: 'provider-login' };
    const server = fromEnvironment('VAULT_ADDR');
    const client = await connectStore(
      { name: 'vault', spec: { server, path: 'secret', version: 'v2', auth: { kubernetes } } },
      context,
      never,
    );

    const payload = await client.getSecret({ key: 'provider-login/db', content: 'value' }, never);
    const denied = await client
      .getSecret({ key: 'somebody-else/db', content: 'value' }, never)
      .catch((error: unknown) => error);
    await client.close();

    expect(payload?.version).to.match(/^[0-9]+$/u);
    expect(denied).to.have.property('code', 'ACCESS_DENIED');
    expect(context.calls).to.deep.equal([
      'Login success',
      'ReadSecretData success',
      'ReadSecretData error',
      'RevokeSelf success',
    ]);
  });
});
