import { startAwsServer } from '../support/aws-server.ts';
import { describeProvider } from './provider.ts';

const KEYS = {
  accessKeyId: 'AKIALOOPBACK00000001',
  secretAccessKey: 'loopback+secret/access0key00000000000001',
  region: 'eu-central-1',
};

describeProvider(
  'aws, Secrets Manager',
  {
    versions: true,
    metadata: true,
    binary: true,
    writes: true,
    find: ['name', 'path', 'tags'],
    refusesCredentials: true,
    faults: ['forbidden', 'rate-limited', 'server-error', 'reset', 'malformed', 'hang'],
  },
  async () => {
    const server = await startAwsServer(KEYS);
    const secretRef = (name: string) => ({
      accessKeyIDSecretRef: { name, key: 'access-key-id' },
      secretAccessKeySecretRef: { name, key: 'secret-access-key' },
    });
    const spec = {
      service: 'SecretsManager',
      region: KEYS.region,
      sessionTagsPolicy: 'None',
    } as const;
    return {
      backend: { name: 'aws', spec: { ...spec, auth: { secretRef: secretRef('aws') } } },
      refused: { name: 'aws', spec: { ...spec, auth: { secretRef: secretRef('aws-wrong') } } },
      credentials: {
        aws: { 'access-key-id': KEYS.accessKeyId, 'secret-access-key': KEYS.secretAccessKey },
        'aws-wrong': {
          'access-key-id': KEYS.accessKeyId,
          'secret-access-key': 'some+other/secret0key0000000000000000001',
        },
      },
      environment: { AWS_SECRETSMANAGER_ENDPOINT: server.url },
      toKey: (name) => name,
      async put({ key, fields, tags }) {
        return `uuid/${server.put(key, JSON.stringify(fields), tags)}`;
      },
      async remove(key) {
        server.remove(key);
      },
      async putBinary(key, bytes) {
        server.put(key, bytes);
      },
      fault: server.fault,
      failWrites: server.failWrites,
      async stop() {
        await server.close();
      },
    };
  },
);
