import {
  type BackendSpecs,
  type ExternalSecret,
  parseExternalSecret,
  type RawObject,
} from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  type KubernetesApi,
  NAMESPACES,
  type NativeSecret,
  readNativeSecret,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { createLogger } from '../../core/runtime/index.ts';
import {
  createClientPool,
  createNativeSecretSink,
  createStoreConnector,
  createStoreResolver,
  createSync,
  type Sync,
} from '../../core/sync/index.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

type FakeEntries = BackendSpecs['fake']['data'];

const MANAGER = { fieldManager: 'kubectl' };

/** One namespace `team-a` in an API server in memory, the whole pipeline over it, and the `fake` backend. */
export interface SyncWorld {
  readonly api: KubernetesApi;
  readonly clock: FakeClock;
  readonly sync: Sync;
  readonly signal: AbortSignal;
  /** Everything logged so far. */
  readonly logged: () => string;
  putStore(name: string, data: FakeEntries): Promise<void>;
  putClusterStore(name: string, data: FakeEntries, conditions: unknown): Promise<void>;
  /** Creates or changes the ExternalSecret and gives it as the API server has it. */
  putExternalSecret(name: string, spec: unknown, metadata?: RawObject): Promise<ExternalSecret>;
  secret(name: string): Promise<NativeSecret | undefined>;
  /** Kinds the sink listed. */
  listed(): readonly string[];
  /** Another writer comes between the sink's read and its next replace. */
  beforeNextReplace(work: () => Promise<void>): void;
  /** Every later replace of the sink ends in this error. */
  failWrites(error: Error): void;
}

export async function createSyncWorld(
  orphanSearch: 'list' | 'binding' = 'list',
): Promise<SyncWorld> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  const { signal } = new AbortController();
  const namespace = { metadata: { name: 'team-a', labels: { team: 'a' } } };
  await api.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', ...namespace },
    MANAGER,
    signal,
  );
  let logged = '';
  const log = createLogger({
    level: 'debug',
    clock,
    write: (line) => {
      logged += line;
    },
  });
  const clients = createClientPool({
    connect: createStoreConnector({
      reader: api,
      tokens: api,
      identity: { kind: 'delegated' },
      environment: {},
      clock,
      random: () => 0,
      log,
      countCall: () => {},
    }),
    clock,
    log,
    idleMs: 60_000,
  });
  let between = async (): Promise<void> => {};
  const listed: string[] = [];
  const raced: KubernetesApi = {
    ...api,
    async list(resource, ...rest) {
      listed.push(resource.kind);
      return api.list(resource, ...rest);
    },
    async replace(...args) {
      const work = between;
      between = async () => {};
      await work();
      if (failure !== undefined) {
        throw failure;
      }
      return api.replace(...args);
    },
  };
  let failure: Error | undefined;
  const sync = createSync({
    stores: createStoreResolver({ reader: api, controllerClass: 'default' }),
    clients,
    reader: api,
    sinks: [createNativeSecretSink({ api: raced, log, orphanSearch })],
  });

  async function put(
    resource: Parameters<KubernetesApi['create']>[0],
    namespace: string,
    name: string,
    body: RawObject,
  ): Promise<RawObject> {
    const before = await api.get(resource, { namespace, name }, signal);
    const head = { apiVersion: 'external-secrets.io/v1', kind: resource.kind };
    const place = resource.namespaced ? { name, namespace } : { name };
    const object = { ...head, ...body, metadata: { ...place, ...(body['metadata'] as object) } };
    if (before === undefined) {
      return api.create(resource, object, MANAGER, signal);
    }
    return api.replace(
      resource,
      { ...before, ...object, metadata: { ...(before['metadata'] as object), ...object.metadata } },
      MANAGER,
      signal,
    );
  }

  return {
    api,
    clock,
    sync,
    signal,
    logged: () => logged,
    async putStore(name, data) {
      await put(SECRET_STORES, 'team-a', name, { spec: { provider: { fake: { data } } } });
    },
    async putClusterStore(name, data, conditions) {
      const spec = { provider: { fake: { data } }, conditions };
      await put(CLUSTER_SECRET_STORES, '', name, { spec });
    },
    async putExternalSecret(name, spec, metadata = {}) {
      const raw = await put(EXTERNAL_SECRETS, 'team-a', name, { spec, metadata });
      const parsed = parseExternalSecret(raw);
      if (!parsed.ok) {
        throw new Error(JSON.stringify(parsed.findings));
      }
      return parsed.value;
    },
    listed: () => listed,
    beforeNextReplace(work) {
      between = work;
    },
    failWrites(error) {
      failure = error;
    },
    async secret(name) {
      return readNativeSecret(api, { namespace: 'team-a', name }, signal);
    },
  };
}

/** A native Secret's data as text. */
export function textsOf(secret: NativeSecret | undefined): Record<string, string> | undefined {
  return (
    secret &&
    Object.fromEntries(
      [...secret.data].map(([key, bytes]) => [key, Buffer.from(bytes.reveal()).toString('utf8')]),
    )
  );
}
