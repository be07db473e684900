import { expect } from 'chai';
import type { AwsBackend } from '../../../../../core/api/index.ts';
import {
  connectStore,
  type SecretPayload,
  type SecretsClient,
} from '../../../../../core/provider/index.ts';
import { SecretBytes } from '../../../../../core/runtime/index.ts';
import {
  aProviderContext,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';
import { type SsmServer, startSsmServer } from '../../../../support/ssm-server.ts';

const never = new AbortController().signal;
const KEYS = { accessKeyId: 'AKIAUNIT', secretAccessKey: 'unit-key', region: 'us-east-1' };
const secrets = { 'team-a/aws': { id: KEYS.accessKeyId, key: KEYS.secretAccessKey } };
const secretRef = {
  accessKeyIDSecretRef: { name: 'aws', key: 'id' },
  secretAccessKeySecretRef: { name: 'aws', key: 'key' },
};

function textOf(payload: SecretPayload | undefined): string | undefined {
  return payload?.kind === 'document'
    ? Buffer.from(payload.bytes.reveal()).toString('utf8')
    : undefined;
}

describe('aws Parameter Store', () => {
  let server: SsmServer;
  const clients: SecretsClient[] = [];

  async function open(
    spec: Partial<AwsBackend> = {},
  ): Promise<{ client: SecretsClient; context: TestContext }> {
    const context = aProviderContext({ secrets, environment: { AWS_SSM_ENDPOINT: server.url } });
    const full: AwsBackend = {
      service: 'ParameterStore',
      region: KEYS.region,
      sessionTagsPolicy: 'None',
      auth: { secretRef },
      ...spec,
    };
    const client = await connectStore({ name: 'aws', spec: full }, context, never);
    clients.push(client);
    return { client, context };
  }
  async function read(client: SecretsClient, key: string, version?: string) {
    const ref = { key, content: 'value' } as const;
    return textOf(await client.getSecret(version === undefined ? ref : { ...ref, version }, never));
  }

  beforeEach(async () => {
    server = await startSsmServer(KEYS);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async (client) => client.close()));
    await server.close();
  });

  it('reads a version by number and by label, and none that is not there', async () => {
    server.put('db', 'one', { labels: ['stable'] });
    server.put('db', 'two');
    const { client } = await open();

    expect(await read(client, 'db')).to.equal('two');
    expect(await read(client, 'db', '1')).to.equal('one');
    expect(await read(client, 'db', 'stable')).to.equal('one');
    expect(await read(client, 'db', '3')).to.equal(undefined);
    expect(await read(client, 'db', 'beta')).to.equal(undefined);
  });

  it('puts the prefix before every key, and finds below it and the path', async () => {
    server.put('/prod/db/user', 'a');
    server.put('/prod/db/password', 'b');
    server.put('/prod/cache', 'c');
    server.put('/production/db/user', 'd');
    const { client } = await open({ prefix: '/prod/' });
    const found = async (path?: string): Promise<readonly string[]> =>
      (await client.findSecrets(path === undefined ? {} : { path }, never)).map(({ name }) => name);

    expect(await read(client, 'db/user')).to.equal('a');
    expect(await found('db')).to.deep.equal(['/prod/db/user', '/prod/db/password']);
    expect(await found()).to.deep.equal(['/prod/db/user', '/prod/db/password', '/prod/cache']);
  });

  const denials: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[], ['GetParametersByPath']],
    [['GetParametersByPath'], ['DescribeParameters', 'GetParameters']],
    [
      ['GetParametersByPath', 'GetParameters'],
      ['DescribeParameters', 'GetParameter'],
    ],
  ];
  for (const [denied, used] of denials) {
    it(`finds by ${used.join(' and ')} where denied ${denied.join(' and ') || 'nothing'}`, async () => {
      for (let index = 0; index < 11; index += 1) {
        server.put(`/team/${index}`, String(index), { tags: { env: 'prod' } });
      }
      for (const action of denied) {
        server.deny(action);
      }
      const { client, context } = await open();

      const found = await client.findSecrets({ path: '/team' }, never);

      expect(found.map(({ payload }) => textOf(payload))).to.have.members(
        Array.from({ length: 11 }, (_, index) => String(index)),
      );
      const succeeded = context.calls.filter((call) => call.endsWith(' success'));
      expect(new Set(succeeded.map((call) => call.split(' ')[0]))).to.deep.equal(new Set(used));
    });
  }

  it('finds by tags in calls of ten', async () => {
    for (let index = 0; index < 25; index += 1) {
      server.put(`/team/${index}`, 'x', { tags: { env: index < 21 ? 'prod' : 'test' } });
    }
    const { client, context } = await open();

    const found = await client.findSecrets({ tags: { env: 'prod' } }, never);

    expect(found).to.have.lengthOf(21);
    expect(context.calls.filter((call) => call === 'GetParameters success')).to.have.lengthOf(3);
  });

  it('reads what is asked for at the same time ten a call, absent ones too', async () => {
    for (let index = 0; index < 12; index += 1) {
      server.put(`p${index}`, String(index));
    }
    const { client, context } = await open();
    const keys = [...Array.from({ length: 12 }, (_, index) => `p${index}`), 'absent', 'p0'];

    const values = await Promise.all(keys.map(async (key) => read(client, key)));

    expect(values).to.deep.equal([
      ...Array.from({ length: 12 }, (_, index) => String(index)),
      undefined,
      '0',
    ]);
    expect(context.calls).to.deep.equal(['GetParameters success', 'GetParameters success']);
  });

  it('reads one by one from then on where it may not read together', async () => {
    server.put('a', '1');
    server.put('b', '2');
    server.deny('GetParameters');
    const { client, context } = await open();
    const both = async (): Promise<unknown> => Promise.all([read(client, 'a'), read(client, 'b')]);

    expect([await both(), await both()]).to.deep.equal([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(context.calls.filter((call) => call.startsWith('GetParameters '))).to.deep.equal([
      'GetParameters error',
    ]);
  });

  it('goes on reading together for those who were not stopped', async () => {
    server.put('a', '1');
    server.put('b', '2');
    const { client } = await open();
    const stop = new AbortController();

    const stopped = client.getSecret({ key: 'a', content: 'value' }, stop.signal);
    const other = read(client, 'b');
    stop.abort();

    expect(await stopped.catch((error: unknown) => error)).to.have.property('name', 'AbortError');
    expect(await other).to.equal('2');
  });

  it('writes a new parameter as String, and keeps the type of one that is there', async () => {
    const tags = { 'managed-by': 'external-secrets' };
    server.put('secure', 'old', { tags, type: 'SecureString' });
    const { client } = await open();

    await client.writer?.putSecret('secure', SecretBytes.fromUtf8('new'), never);
    await client.writer?.putSecret('plain', SecretBytes.fromUtf8('new'), never);

    expect([server.typeOf('secure'), server.typeOf('plain')]).to.deep.equal([
      'SecureString',
      'String',
    ]);
  });

  it('refuses to write what is no text', async () => {
    const { client } = await open();

    const fault = await faultOf(
      client.writer?.putSecret('db', new SecretBytes(Uint8Array.of(255)), never) ??
        Promise.resolve(),
    );

    expect([fault.code, fault.message]).to.deep.equal([
      'SPEC_INVALID',
      'SecretStore "main": key "db": the value is no UTF-8 text, and Parameter Store holds nothing else',
    ]);
  });

  it('calls a store accessible whose identity may not list', async () => {
    server.deny('DescribeParameters');
    const { client } = await open();

    await client.checkAccess(never);
  });
});
