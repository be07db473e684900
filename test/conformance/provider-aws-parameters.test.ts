import { startSsmServer } from '../support/ssm-server.ts';
import { describeProvider } from './provider.ts';

const KEYS = {
  accessKeyId: 'AKIALOOPBACK00000002',
  secretAccessKey: 'loopback+secret/access0key00000000000002',
  region: 'eu-central-1',
};

describeProvider(
  'aws, Parameter Store',
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
    const server = await startSsmServer(KEYS);
    const secretRef = (name: string) => ({
      accessKeyIDSecretRef: { name, key: 'access-key-id' },
      secretAccessKeySecretRef: { name, key: 'secret-access-key' },
    });
    const spec = {
      service: 'ParameterStore',
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
          'secret-access-key': 'some+other/secret0key0000000000000000002',
        },
      },
      environment: { AWS_SSM_ENDPOINT: server.url },
      toKey: (name) => `/${name}`,
      async put({ key, fields, tags }) {
        return server.put(key, JSON.stringify(fields), tags === undefined ? {} : { tags });
      },
      async remove(key) {
        server.remove(key);
      },
      fault: server.fault,
      failWrites: server.failWrites,
      async stop() {
        await server.close();
      },
    };
  },
);
