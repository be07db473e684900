import { expect } from 'chai';
import type { DopplerBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { type DopplerServer, startDopplerServer } from '../../../../support/doppler-server.ts';
import {
  aProviderContext,
  faultOf,
  type TestContext,
} from '../../../../support/provider-context.ts';

const TOKEN = 'dp.st.loopback';
const IDENTITY = 'b9d1…-identity';
const never = new AbortController().signal;
const HOUR_MS = 3_600_000;

describe('Doppler', () => {
  let server: DopplerServer;
  beforeEach(async () => {
    server = await startDopplerServer({
      token: TOKEN,
      project: 'shop',
      config: 'prd',
      oidc: { identity: IDENTITY, trusts: 'sa-token', lifetimeMs: HOUR_MS },
    });
    server.put('API_KEY', 'one');
    server.put('API_URL', 'two');
    server.put('OTHER', 'three');
  });
  afterEach(async () => server.close());

  const byToken = { secretRef: { dopplerToken: { name: 'doppler' } } };
  const byServiceAccount = {
    oidcConfig: {
      identity: IDENTITY,
      serviceAccountRef: { name: 'app', audiences: ['extra'] },
      expirationSeconds: 600,
    },
  };

  function context(options: object = {}): TestContext {
    return aProviderContext({
      secrets: { 'team-a/doppler': { dopplerToken: TOKEN } },
      serviceAccounts: { 'team-a/app': 'sa-token' },
      environment: { DOPPLER_BASE_URL: server.url },
      ...options,
    });
  }
  async function open(spec: Partial<DopplerBackend>, to = context()): Promise<SecretsClient> {
    const whole = { project: 'shop', config: 'prd', auth: byToken, ...spec };
    return connectStore({ name: 'doppler', spec: whole }, to, never);
  }
  async function found(client: SecretsClient, query = {}): Promise<Record<string, string>> {
    const secrets = await client.findSecrets(query, never);
    return Object.fromEntries(
      secrets.map(({ name, payload }) => [
        name,
        payload.kind === 'document' ? Buffer.from(payload.bytes.reveal()).toString('utf8') : '',
      ]),
    );
  }

  it('finds by the beginning of names', async () => {
    const client = await open({});
    expect(await found(client, { path: 'API_' })).to.deep.equal({ API_KEY: 'one', API_URL: 'two' });
  });

  it('finds names as the transformer makes them', async () => {
    const client = await open({ nameTransformer: 'lower-kebab' });
    expect(await found(client, { path: 'api-' })).to.deep.equal({
      'api-key': 'one',
      'api-url': 'two',
    });
  });

  it('finds the config as one file, where a format is asked for', async () => {
    const client = await open({ format: 'env' });
    expect(await found(client)).to.deep.equal({
      DOPPLER_SECRETS_FILE: 'API_KEY="one"\nAPI_URL="two"\nOTHER="three"\n',
    });
  });

  it('refuses to find by tags', async () => {
    const fault = await faultOf(found(await open({}), { tags: { team: 'a' } }));
    expect([fault.code, fault.message.includes('Doppler has no tags')]).to.deep.equal([
      'SPEC_INVALID',
      true,
    ]);
  });

  it('calls a config that is not there a fault of the store, and no absence', async () => {
    const client = await open({ config: 'dev' });
    const fault = await faultOf(client.getSecret({ key: 'API_KEY', content: 'value' }, never));
    expect(fault.message).to.include('Could not find requested config');
  });

  describe('logged into by a ServiceAccount', () => {
    it('exchanges its token once for many reads, and asks for one bound to the store', async () => {
      const here = context();
      const client = await open({ auth: byServiceAccount }, here);
      await client.getSecret({ key: 'API_KEY', content: 'value' }, never);
      await client.getSecret({ key: 'API_URL', content: 'value' }, never);
      expect(here.calls.filter((call) => call.startsWith('OIDCLogin'))).to.have.lengthOf(1);
      expect(here.tokenRequests).to.deep.equal([
        { audiences: [server.url, 'extra', 'secretStore:team-a:main'], expirationSeconds: 600 },
      ]);
    });

    it('logs in anew before the login is over', async () => {
      const clock = createFakeClock(new Date());
      const here = context({ clock });
      const client = await open({ auth: byServiceAccount }, here);
      await client.getSecret({ key: 'API_KEY', content: 'value' }, never);
      await clock.advance(HOUR_MS - 30_000);
      await client.getSecret({ key: 'API_KEY', content: 'value' }, never);
      expect(here.calls.filter((call) => call.startsWith('OIDCLogin'))).to.have.lengthOf(2);
    });

    it('says UNAUTHENTICATED for an identity that does not trust it', async () => {
      const here = context({ serviceAccounts: { 'team-a/app': 'somebody' } });
      const client = await open({ auth: byServiceAccount }, here);
      const fault = await faultOf(client.checkAccess(never));
      expect([fault.code, fault.message.includes('somebody')]).to.deep.equal([
        'UNAUTHENTICATED',
        false,
      ]);
    });
  });
});
