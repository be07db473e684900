import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { composeController } from '../../controller/index.ts';
import { parseExternalSecret, type RawObject } from '../../core/api/index.ts';
import {
  EVENTS,
  EXTERNAL_SECRETS,
  LEASES,
  type Resource,
  SECRET_STORES,
  SECRETS,
} from '../../core/kube/index.ts';
import type { MemoryApi } from '../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import {
  createLogger,
  type Lifecycle,
  type Logger,
  systemClock,
} from '../../core/runtime/index.ts';
import { createStoreConnector } from '../../core/sync/index.ts';
import { composeSidecar } from '../../sidecar/index.ts';
import { MARKED_ENTRIES, MARKED_SPECS, MARKER, spellingsIn } from '../support/marker.ts';
import { startVaultServer, type VaultServer } from '../support/vault-server.ts';

const AS_USER = { fieldManager: 'kubectl' };
const ROLE = 'app';
const signal = new AbortController().signal;

/** Every spec that succeeds or fails on marked values, and reads of backends that are shown a marked credential. */
const SPECS: readonly RawObject[] = [
  ...MARKED_SPECS.map(([, spec]) => ({ secretStoreRef: { name: 'marked' }, ...spec })),
  { secretStoreRef: { name: 'vault' }, dataFrom: [{ extract: { key: 'db' } }] },
  { secretStoreRef: { name: 'vault' }, data: [{ secretKey: 'a', remoteRef: { key: 'gone' } }] },
  { secretStoreRef: { name: 'echo' }, dataFrom: [{ extract: { key: 'db' } }] },
];
const NAMES = SPECS.map((_, index) => `case-${index}`);

/** One of the processes that carry values, put together as its image does it. */
interface Carrier {
  readonly lifecycle: Lifecycle;
  probePort(): number;
  /** Where files are delivered; undefined where none are. */
  readonly directory: string | undefined;
  /** What else it can be asked. */
  tells(): string;
}

interface Place {
  readonly api: MemoryApi;
  readonly log: Logger;
  readonly directory: string;
  readonly broken: (error: unknown) => void;
}

function aController({ api, log, broken }: Place): Carrier {
  const controller = composeController(
    {
      namespaces: [],
      controllerClass: 'default',
      concurrency: 8,
      storeIntervalMs: 300_000,
      lease: { namespace: 'default', name: 'controller' },
      identity: 'controller-0',
      probeHost: '127.0.0.1',
      probePort: 0,
      logLevel: 'debug',
    },
    {
      api,
      clock: systemClock,
      random: () => 0.5,
      log,
      connect: createStoreConnector,
      backendEnvironment: {},
      readToken: async () => MARKER,
      onBroken: broken,
    },
  );
  return { ...controller, directory: undefined, tells: () => String(controller.waitsFor()) };
}

function aSidecar({ api, log, directory, broken }: Place): Carrier {
  const sidecar = composeSidecar(
    {
      spec: {
        version: 1,
        externalSecrets: NAMES,
        directory,
        fileMode: 0o640,
        directoryMode: 0o750,
        layout: 'atomic',
        formats: ['keys'],
        env: [],
        nativeSecret: 'elected',
        phase: 'stay',
        staleLimitSeconds: 0,
        rollback: false,
        reload: [{ kind: 'http', method: 'POST', url: 'http://127.0.0.1:1/reload' }],
      },
      namespace: 'default',
      podName: 'app-0',
      podUid: 'app-0-uid',
      identityDirectory: '/nonexistent',
      probeHost: '127.0.0.1',
      probePort: 0,
      logLevel: 'debug',
    },
    {
      api,
      backendEnvironment: {},
      identity: { kind: 'direct', readToken: async () => MARKER },
      fs,
      processes: { list: async () => Promise.resolve([]), kill: () => undefined },
      clock: systemClock,
      random: () => 0.5,
      log,
      onBroken: broken,
    },
  );
  const tells = (): string => `${sidecar.missing() ?? ''}${sidecar.faults() ?? ''}`;
  return { ...sidecar, directory, tells };
}

function storeOf(name: string, provider: RawObject): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name, namespace: 'default' },
    spec: { provider, retrySettings: { maxRetries: 0 } },
  };
}

/** The controller logs in with a token from a Secret, the sidecar with its Pod's. */
const AUTH = {
  controller: { tokenSecretRef: { name: 'credential', key: 'token' } },
  sidecar: { kubernetes: { mountPath: 'kubernetes', role: ROLE } },
} as const;

