import { expect } from 'chai';
import type { AwsBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { mapInOrder, SecretBytes } from '../../../../../core/runtime/index.ts';
import { type AwsServer, startAwsServer } from '../../../../support/aws-server.ts';
import {
  aProviderContext,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';

const never = new AbortController().signal;
const KEYS = { accessKeyId: 'AKIAUNIT', secretAccessKey: 'unit-key', region: 'us-east-1' };
const secrets = { 'team-a/aws': { id: KEYS.accessKeyId, key: KEYS.secretAccessKey } };
const secretRef = {
  accessKeyIDSecretRef: { name: 'aws', key: 'id' },
  secretAccessKeySecretRef: { name: 'aws', key: 'key' },
};

describe('aws provider', () => {
  let server: AwsServer;
  const clients: SecretsClient[] = [];

  async function open(spec: Partial<AwsBackend>, context: TestContext): Promise<SecretsClient> {
    const full: AwsBackend = {
      service: 'SecretsManager',
      region: KEYS.region,
      sessionTagsPolicy: 'None',
      auth: { secretRef },
      ...spec,
    };
    const client = await connectStore({ name: 'aws', spec: full }, context, never);
    clients.push(client);
    return client;
  }

  beforeEach(async () => {
    server = await startAwsServer(KEYS);
    process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] = server.url;
  });
  afterEach(async () => {
    delete process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'];
    await Promise.all(clients.splice(0).map(async (client) => client.close()));
    await server.close();
  });

  it('leaves no timer behind', async () => {
    const client = await open({}, aProviderContext({ secrets }));
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();

    await client.getSecret({ key: 'absent', content: 'value' }, never);

    expect(timers() - before).to.equal(0);
  });

  it('writes below its prefix, and deletes as the store says', async () => {
    const client = await open({ prefix: 'team/' }, aProviderContext({ secrets }));
    const forced = await open(
      { prefix: 'team/', secretsManager: { forceDeleteWithoutRecovery: true } },
      aProviderContext({ secrets }),
    );
    const exists = async (): Promise<boolean> =>
      (await client.getSecret({ key: 'db', content: 'value' }, never)) !== undefined;
    const actions = (): readonly string[] =>
      server.calls.map(({ headers }) => String(headers['x-amz-target']).split('.')[1] ?? '');

    await client.writer?.putSecret('db', SecretBytes.fromUtf8('one'), never);
    await client.writer?.deleteSecret('db', never);
    expect(await exists()).to.equal(false);
    await client.writer?.putSecret('db', SecretBytes.fromUtf8('one'), never);
    expect(await exists()).to.equal(true);
    await forced.writer?.deleteSecret('db', never);
    await client.writer?.putSecret('db', SecretBytes.fromUtf8('two'), never);

    expect(actions().filter((action) => /Create|Put|Delete|Restore/u.test(action))).to.deep.equal([
      'CreateSecret',
      'DeleteSecret',
      'RestoreSecret', // and no value, since it is the same
      'DeleteSecret',
      'CreateSecret',
    ]);
    expect(server.calls.map(({ body }) => body).join('')).to.include('"Name":"team/db"');
  });

  it('refuses Certificate Manager by name', async () => {
    const fault = await faultOf(
      open({ service: 'CertificateManager' }, aProviderContext({ secrets })),
    );

    expect([fault.code, fault.message]).to.deep.equal([
      'PROVIDER_UNSUPPORTED',
      'SecretStore "main": spec.provider.aws.service: "CertificateManager" is not served by this version; SecretsManager and ParameterStore are',
    ]);
  });

  it('says which key of the Secret is missed', async () => {
    const spec = {
      auth: {
        secretRef: { ...secretRef, accessKeyIDSecretRef: { name: 'aws', key: 'access-key' } },
      },
    };

    const fault = await faultOf(open(spec, aProviderContext({ secrets })));

    expect(fault.message).to.equal(
      'SecretStore "main": spec.provider.aws.auth.secretRef.accessKeyIDSecretRef: Secret "team-a/aws" has no key "access-key"; it has "id", "key"',
    );
  });

  it('does not repeat what AWS says of a signature, which quotes the request', async () => {
    const wrong = { 'team-a/aws': { id: KEYS.accessKeyId, key: 'another-key' } };
    const client = await open({}, aProviderContext({ secrets: wrong }));

    const fault = await faultOf(client.getSecret({ key: 'db', content: 'value' }, never));

    expect(fault.message).to.equal(
      'SecretStore "main": key "db": Secrets Manager answered 400 (InvalidSignatureException)',
    );
  });

  it('sends the session token', async () => {
    const temporary = { ...KEYS, sessionToken: KEYS.secretAccessKey };
    const strict = await startAwsServer(temporary);
    strict.put('db', 'x');
    const environment = { AWS_SECRETSMANAGER_ENDPOINT: strict.url };
    const context = aProviderContext({ secrets, environment });
    const auth = {
      secretRef: { ...secretRef, sessionTokenSecretRef: { name: 'aws', key: 'key' } },
    };

    const read = async (spec: Partial<AwsBackend>) =>
      (await open(spec, context)).getSecret({ key: 'db', content: 'value' }, never);

    expect(await read({ auth })).to.have.property('kind', 'document');
    expect(await faultOf(read({}))).to.have.property('code', 'UNAUTHENTICATED');
    await strict.close();
  });

  it('goes through the environment’s proxy, and past it where NO_PROXY says so', async () => {
    server.put('db', 'x'); // the server is the proxy too: it answers whatever host it is asked for
    const read = async (environment: Readonly<Record<string, string>>): Promise<unknown> =>
      (await open({}, aProviderContext({ secrets, environment }))).getSecret(
        { key: 'db', content: 'value' },
        never,
      );
    const endpoint = { AWS_SECRETSMANAGER_ENDPOINT: 'http://secretsmanager.invalid' };

    const proxied = await read({ ...endpoint, HTTP_PROXY: server.url });
    const direct = await read({
      AWS_SECRETSMANAGER_ENDPOINT: server.url,
      HTTP_PROXY: 'http://127.0.0.1:1',
      NO_PROXY: '127.0.0.1',
    });

    expect([proxied, direct].map((payload) => payload !== undefined)).to.deep.equal([true, true]);
    expect(server.calls.map(({ headers }) => headers.host)).to.deep.equal([
      'secretsmanager.invalid',
      new URL(server.url).host,
    ]);
  });

  it('says which variable holds no address', async () => {
    const environment = { AWS_SECRETSMANAGER_ENDPOINT: 'localhost' };
    const fault = await faultOf(open({}, aProviderContext({ secrets, environment })));

    expect([fault.code, fault.message]).to.deep.equal([
      'SPEC_INVALID',
      'SecretStore "main": environment variable AWS_SECRETSMANAGER_ENDPOINT: is no http:// or https:// address',
    ]);
  });

  it('puts the prefix before every key', async () => {
    const id = server.put('prod/db', 'x');
    const client = await open({ prefix: 'prod/' }, aProviderContext({ secrets }));

    const payload = await client.getSecret({ key: 'db', content: 'value' }, never);

    expect(payload?.version).to.equal(id);
  });

  it('finds below the prefix only', async () => {
    server.put('prod/db', 'x');
    server.put('test/db', 'x');
    const client = await open({ prefix: 'prod/' }, aProviderContext({ secrets }));

    const found = await client.findSecrets({ matchesName: () => true }, never);

    expect(found.map(({ name }) => name)).to.deep.equal(['prod/db']);
  });

  it('reads a staging label', async () => {
    server.put('db', 'old');
    server.put('db', 'new');
    const client = await open({}, aProviderContext({ secrets }));

    const payload = await client.getSecret(
      { key: 'db', version: 'AWSPREVIOUS', content: 'value' },
      never,
    );

    expect(payload?.kind === 'document' && Buffer.from(payload.bytes.reveal()).toString()).to.equal(
      'old',
    );
  });

  it('says undefined for a version that is not there', async () => {
    server.put('db', 'x');
    const client = await open({}, aProviderContext({ secrets }));

    const payload = await client.getSecret(
      { key: 'db', version: 'uuid/00000000-0000-0000-0000-000000000000', content: 'value' },
      never,
    );

    expect(payload).to.equal(undefined);
  });

  it('finds fifty values in three calls after the lists', async () => {
    for (let index = 0; index < 50; index += 1) {
      server.put(`many/${index}`, 'x');
    }
    const context = aProviderContext({ secrets });
    const client = await open({}, context);

    const found = await client.findSecrets({ path: 'many/' }, never);

    expect(found).to.have.lengthOf(50);
    expect(context.calls.filter((call) => call === 'BatchGetSecretValue success')).to.have.lengthOf(
      3,
    );
  });

  it('reads what is asked for at the same time in one call, and what is at fault there alone', async () => {
    server.put('a', 'x');
    server.put('b', 'x');
    server.denyValue('b');
    const context = aProviderContext({ secrets });
    const client = await open({}, context);
    const read = async (key: string) => client.getSecret({ key, content: 'value' }, never);

    const [a, absent, b] = await Promise.all([read('a'), read('absent'), faultOf(read('b'))]);

    expect([a?.kind, absent]).to.deep.equal(['document', undefined]);
    expect(b.message).to.include('key "b": Secrets Manager answered 400 (AccessDeniedException');
    expect(context.calls).to.deep.equal(['BatchGetSecretValue success', 'GetSecretValue error']);
  });

  it('reads twenty keys, eight at a time as a sync does, in three calls', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    for (const key of keys) {
      server.put(key, 'x');
    }
    const context = aProviderContext({ secrets });
    const client = await open({}, context);

    const read = await mapInOrder(keys, 8, async (key) =>
      client.getSecret({ key, content: 'value' }, never),
    );

    expect(read.every((payload) => payload !== undefined)).to.equal(true);
    expect(context.calls).to.deep.equal(
      Array.from({ length: 3 }, () => 'BatchGetSecretValue success'),
    );
  });

  it('reads one by one where batches are forbidden', async () => {
    server.put('a', 'x');
    server.put('b', 'x');
    server.deny('BatchGetSecretValue');
    const context = aProviderContext({ secrets });
    const client = await open({}, context);

    const found = await client.findSecrets({ matchesName: () => true }, never);

    expect(found.map(({ name }) => name)).to.have.members(['a', 'b']);
    expect(context.calls.filter((call) => call === 'GetSecretValue success')).to.have.lengthOf(2);
  });

  it('calls a store accessible whose identity may not list', async () => {
    server.deny('ListSecrets');
    const client = await open({}, aProviderContext({ secrets }));

    await client.checkAccess(never);
  });

  it('says in AWS’s words why access is denied', async () => {
    server.put('db', 'x');
    server.deny('GetSecretValue');
    const client = await open({}, aProviderContext({ secrets }));

    const fault = await faultOf(client.getSecret({ key: 'db', content: 'value' }, never));

    expect(fault.message).to.equal(
      'SecretStore "main": key "db": Secrets Manager answered 400 (AccessDeniedException: User: arn:aws:iam::123456789012:user/tester is not authorized to perform: secretsmanager:GetSecretValue)',
    );
  });
});
