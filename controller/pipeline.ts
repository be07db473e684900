import type { KubernetesApi } from '../core/kube/index.ts';
import { type BackendEnvironment, metricNameOf } from '../core/provider/index.ts';
import type { Clock, Logger, Random } from '../core/runtime/index.ts';
import {
  type ClientPool,
  type ClientPoolDeps,
  createClientPool,
  createNativeSecretSink,
  createStoreResolver,
  createSync,
  type Sink,
  type StoreConnectorDeps,
  type Sync,
} from '../core/sync/index.ts';
import type { ControllerMetrics } from './metrics.ts';

export interface PipelineDeps {
  readonly api: KubernetesApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: ControllerMetrics;
  readonly controllerClass: string;
  /** The token of the controller's own ServiceAccount, lent to ClusterSecretStores that name no identity. */
  readonly readToken: () => Promise<string>;
  /** The proxies and endpoints by which backends are reached. */
  readonly backendEnvironment: BackendEnvironment;
  /** core/sync's createStoreConnector, or a test's. */
  readonly connect: (deps: StoreConnectorDeps) => ClientPoolDeps['connect'];
}

/** From an ExternalSecret to its native Secret. */
export interface Pipeline {
  readonly connect: ClientPoolDeps['connect'];
  readonly clients: ClientPool;
  readonly sync: Sync;
  readonly sink: Sink;
}

/** A session that nobody used for so long is closed. */
const IDLE_SESSION_MS = 600_000;

export function createPipeline(deps: PipelineDeps): Pipeline {
  const { api, clock, random, log, metrics, controllerClass } = deps;
  const connect = deps.connect({
    reader: api,
    tokens: api,
    identity: { kind: 'delegated', readToken: deps.readToken },
    environment: deps.backendEnvironment,
    clock,
    random,
    log,
    countCall(store, call, status) {
      metrics.providerCalls.increment({
        provider: metricNameOf(store.store.spec.backend),
        call,
        status,
      });
    },
  });
  const clients = createClientPool({ connect, clock, log, idleMs: IDLE_SESSION_MS });
  const sink = createNativeSecretSink({ api, log, orphanSearch: 'list' });
  const stores = createStoreResolver({ reader: api, controllerClass });
  return {
    connect,
    clients,
    sink,
    sync: createSync({ stores, clients, reader: api, sinks: [sink] }),
  };
}
