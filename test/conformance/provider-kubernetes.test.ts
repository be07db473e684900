import { startSecretsApiServer } from '../support/secrets-api-server.ts';
import { describeProvider } from './provider.ts';

const TOKEN = 'loopback-bearer-token';

describeProvider(
  'kubernetes',
  {
    versions: false,
    metadata: true,
    binary: true,
    writes: false,
    find: ['name', 'tags'],
    refusesCredentials: true,
    faults: ['forbidden', 'rate-limited', 'server-error', 'reset', 'malformed', 'hang'],
  },
  async () => {
    const server = await startSecretsApiServer({ token: TOKEN, namespace: 'vault' });
    const spec = { server: { url: server.url }, remoteNamespace: 'vault' };
    const token = (key: string) => ({ token: { bearerToken: { name: 'cluster', key } } });
    return {
      backend: { name: 'kubernetes', spec: { ...spec, auth: token('token') } },
      refused: { name: 'kubernetes', spec: { ...spec, auth: token('wrong') } },
      credentials: { cluster: { token: TOKEN, wrong: 'not-the-bearer-token' } },
      toKey: (name) => name,
      async put({ key, fields, tags }) {
        const bytes = Object.entries(fields).map(
          ([field, text]) => [field, Buffer.from(text)] as const,
        );
        server.put(key, Object.fromEntries(bytes), tags);
        return '';
      },
      async remove(key) {
        server.remove(key);
      },
      async putBinary(key, bytes) {
        server.put(key, { blob: bytes });
      },
      fault: server.fault,
      stop: server.close,
    };
  },
);
