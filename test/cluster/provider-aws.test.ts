import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { expect } from 'chai';
import type { AwsBackend } from '../../core/api/index.ts';
import { connectStore, type SecretPayload } from '../../core/provider/index.ts';
import { describeProvider } from '../conformance/provider.ts';
import { fromEnvironment } from '../support/cluster.ts';
import { aProviderContext, type TestContext } from '../support/provider-context.ts';

const REGION = 'eu-central-1';
const never = new AbortController().signal;
const ADMINISTRATOR = {
  region: REGION,
  credentials: { accessKeyId: 'administrator', secretAccessKey: 'administrator' },
};
const KEYS = { 'access-key-id': 'AKIAMOTO', 'secret-access-key': 'moto' };
const secretRef = {
  accessKeyIDSecretRef: { name: 'aws', key: 'access-key-id' },
  secretAccessKeySecretRef: { name: 'aws', key: 'secret-access-key' },
};

function motoEnvironment(): Readonly<Record<string, string>> {
  const url = fromEnvironment('AWS_ENDPOINT_URL');
  return { AWS_SECRETSMANAGER_ENDPOINT: url, AWS_SSM_ENDPOINT: url, AWS_STS_ENDPOINT: url };
}

function textOf(payload: SecretPayload | undefined): string | undefined {
  return payload?.kind === 'document'
    ? Buffer.from(payload.bytes.reveal()).toString('utf8')
    : undefined;
}

describeProvider(
  'AWS Parameter Store as moto plays it',
  {
    versions: true,
    metadata: true,
    binary: false,
    writes: true,
    find: ['name', 'path', 'tags'],
    refusesCredentials: false, // moto takes any key
    faults: [],
  },
  async () => {
    const client = new SSMClient({
      ...ADMINISTRATOR,
      endpoint: fromEnvironment('AWS_ENDPOINT_URL'),
    });
    return {
      backend: {
        name: 'aws',
        spec: {
          service: 'ParameterStore',
          region: REGION,
          sessionTagsPolicy: 'None',
          auth: { secretRef },
        },
      },
      refused: undefined,
      credentials: { aws: KEYS },
      environment: motoEnvironment(),
      toKey: (name) => `/${name}`,
      async put({ key, fields, tags }) {
        const { Version: version } = await client.send(
          new PutParameterCommand({
            Name: key,
            Value: JSON.stringify(fields),
            Type: 'SecureString',
            Overwrite: true,
          }),
        );
        if (tags !== undefined) {
          const list = Object.entries(tags).map(([tag, value]) => ({ Key: tag, Value: value }));
          await client.send(
            new AddTagsToResourceCommand({
              ResourceType: 'Parameter',
              ResourceId: key,
              Tags: list,
            }),
          );
        }
        return String(version);
      },
      async remove(key) {
        await client.send(new DeleteParameterCommand({ Name: key }));
      },
      async stop() {
        client.destroy();
      },
    };
  },
);

describe('AWS as moto plays it', () => {
  let administrator: SecretsManagerClient;

  before(() => {
    administrator = new SecretsManagerClient({
      ...ADMINISTRATOR,
      endpoint: fromEnvironment('AWS_ENDPOINT_URL'),
    });
  });
  after(() => {
    administrator.destroy();
  });

  async function read(
    spec: Partial<AwsBackend>,
    key: string,
    context: TestContext,
  ): Promise<string | undefined> {
    const full: AwsBackend = {
      service: 'SecretsManager',
      region: REGION,
      sessionTagsPolicy: 'None',
      ...spec,
    };
    const client = await connectStore({ name: 'aws', spec: full }, context, never);
    try {
      return textOf(await client.getSecret({ key, content: 'value' }, never));
    } finally {
      await client.close();
    }
  }

  async function aSecret(name: string, value: string): Promise<string> {
    const command = new CreateSecretCommand({ Name: name, SecretString: value });
    return (await administrator.send(command)).VersionId ?? '';
  }

  it('follows a rotation and never serves what is pending', async () => {
    const name = `rotation-${process.pid}`;
    const first = await aSecret(name, 'old');
    const context = aProviderContext({
      secrets: { 'team-a/aws': KEYS },
      environment: motoEnvironment(),
    });
    const seen = async (): Promise<string | undefined> =>
      read({ auth: { secretRef } }, name, context);
    const token = '11111111-2222-3333-4444-555555555555';

    await administrator.send(
      new PutSecretValueCommand({
        SecretId: name,
        SecretString: 'new',
        ClientRequestToken: token,
        VersionStages: ['AWSPENDING'],
      }),
    );
    const whilePending = await seen();
    await administrator.send(
      new UpdateSecretVersionStageCommand({
        SecretId: name,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: token,
        RemoveFromVersionId: first,
      }),
    );

    expect([whilePending, await seen()]).to.deep.equal(['old', 'new']);
  });

  it('takes the role of a ServiceAccount, and from there others', async () => {
    const name = `roles-${process.pid}`;
    await aSecret(name, 'of the role');
    const role = 'arn:aws:iam::123456789012:role/app';
    const context = aProviderContext({
      annotations: { 'team-a/app': { 'eks.amazonaws.com/role-arn': role } },
      serviceAccounts: { 'team-a/app': 'token-of-app' },
      environment: motoEnvironment(),
    });
    const value = await read(
      {
        auth: { jwt: { serviceAccountRef: { name: 'app' } } },
        additionalRoles: ['arn:aws:iam::123456789012:role/hop'],
        role: 'arn:aws:iam::123456789012:role/reader',
        externalID: 'ours',
        sessionTagsPolicy: 'Simple',
      },
      name,
      context,
    );

    expect(value).to.equal('of the role');
    expect(context.calls).to.deep.equal([
      'AssumeRoleWithWebIdentity success',
      'AssumeRole success',
      'AssumeRole success',
      'GetSecretValue success',
    ]);
  });
});
