import { expect } from 'chai';
import type { KubernetesBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  aProviderContext,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';
import {
  type SecretsApiServer,
  startSecretsApiServer,
} from '../../../../support/secrets-api-server.ts';

const never = new AbortController().signal;

describe('kubernetes provider', () => {
  let server: SecretsApiServer;
  const clients: SecretsClient[] = [];

  async function open(
    spec: Partial<KubernetesBackend>,
    context: TestContext,
  ): Promise<SecretsClient> {
    const full = { server: { url: server.url }, remoteNamespace: 'remote', ...spec };
    const client = await connectStore({ name: 'kubernetes', spec: full }, context, never);
    clients.push(client);
    return client;
  }

  const auth = { token: { bearerToken: { name: 'cluster' } } };
  const secrets = { 'team-a/cluster': { token: 'the-token' } };

  beforeEach(async () => {
    server = await startSecretsApiServer({ token: 'the-token', namespace: 'remote' });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async (client) => client.close()));
    await server.close();
  });

  it('keeps the fields of a Secret apart', async () => {
    server.put('db', { user: Buffer.from('ada'), blob: Buffer.from([0, 255]) });
    const client = await open({ auth }, aProviderContext({ secrets }));

    const payload = await client.getSecret({ key: 'db', content: 'value' }, never);

    expect(payload?.kind === 'fields' && [...payload.fields.keys()]).to.deep.equal([
      'user',
      'blob',
    ]);
    expect(payload?.version).to.equal('1');
  });

  it('finds more than one page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      server.put(name, {});
    }
    const client = await open({ auth }, aProviderContext({ secrets }));

    const found = await client.findSecrets({ matchesName: (name) => name !== 'c' }, never);

    expect(found.map(({ name }) => name)).to.deep.equal(['a', 'b', 'd', 'e']);
  });

  it('does not take a server that is no API server for an absent Secret', async () => {
    const client = await open({ auth, remoteNamespace: 'other' }, aProviderContext({ secrets }));

    const fault = await faultOf(client.getSecret({ key: 'db', content: 'value' }, never));

    expect(fault.message).to.equal(
      'SecretStore "main": key "db": the API server answered 404 (the server could not find the requested resource)',
    );
  });

  it('refuses versions and paths, which Secrets do not have', async () => {
    const client = await open({ auth }, aProviderContext({ secrets }));

    const version = await faultOf(
      client.getSecret({ key: 'db', version: '1', content: 'value' }, never),
    );
    const path = await faultOf(client.findSecrets({ path: 'a' }, never));

    expect([version.code, path.code]).to.deep.equal(['SPEC_INVALID', 'SPEC_INVALID']);
  });

  it('is refused access where neither review grants it', async () => {
    server.allow('nothing');
    const client = await open({ auth }, aProviderContext({ secrets }));

    const fault = await faultOf(client.checkAccess(never));

    expect(fault.code).to.equal('ACCESS_DENIED');
    expect(fault.message).to.equal(
      'SecretStore "main": access check: client is not allowed to get secrets in namespace "remote"',
    );
  });

  it('asks outright where the rules do not tell', async () => {
    server.allow('access');
    const client = await open({ auth }, aProviderContext({ secrets }));

    await client.checkAccess(never);
  });

  it('reuses a ServiceAccount’s token for half its life', async () => {
    const clock = createFakeClock();
    const context = aProviderContext({ clock, serviceAccounts: { 'team-a/app': 'jwt' } });
    const client = await open({ auth: { serviceAccount: { name: 'app' } } }, context);
    const read = async (): Promise<unknown> =>
      faultOf(client.getSecret({ key: 'db', content: 'value' }, never));

    await read();
    await read();
    expect(context.tokenRequests).to.have.lengthOf(1);
    await clock.advance(300_000);
    await read();

    expect(context.tokenRequests).to.have.lengthOf(2);
  });

  const invalid: readonly (readonly [string, Partial<KubernetesBackend>, string])[] = [
    ['no auth', {}, 'no auth provider given'],
    ['an empty auth', { auth: {} }, 'no auth provider given'],
    [
      'auth and authRef',
      { auth, authRef: { name: 'cluster', key: 'token' } },
      'authRef and inline auth cannot both be set',
    ],
    ['an address of another kind', { auth, server: { url: 'ftp://x' } }, 'is no https:// address'],
    [
      'something else than a kubeconfig',
      { authRef: { name: 'cluster', key: 'token' } },
      'the kubeconfig ',
    ],
  ];
  for (const [name, spec, words] of invalid) {
    it(`refuses ${name}`, async () => {
      const fault = await faultOf(open(spec, aProviderContext({ secrets })));

      expect(fault.code).to.equal('SPEC_INVALID');
      expect(fault.message).to.include(words).and.not.include('the-token');
    });
  }

  it('takes server, authorities and token from a kubeconfig', async () => {
    server.put('db', {});
    const kubeconfig = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
      clusters: [{ name: 'k', cluster: { server: server.url } }],
      users: [{ name: 'u', user: { token: 'the-token' } }],
    });
    const context = aProviderContext({ secrets: { 'team-a/kubeconfig': { config: kubeconfig } } });
    const client = await connectStore(
      {
        name: 'kubernetes',
        spec: { remoteNamespace: 'remote', authRef: { name: 'kubeconfig', key: 'config' } },
      },
      context,
      never,
    );
    clients.push(client);

    expect(await client.getSecret({ key: 'db', content: 'value' }, never)).to.have.property(
      'version',
      '1',
    );
  });
});