async function fill(
  api: MemoryApi,
  vaults: Readonly<Record<'vault' | 'echo', VaultServer>>,
  auth: RawObject,
): Promise<void> {
  const credential = { token: Buffer.from(MARKER).toString('base64') };
  const metadata = { name: 'credential', namespace: 'default' };
  await api.create(
    SECRETS,
    { apiVersion: 'v1', kind: 'Secret', metadata, data: credential },
    AS_USER,
    signal,
  );
  const stores = [
    storeOf('marked', { fake: { data: MARKED_ENTRIES } }),
    ...Object.entries(vaults).map(([name, { url }]) =>
      storeOf(name, { vault: { server: url, path: 'secret', version: 'v2', auth } }),
    ),
  ];
  for (const store of stores) {
    await api.create(SECRET_STORES, store, AS_USER, signal);
  }
  for (const [index, name] of NAMES.entries()) {
    const head = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
    const object = { ...head, metadata: { name, namespace: 'default' }, spec: SPECS[index] };
    await api.create(EXTERNAL_SECRETS, object, AS_USER, signal);
  }
}

async function readiness(api: MemoryApi): Promise<readonly string[]> {
  const objects = await api.list(EXTERNAL_SECRETS, {}, signal);
  return objects.map((object) => {
    const parsed = parseExternalSecret(object);
    const conditions = parsed.ok ? parsed.value.status.conditions : [];
    return conditions.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
  });
}

async function listed(api: MemoryApi, resource: Resource, metadataOnly = false): Promise<string> {
  return JSON.stringify(await api.list(resource, { metadataOnly }, signal));
}

/** What the process answers over HTTP. */
async function served(port: number): Promise<string> {
  const texts = ['/metrics', '/readyz', '/livez', '/started'].map(async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return response.text();
  });
  return (await Promise.all(texts)).join('');
}

async function filesIn(directory: string): Promise<string> {
  const paths = await fs.readdir(directory, { recursive: true, withFileTypes: true });
  const texts = paths
    .filter((entry) => entry.isFile())
    .map(async (entry) => fs.readFile(join(entry.parentPath, entry.name), 'utf8'));
  return (await Promise.all(texts)).join('');
}

interface Outcome {
  /** Everything anybody but the reader of the delivered secret can see. */
  readonly said: Readonly<Record<string, string>>;
  readonly delivered: string;
  readonly ready: readonly string[];
}

async function untilAllAreTold(api: MemoryApi): Promise<void> {
  while ((await readiness(api)).includes('Unknown')) {
    await systemClock.sleep(10, signal);
  }
}

async function lifeOf(
  who: keyof typeof AUTH,
  compose: (place: Place) => Carrier,
): Promise<Outcome> {
  const faults: string[] = [];
  const lines: string[] = [];
  const broken = (error: unknown): void => {
    faults.push(inspect(error, { depth: 9, showHidden: true }));
  };
  const write = (line: string): void => {
    lines.push(line);
  };
  const said: Record<string, string> = {};
  const api = createMemoryApi({ clock: systemClock });
  const directory = await fs.mkdtemp(join(tmpdir(), 'sallyport-marker-'));
  const vaults = { vault: await startVaultServer(MARKER), echo: await startVaultServer(MARKER) };
  vaults.vault.put('db', { user: MARKER });
  vaults.vault.allowLogin(ROLE, MARKER, 3600);
  vaults.echo.fault('forbidden');
  await fill(api, vaults, AUTH[who]);
  const log = createLogger({ level: 'debug', clock: systemClock, write });
  const carrier = compose({ api, log, directory, broken });
  process.on('warning', broken);
  try {
    await carrier.lifecycle.start();
    await untilAllAreTold(api);
    said['probes and metrics'] = await served(carrier.probePort());
    said['answers'] = carrier.tells();
  } catch (error) {
    broken(error);
  } finally {
    await carrier.lifecycle.stop();
    process.off('warning', broken);
    await Promise.all(Object.values(vaults).map(async (vault) => vault.close()));
  }
  said['log'] = lines.join('');
  said['faults'] = faults.join('');
  said['statuses'] = await listed(api, EXTERNAL_SECRETS);
  said['events'] = await listed(api, EVENTS);
  said['leases'] = await listed(api, LEASES);
  said['metadata of Secrets'] = await listed(api, SECRETS, true);
  const delivered = `${await listed(api, SECRETS)}${await filesIn(directory)}`;
  await fs.rm(directory, { recursive: true });
  return { said, delivered, ready: await readiness(api) };
}

describe('a value is said nowhere', () => {
  for (const [who, compose] of [
    ['controller', aController],
    ['sidecar', aSidecar],
  ] as const) {
    it(`by the ${who}, whatever becomes of its passes`, async () => {
      const { said, delivered, ready } = await lifeOf(who, compose);

      const found = Object.entries(said).flatMap(([where, text]) =>
        spellingsIn(text).map((spelling) => `${where}: ${spelling}`),
      );
      expect(found).to.deep.equal([]);
      expect(said['faults']).to.equal('');
      // It was there to be found: values were delivered, and passes failed in every way.
      expect(spellingsIn(delivered)).to.contain(Buffer.from(MARKER).toString('base64'));
      expect(new Set(ready)).to.deep.equal(new Set(['True', 'False']));
      for (const where of ['log', 'statuses', 'events', 'leases', 'probes and metrics']) {
        expect(said[where]?.length, where).to.be.greaterThan(100);
      }
      expect(said['log']).to.contain('Vault answered 403');
    });
  }
});
