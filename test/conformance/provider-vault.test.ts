import { startVaultServer } from '../support/vault-server.ts';
import { describeProvider } from './provider.ts';

const TOKEN = 'hvs.loopback-root-token';

describeProvider(
  'vault, KV version 2',
  {
    versions: true,
    metadata: true,
    binary: false,
    writes: true,
    find: ['name', 'path', 'tags'],
    refusesCredentials: true,
    faults: ['forbidden', 'rate-limited', 'server-error', 'reset', 'malformed', 'hang'],
  },
  async () => {
    const server = await startVaultServer(TOKEN);
    const spec = { server: server.url, path: 'secret', version: 'v2' } as const;
    return {
      backend: {
        name: 'vault',
        spec: { ...spec, auth: { tokenSecretRef: { name: 'vault', key: 'token' } } },
      },
      refused: {
        name: 'vault',
        spec: { ...spec, auth: { tokenSecretRef: { name: 'vault', key: 'wrong' } } },
      },
      credentials: { vault: { token: TOKEN, wrong: 'hvs.not-a-known-token' } },
      toKey: (name) => name,
      async put({ key, fields, tags }) {
        return String(server.put(key, fields, tags));
      },
      async remove(key) {
        server.remove(key);
      },
      fault: server.fault,
      failWrites: server.failWrites,
      stop: server.close,
    };
  },
);

describeProvider(
  'vault, KV version 1',
  {
    versions: false,
    metadata: false,
    binary: false,
    writes: true,
    find: ['name', 'path'],
    refusesCredentials: true,
    faults: ['forbidden', 'server-error', 'malformed'],
  },
  async () => {
    const server = await startVaultServer(TOKEN);
    const spec = { server: server.url, path: 'kv1', version: 'v1' } as const;
    return {
      backend: {
        name: 'vault',
        spec: { ...spec, auth: { tokenSecretRef: { name: 'vault', key: 'token' } } },
      },
      refused: {
        name: 'vault',
        spec: { ...spec, auth: { tokenSecretRef: { name: 'vault', key: 'wrong' } } },
      },
      credentials: { vault: { token: TOKEN, wrong: 'hvs.not-a-known-token' } },
      toKey: (name) => name,
      async put({ key, fields, tags }) {
        server.putV1(key, tags === undefined ? fields : { ...fields, custom_metadata: tags });
        return '';
      },
      async remove(key) {
        server.removeV1(key);
      },
      fault: server.fault,
      failWrites: server.failWrites,
      stop: server.close,
    };
  },
);
