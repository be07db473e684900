import type { Controller, ControllerDeps } from '../../controller/compose.ts';
import { composeController } from '../../controller/index.ts';
import {
  type Condition,
  parseConditions,
  parseObjectMeta,
  type RawObject,
} from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EVENTS,
  EXTERNAL_SECRETS,
  type KubernetesApi,
  NAMESPACES,
  type ObjectRef,
  readNativeSecret,
  type Resource,
  SECRET_STORES,
  SECRETS,
} from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import type { RemoteRef, SecretPayload, SecretsClient } from '../../core/provider/index.ts';
import { createLogger, SecretBytes } from '../../core/runtime/index.ts';
import { createStoreConnector } from '../../core/sync/index.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export const NAMESPACE = 'team-a';
/** The token of the controller's own ServiceAccount. */
export const CONTROLLER_TOKEN = 'token-of-the-controller';
const PERSON = { fieldManager: 'kubectl' };

/** A controller over an API server in memory, with time that moves only when told. */
export interface ControllerWorld {
  readonly api: KubernetesApi;
  readonly clock: FakeClock;
  readonly controller: Controller;
  readonly signal: AbortSignal;
  /** Everything logged so far. */
  readonly logged: () => string;
  /** Status writes so far, as "externalsecrets team-a/db". */
  readonly statusWrites: readonly string[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly put: (resource: Resource, name: string, body: RawObject) => Promise<RawObject>;
  readonly get: (resource: Resource, name: string) => Promise<RawObject | undefined>;
  readonly remove: (resource: Resource, name: string) => Promise<void>;
  readonly putStore: (
    name: string,
    data: Readonly<Record<string, string>>,
    spec?: RawObject,
  ) => Promise<void>;
  readonly putExternalSecret: (
    name: string,
    spec: RawObject,
    metadata?: RawObject,
  ) => Promise<void>;
  readonly ready: (resource: Resource, name: string) => Promise<Condition | undefined>;
  /** The native Secret's values as text; undefined when there is none. */
  readonly values: (name: string) => Promise<Readonly<Record<string, string>> | undefined>;
  /** "Reason: message" of every event about the object. */
  readonly events: (name: string) => Promise<readonly string[]>;
  /** Lets the controller go on until `holds`, without time passing; false when it never does. */
  readonly until: (holds: () => Promise<boolean>) => Promise<boolean>;
}

export interface WorldOptions {
  readonly connect?: ControllerDeps['connect'];
  readonly controllerClass?: string;
  readonly lease?: ObjectRef;
  /** Comes between the controller and the API server. */
  readonly between?: (api: KubernetesApi) => KubernetesApi;
  readonly namespaces?: readonly string[];
}

/** An ExternalSecret spec that reads `keys` of SecretStore `store`. */
export function reading(store: string, ...keys: readonly string[]): RawObject {
  return {
    secretStoreRef: { kind: 'SecretStore', name: store },
    refreshInterval: '1h',
    data: keys.map((key) => ({ secretKey: key, remoteRef: { key } })),
  };
}

function refOf(resource: Resource, name: string): ObjectRef {
  return { namespace: resource.namespaced ? NAMESPACE : '', name };
}

export function metaOf(object: RawObject | undefined): ReturnType<typeof parseMeta> {
  return parseMeta(object);
}

function parseMeta(object: RawObject | undefined) {
  const parsed = parseObjectMeta(object?.['metadata']);
  if (!parsed.ok) {
    throw new Error('the object has no metadata');
  }
  return parsed.value;
}

function recordOf(value: unknown): RawObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function fakeStore(data: Readonly<Record<string, string>>, spec: RawObject): RawObject {
  const entries = Object.entries(data).map(([key, value]) => ({ key, value }));
  return { spec: { provider: { fake: { data: entries } }, ...spec } };
}

function counting(api: KubernetesApi, statusWrites: string[]): KubernetesApi {
  return {
    ...api,
    // eslint-disable-next-line max-params -- the port's own shape
    async patch(resource, ref, body, options, signal) {
      if (options.subresource === 'status') {
        statusWrites.push(`${resource.plural} ${ref.namespace}/${ref.name}`);
      }
      return api.patch(resource, ref, body, options, signal);
    },
  };
}

export async function createControllerWorld(options: WorldOptions = {}): Promise<ControllerWorld> {
  const clock = createFakeClock();
  const api = createMemoryApi({ clock });
  const { signal } = new AbortController();
  const statusWrites: string[] = [];
  let logged = '';
  const write = (line: string): void => {
    logged += line;
  };
  const log = createLogger({ level: 'debug', clock, write });
  const controller = composeController(
    {
      namespaces: options.namespaces ?? [],
      controllerClass: options.controllerClass ?? 'default',
      concurrency: 8,
      storeIntervalMs: 300_000,
      lease: options.lease,
      identity: 'controller-1',
      probeHost: '127.0.0.1',
      probePort: 0,
      logLevel: 'debug',
    },
    {
      api: counting(options.between?.(api) ?? api, statusWrites),
      clock,
      random: () => 0,
      log,
      backendEnvironment: {},
      connect: options.connect ?? createStoreConnector,
      readToken: async () => CONTROLLER_TOKEN,
      onBroken(cause) {
        throw new Error('the controller broke', { cause });
      },
    },
  );

  async function put(resource: Resource, name: string, body: RawObject): Promise<RawObject> {
    const ref = refOf(resource, name);
    const { group, version, kind } = resource;
    const head = { apiVersion: group === '' ? version : `${group}/${version}`, kind };
    const metadata = {
      name,
      ...(resource.namespaced ? { namespace: NAMESPACE } : {}),
      ...recordOf(body['metadata']),
    };
    const before = await api.get(resource, ref, signal);
    if (before === undefined) {
      return api.create(resource, { ...head, ...body, metadata }, PERSON, signal);
    }
    const kept = { ...recordOf(before['metadata']), ...metadata };
    return api.replace(resource, { ...before, ...body, metadata: kept }, PERSON, signal);
  }
  async function get(resource: Resource, name: string): Promise<RawObject | undefined> {
    return api.get(resource, refOf(resource, name), signal);
  }

  await api.create(
    NAMESPACES,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    PERSON,
    signal,
  );
  return {
    api,
    clock,
    controller,
    signal,
    logged: () => logged,
    statusWrites,
    async start() {
      await controller.lifecycle.start();
      await clock.settle();
    },
    async stop() {
      await controller.lifecycle.stop();
    },
    put,
    get,
    async remove(resource, name) {
      await api.delete(resource, refOf(resource, name), {}, signal);
    },
    async putStore(name, data, spec = {}) {
      await put(SECRET_STORES, name, fakeStore(data, spec));
    },
    async putExternalSecret(name, spec, metadata = {}) {
      await put(EXTERNAL_SECRETS, name, { metadata, spec });
    },
    async ready(resource, name) {
      const status = recordOf((await get(resource, name))?.['status']);
      return parseConditions(status['conditions']).find(({ type }) => type === 'Ready');
    },
    async values(name) {
      const secret = await readNativeSecret(api, { namespace: NAMESPACE, name }, signal);
      return secret === undefined
        ? undefined
        : Object.fromEntries(
            [...secret.data].map(([key, bytes]) => [key, Buffer.from(bytes.reveal()).toString()]),
          );
    },
    async events(name) {
      const all = await api.list(EVENTS, {}, signal);
      return all
        .filter((event) => recordOf(event['involvedObject'])['name'] === name)
        .map((event) => `${String(event['reason'])}: ${String(event['message'])}`);
    },
    async until(holds) {
      for (let turn = 0; turn < 500; turn += 1) {
        if (await holds()) {
          return true;
        }
        await clock.settle();
      }
      return false;
    },
  };
}

export { CLUSTER_SECRET_STORES, EXTERNAL_SECRETS, SECRET_STORES, SECRETS };

/** A backend whose answers are what `answer` says: text, undefined for absent, or a throw. */
export function scriptedBackend(
  answer: (ref: RemoteRef) => string | undefined,
): ControllerDeps['connect'] {
  const client: SecretsClient = {
    async getSecret(ref): Promise<SecretPayload | undefined> {
      const text = answer(ref);
      return text === undefined
        ? undefined
        : { kind: 'document', bytes: SecretBytes.fromUtf8(text), version: '' };
    },
    findSecrets: async () => [],
    async checkAccess() {},
    async close() {},
  };
  return () => async () => client;
}
