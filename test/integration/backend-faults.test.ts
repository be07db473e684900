import { expect } from 'chai';
import type { Condition, RawObject } from '../../core/api/index.ts';
import { parseExternalSecret } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  readNativeSecret,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import type { MemoryApi } from '../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { systemClock } from '../../core/runtime/index.ts';
import {
  CONTROLLER_TOKEN,
  type ControllerWorld,
  createControllerWorld,
  NAMESPACE,
} from '../support/controller-world.ts';
import { type Fault, MARKER } from '../support/faulty-server.ts';
import { AS_USER, externalSecret, fileText, inPod, signal, until } from '../support/sidecar-pod.ts';
import { startVaultServer, type VaultServer } from '../support/vault-server.ts';

const KEY = 'team/db';
const READS = `/v1/secret/data/${KEY}`;

/** What goes wrong, the words the condition has for it, and when the controller asks again at the earliest. */
const FAULTS: readonly {
  readonly what: string;
  readonly begin: (server: VaultServer) => void;
  readonly words: RegExp;
  readonly retryAfterMs: number;
}[] = [
  row('a backend that refuses', 'forbidden', /answered 403/u),
  row('a backend that limits its rate', 'rate-limited', /answered 429/u, 7000),
  row('a backend that is broken', 'server-error', /answered 500/u),
  row('a backend that breaks off', 'reset', /connection|reset|socket/iu),
  row('a backend that sends half a document', 'malformed', /not (?:valid )?JSON|malformed/iu),
  {
    what: 'a backend that has no such key',
    begin: (server) => {
      server.remove(KEY);
    },
    words: /does not exist|no secret|not found|has no/iu,
    retryAfterMs: 500,
  },
  {
    what: 'a property of a text that is not JSON',
    begin: (server) => server.putRaw(KEY, `{"user":"${MARKER} is no JSON"}`),
    words: /user\.name/u,
    retryAfterMs: 500,
  },
];

function row(
  what: string,
  fault: Fault,
  words: RegExp,
  retryAfterMs = 500,
): (typeof FAULTS)[number] {
  return {
    what,
    words,
    retryAfterMs,
    begin: (server) => {
      server.fault(fault);
    },
  };
}

function heal(server: VaultServer, user: string): void {
  server.fault(undefined);
  server.put(KEY, { user: { name: user } });
}

function readsOf(server: VaultServer): number {
  return server.calls.filter(({ path }) => path === READS).length;
}

function vaultStore(server: VaultServer, auth: RawObject): RawObject {
  return {
    spec: {
      retrySettings: { maxRetries: 0, retryInterval: '1s' },
      provider: { vault: { server: server.url, path: 'secret', version: 'v2', auth } },
    },
  };
}

const AS_POD = { kubernetes: { mountPath: 'kubernetes', role: 'app' } };
const SPEC = {
  refreshInterval: '10s',
  data: [{ secretKey: 'user', remoteRef: { key: KEY, property: 'user.name' } }],
};

function expectFailure(ready: Condition | undefined, words: RegExp): void {
  expect(ready).to.include({ status: 'False', reason: 'SecretSyncedError' });
  const { message = '' } = ready ?? {};
  expect(message).to.match(/^could not get secret data from provider: /u);
  expect(message).to.include('vault').and.to.include(KEY).and.to.match(words);
  expect(message).not.to.include(MARKER);
}

