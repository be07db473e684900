import { expect } from 'chai';
import type { VaultAuth, VaultBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { SecretBytes } from '../../../../../core/runtime/index.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  aProviderContext,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';
import { startVaultServer, type VaultServer } from '../../../../support/vault-server.ts';

const never = new AbortController().signal;
const ROOT = 'hvs.unit-root-token';
const secrets = { 'team-a/vault': { token: ROOT, jwt: 'jwt-in-a-secret' } };
const tokenAuth: VaultAuth = { tokenSecretRef: { name: 'vault', key: 'token' } };

describe('vault provider', () => {
  let server: VaultServer;
  const clients: SecretsClient[] = [];

  async function open(spec: Partial<VaultBackend>, context: TestContext): Promise<SecretsClient> {
    const full = { server: server.url, path: 'secret', version: 'v2', ...spec } as const;
    const client = await connectStore({ name: 'vault', spec: full }, context, never);
    clients.push(client);
    return client;
  }
  async function textOf(client: SecretsClient, key: string): Promise<string | undefined> {
    const payload = await client.getSecret({ key, content: 'value' }, never);
    return payload?.kind === 'document'
      ? Buffer.from(payload.bytes.reveal()).toString('utf8')
      : undefined;
  }

  beforeEach(async () => {
    server = await startVaultServer(ROOT);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async (client) => client.close()));
    await server.close();
  });

  it('keeps the text of the value as Vault wrote it', async () => {
    server.put('app', { z: '<b>', a: JSON.stringify('&') });
    const client = await open({ auth: tokenAuth }, aProviderContext({ secrets }));

    expect(await textOf(client, 'secret/data/app')).to.equal(
      '{"a":"\\"\\u0026\\"","z":"\\u003cb\\u003e"}',
    );
  });

  it('writes where the engine requires check-and-set, if the store says so', async () => {
    server.requireCas();
    const client = await open(
      { auth: tokenAuth, checkAndSet: { required: true } },
      aProviderContext({ secrets }),
    );
    const without = await open({ auth: tokenAuth }, aProviderContext({ secrets }));

    await client.writer?.putSecret('app', SecretBytes.fromUtf8('{"a":"1"}'), never);
    await client.writer?.putSecret('app', SecretBytes.fromUtf8('{"a":"2"}'), never);
    const fault = await faultOf(
      without.writer!.putSecret('app', SecretBytes.fromUtf8('{"a":"3"}'), never),
    );

    expect(await textOf(client, 'app')).to.equal('{"a":"2"}');
    expect(fault.message).to.include('check-and-set parameter required');
  });

  it('writes long numbers digit for digit, and sees when only such a digit changed', async () => {
    const client = await open(
      { auth: tokenAuth, path: 'kv1', version: 'v1' },
      aProviderContext({ secrets }),
    );
    const bodies = (): readonly string[] =>
      server.calls.filter(({ method }) => method === 'POST').map(({ body }) => body);

    await client.writer?.putSecret('n', SecretBytes.fromUtf8('{"n":9007199254740992}'), never);
    await client.writer?.putSecret('n', SecretBytes.fromUtf8('{"n":9007199254740993}'), never);

    const mark = '"custom_metadata":{"managed-by":"external-secrets"}';
    expect(bodies()).to.deep.equal([
      `{"n":9007199254740992,${mark}}`,
      `{"n":9007199254740993,${mark}}`,
    ]);
  });

  const unwritable: readonly (readonly [string, 'v1' | 'v2', string])[] = [
    ['no JSON', 'v2', 'plain text'],
    ['a JSON list', 'v2', '["a"]'],
    ['a field where the mark goes', 'v1', '{"custom_metadata":{}}'],
  ];
  for (const [what, version, value] of unwritable) {
    it(`does not write ${what}`, async () => {
      const path = version === 'v1' ? 'kv1' : 'secret';
      const client = await open({ auth: tokenAuth, path, version }, aProviderContext({ secrets }));

      const fault = await faultOf(
        client.writer!.putSecret('app', SecretBytes.fromUtf8(value), never),
      );

      expect(fault.code).to.equal('SPEC_INVALID');
      expect(fault.message).to.include('SecretStore "main": key "app": the value to write ');
      expect(server.calls.filter(({ method }) => method !== 'GET')).to.be.empty;
    });
  }

  it('keeps the digits of long numbers', async () => {
    server.putRaw('app', '{"n":12345678901234567890}');
    const client = await open({ auth: tokenAuth }, aProviderContext({ secrets }));

    expect(await textOf(client, 'app')).to.equal('{"n":12345678901234567890}');
  });

  it('sends the store’s namespace and headers', async () => {
    const spec = { auth: tokenAuth, namespace: 'team', headers: { 'X-Extra': 'yes' } };
    const client = await open(spec, aProviderContext({ secrets }));

    await textOf(client, 'app');

    const { headers } = server.calls[0]!;
    expect(headers['x-vault-namespace']).to.equal('team');
    expect(headers['x-extra']).to.equal('yes');
  });

  it('does not take a mount that is not there for an absent secret', async () => {
    const client = await open({ path: 'nowhere', auth: tokenAuth }, aProviderContext({ secrets }));

    const fault = await faultOf(textOf(client, 'app'));

    expect(fault.code).to.equal('SPEC_INVALID');
    expect(fault.message).to.equal(
      'SecretStore "main": key "app": Vault answered 404 (no handler for route "nowhere/data/app". route entry not found.)',
    );
  });

  it('does not take a version 2 mount read as version 1 for an absent secret', async () => {
    const client = await open({ version: 'v1', auth: tokenAuth }, aProviderContext({ secrets }));

    const fault = await faultOf(textOf(client, 'app'));

    expect(fault.message).to.include('Invalid path for a versioned K/V secrets engine');
  });

  it('refuses keys that climb out of their mount', async () => {
    const client = await open({ auth: tokenAuth }, aProviderContext({ secrets }));

    const fault = await faultOf(textOf(client, '../sys/seal'));

    expect(fault.code).to.equal('SPEC_INVALID');
    expect(server.calls).to.be.empty;
  });

  it('says that version 1 keeps neither versions nor metadata', async () => {
    const client = await open(
      { path: 'kv1', version: 'v1', auth: tokenAuth },
      aProviderContext({ secrets }),
    );

    const version = await faultOf(
      client.getSecret({ key: 'a', version: '1', content: 'value' }, never),
    );
    const metadata = await faultOf(client.getSecret({ key: 'a', content: 'metadata' }, never));

    expect(version.message).to.include('KV version 1 keeps no versions');
    expect(metadata.message).to.include('KV version 1 keeps no metadata');
  });

  const unserved = {
    appRole: { path: 'approle', secretRef: {} },
    ldap: { path: 'ldap', username: 'x' },
    cert: { path: 'cert' },
  };
  for (const [method, settings] of Object.entries(unserved)) {
    it(`names ${method} as a login this version does not serve`, async () => {
      const fault = await faultOf(open({ auth: { [method]: settings } }, aProviderContext()));

      expect(fault.code).to.equal('PROVIDER_UNSUPPORTED');
      expect(fault.message).to.equal(
        `SecretStore "main": spec.provider.vault.auth.${method}: is not served by this version; it serves tokenSecretRef and kubernetes`,
      );
    });
  }

  it('wants a method', async () => {
    const fault = await faultOf(open({ auth: {} }, aProviderContext()));

    expect(fault.code).to.equal('SPEC_INVALID');
  });

  it('wants an http address', async () => {
    const fault = await faultOf(
      open({ server: 'vault.default:8200', auth: tokenAuth }, aProviderContext({ secrets })),
    );

    expect(fault.message).to.include('spec.provider.vault.server');
  });

  describe('kubernetes login', () => {
    const kubernetes = { mountPath: 'kubernetes', role: 'app' };
    const byAccount = { ...kubernetes, serviceAccountRef: { name: 'app', audiences: ['vault'] } };
    const serviceAccounts = { 'team-a/app': 'jwt' };

    it('logs in once with a token of the ServiceAccount, whoever asks', async () => {
      server.allowLogin('app', 'jwt-1', 3600);
      server.put('app', { a: '1' });
      const context = aProviderContext({ serviceAccounts });
      const client = await open({ auth: { kubernetes: byAccount } }, context);

      const texts = await Promise.all([1, 2, 3].map(async () => textOf(client, 'app')));

      expect(texts).to.deep.equal(['{"a":"1"}', '{"a":"1"}', '{"a":"1"}']);
      expect(context.calls.filter((call) => call === 'Login success')).to.have.lengthOf(1);
      expect(context.tokenRequests).to.deep.equal([
        { audiences: ['vault'], expirationSeconds: 600 },
      ]);
    });

    it('takes the token of a Secret where the store names one', async () => {
      server.allowLogin('app', 'jwt-in-a-secret', 3600);
      const auth = { kubernetes: { ...kubernetes, secretRef: { name: 'vault', key: 'jwt' } } };
      const client = await open({ auth }, aProviderContext({ secrets }));

      expect(await textOf(client, 'absent')).to.equal(undefined);
    });

    it('logs in as its own Pod beside an application', async () => {
      server.allowLogin('app', 'pod-token', 3600);
      const identity = { kind: 'direct', readToken: async () => 'pod-token' } as const;
      const client = await open({ auth: { kubernetes } }, aProviderContext({ identity }));

      expect(await textOf(client, 'absent')).to.equal(undefined);
    });

    it('takes nothing from the environment, where node-vault would', async () => {
      const foreign = {
        VAULT_TOKEN: 'hvs.foreign',
        VAULT_NAMESPACE: 'foreign',
        VAULT_PREFIX: '/x',
      };
      Object.assign(process.env, foreign);
      server.allowLogin('app', 'jwt-1', 3600);
      const client = await open(
        { auth: { kubernetes: byAccount } },
        aProviderContext({ serviceAccounts }),
      );

      await textOf(client, 'absent');

      for (const name of Object.keys(foreign)) {
        Reflect.deleteProperty(process.env, name);
      }
      expect(server.calls.map(({ path }) => path)).to.deep.equal([
        '/v1/auth/kubernetes/login',
        '/v1/secret/data/absent',
      ]);
      expect(server.calls[0]?.headers).to.not.have.any.keys('x-vault-token', 'x-vault-namespace');
    });

    it('says whose login was refused, and where', async () => {
      const client = await open(
        { auth: { kubernetes: byAccount } },
        aProviderContext({ serviceAccounts }),
      );

      const fault = await faultOf(textOf(client, 'app'));

      expect(fault.code).to.equal('UNAUTHENTICATED');
      expect(fault.message).to.equal(
        'SecretStore "main": login at auth/kubernetes as role "app": Vault answered 400 (invalid role name "app")',
      );
    });

    it('tries the login again after one that failed', async () => {
      const client = await open(
        { auth: { kubernetes: byAccount } },
        aProviderContext({ serviceAccounts }),
      );
      await faultOf(textOf(client, 'app'));
      server.allowLogin('app', 'jwt-2', 3600);

      expect(await textOf(client, 'absent')).to.equal(undefined);
    });

    it('renews a token a minute before its end', async () => {
      server.allowLogin('app', 'jwt-1', 3600);
      const clock = createFakeClock();
      const context = aProviderContext({ serviceAccounts, clock });
      const client = await open({ auth: { kubernetes: byAccount } }, context);
      await textOf(client, 'app');
      await clock.advance(3_539_000);
      await textOf(client, 'app');
      expect(context.calls).to.not.include('RenewSelf success');

      await clock.advance(2_000);
      await textOf(client, 'app');

      expect(context.calls.filter((call) => call.startsWith('RenewSelf'))).to.deep.equal([
        'RenewSelf success',
      ]);
    });

    it('logs in again when the token cannot be renewed', async () => {
      server.allowLogin('app', 'jwt-1', 3600);
      const clock = createFakeClock();
      const context = aProviderContext({ serviceAccounts, clock });
      const client = await open({ auth: { kubernetes: byAccount } }, context);
      await textOf(client, 'app');
      server.revokeAll();
      server.allowLogin('app', 'jwt-2', 3600);

      await clock.advance(3_541_000);

      expect(await textOf(client, 'absent')).to.equal(undefined);
      expect(context.calls).to.include('RenewSelf error');
      expect(context.logged.find((line) => line.includes('not renewed'))).to.include(
        '"code":"UNAUTHENTICATED"',
      );
    });

    it('hands its token back when it closes', async () => {
      server.allowLogin('app', 'jwt-1', 3600);
      const client = await open(
        { auth: { kubernetes: byAccount } },
        aProviderContext({ serviceAccounts }),
      );
      await textOf(client, 'app');
      expect(server.liveTokens.size).to.equal(1);

      await client.close();

      expect(server.liveTokens.size).to.equal(0);
    });

    it('closes though Vault is away', async () => {
      server.allowLogin('app', 'jwt-1', 3600);
      const context = aProviderContext({ serviceAccounts });
      const client = await open({ auth: { kubernetes: byAccount } }, context);
      await textOf(client, 'app');
      server.fault('reset');

      await client.close();

      expect(context.logged.find((line) => line.includes('not revoked'))).to.include(
        '"code":"BACKEND_UNAVAILABLE"',
      );
    });
  });

  it('does not revoke a token that it was given', async () => {
    const context = aProviderContext({ secrets });
    const client = await open({ auth: tokenAuth }, context);
    await textOf(client, 'app');

    await client.close();

    expect(context.calls).to.not.include('RevokeSelf success');
  });
});