describe('the controller over a backend with faults', () => {
  let server: VaultServer;
  let world: ControllerWorld;

  beforeEach(async () => {
    server = await startVaultServer('root');
    server.allowLogin('app', CONTROLLER_TOKEN, 3600);
    heal(server, 'ada');
    world = await createControllerWorld();
    await world.start();
    await world.put(CLUSTER_SECRET_STORES, 'vault', vaultStore(server, AS_POD));
    await world.putExternalSecret('db', {
      ...SPEC,
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
    });
    await world.until(async () => (await world.values('db'))?.['user'] === 'ada');
  });

  afterEach(async () => {
    await world.stop();
    await server.close();
  });

  async function becomes(status: string): Promise<Condition | undefined> {
    await world.until(async () => {
      const ready = await world.ready(EXTERNAL_SECRETS, 'db');
      return ready?.status === status;
    });
    return world.ready(EXTERNAL_SECRETS, 'db');
  }

  it('logs in with its own token where a ClusterSecretStore names no identity', async () => {
    expect(await world.values('db')).to.deep.equal({ user: 'ada' });
    expect((await becomes('True'))?.message).to.equal('secret synced');
  });

  it('does not lend its token to a SecretStore', async () => {
    await world.put(SECRET_STORES, 'vault', vaultStore(server, AS_POD));
    await world.putExternalSecret('theirs', {
      ...SPEC,
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
    });
    await world.until(
      async () => (await world.ready(EXTERNAL_SECRETS, 'theirs'))?.status === 'False',
    );

    const ready = await world.ready(EXTERNAL_SECRETS, 'theirs');
    expect(ready?.message).to.include('does not lend its own to a SecretStore');
  });

  for (const { what, begin, words, retryAfterMs } of FAULTS) {
    it(`says what is wrong, keeps what was delivered and tries again after a while: ${what}`, async () => {
      await becomes('True');
      begin(server);
      await world.clock.advance(10_000);
      const failed = await becomes('False');
      const failures = readsOf(server);

      expectFailure(failed, words);
      expect(await world.values('db')).to.deep.equal({ user: 'ada' });

      heal(server, 'eve');
      await world.clock.advance(retryAfterMs - 10);
      expect(readsOf(server)).to.equal(failures);
      await world.clock.advance(20);
      await becomes('True');
      expect(await world.values('db')).to.deep.equal({ user: 'eve' });
    });
  }
});

describe('an elected sidecar over a backend with faults', () => {
  let server: VaultServer;
  let api: MemoryApi;

  beforeEach(async () => {
    server = await startVaultServer('root');
    server.allowLogin('app', 'token', 3600);
    heal(server, 'ada');
    api = createMemoryApi({ clock: systemClock });
    const store = vaultStore(server, AS_POD);
    const head = { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore' };
    const metadata = { name: 'vault', namespace: 'default' };
    await api.create(SECRET_STORES, { ...head, metadata, ...store }, AS_USER, signal);
    await api.create(
      EXTERNAL_SECRETS,
      externalSecret('database', [], { ...SPEC, refreshInterval: '1h' }),
      AS_USER,
      signal,
    );
  });

  afterEach(async () => {
    await server.close();
  });

  async function ready(): Promise<Condition | undefined> {
    const ref = { namespace: 'default', name: 'database' };
    const parsed = parseExternalSecret((await api.get(EXTERNAL_SECRETS, ref, signal)) ?? {});
    return parsed.ok
      ? parsed.value.status.conditions.find(({ type }) => type === 'Ready')
      : undefined;
  }

  async function nativeValue(): Promise<string> {
    const ref = { namespace: NAMESPACE, name: 'database' };
    const secret = await readNativeSecret(api, { ...ref, namespace: 'default' }, signal);
    return Buffer.from(secret?.data.get('user')?.reveal() ?? []).toString('utf8');
  }

  for (const { what, begin, words, retryAfterMs } of FAULTS) {
    it(`says what is wrong, keeps files and Secret and tries again: ${what}`, async () => {
      await inPod({ nativeSecret: 'elected' }, api, async (pod) => {
        await until(async () => (await ready())?.status === 'True');
        begin(server);
        pod.sidecar.wake();
        await until(async () => (await ready())?.status === 'False');

        expectFailure(await ready(), words);
        expect(await fileText(pod, 'database/user')).to.equal('ada');
        expect(await nativeValue()).to.equal('ada');

        heal(server, 'eve');
        if (retryAfterMs > 1000) {
          pod.sidecar.wake();
        }
        await until(async () => (await ready())?.status === 'True');
        expect(await fileText(pod, 'database/user')).to.equal('eve');
        expect(await nativeValue()).to.equal('eve');
        expect(pod.log.join('')).not.to.include(MARKER);
      });
    });
  }
});
