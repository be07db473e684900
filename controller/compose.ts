import {
  createLifecycle,
  createMetrics,
  createProbeServer,
  type Lifecycle,
  type MetricsRegistry,
  type Random,
} from '../core/runtime/index.ts';
import { createPolicySet, type NamespaceFacts } from '../core/policy/index.ts';
import { createEventRecorder, createLeaderElection } from '../core/kube/index.ts';
import type { ControllerConfig } from './config.ts';
import { createReconciler } from './external-secret/reconcile.ts';
import { type ControllerMetrics, declareMetrics, dropObjects } from './metrics.ts';
import { createPolicyGate } from './policy-gate.ts';
import { createPipeline, type PipelineDeps } from './pipeline.ts';
import type { WorkQueue } from './queue.ts';
import { createStoreReconciler } from './secret-store/reconcile.ts';
import { FIELD_MANAGER } from './status.ts';
import { createStoreCatalog } from './store-catalog.ts';
import { createWakeIndex } from './wake-index.ts';
import { createWatches } from './watches.ts';
import { createQueue, createWorkers, type WhileLeading } from './workers.ts';

export interface ControllerDeps extends Omit<PipelineDeps, 'metrics' | 'controllerClass'> {
  readonly random: Random;
  /** Called when the controller cannot go on: a fault of its own, never one of the cluster or a backend. */
  readonly onBroken: (cause: unknown) => void;
}

export interface Controller {
  readonly lifecycle: Lifecycle;
  /** Where the probes are served; 0 before start. */
  probePort(): number;
  /** Undefined once the first full lists are in, otherwise what it waits for. */
  waitsFor(): string | undefined;
}

const STOP_DEADLINE_MS = 20_000;
/** Stores are few and asking one is cheap. */
const STORE_CONCURRENCY = 4;

/** The controller put together: followers fill two queues, reconcilers work them off, probes and metrics tell of it. */
export function composeController(config: ControllerConfig, deps: ControllerDeps): Controller {
  const { api, clock, random, log } = deps;
  const { controllerClass } = config;
  const registry = createMetrics();
  const metrics = declareMetrics(registry);
  const events = createEventRecorder({ api, component: FIELD_MANAGER, clock, log });
  const shared = { api, events, metrics, controllerClass, clock, random, log };
  const { connect, clients, sync, sink } = createPipeline({ ...deps, metrics, controllerClass });
  const known = createKnowledge(api, wakeExternalSecret);
  const externalSecrets = createQueue({
    ...shared,
    name: 'externalsecret',
    concurrency: config.concurrency,
    work: createReconciler({ ...shared, ...known, sync, sink }),
  });
  const stores = createQueue({
    ...shared,
    name: 'secretstore',
    concurrency: STORE_CONCURRENCY,
    work: createStoreReconciler({ ...shared, connect, intervalMs: config.storeIntervalMs }),
  });
  const queues = { externalsecret: externalSecrets, secretstore: stores };
  function wakeExternalSecret(key: string): void {
    externalSecrets.add(key);
  }
  const wakeStore = stores.add.bind(stores);
  const followers = createWatches({
    ...{ watcher: api, clock, random, log, namespaces: config.namespaces, ...known },
    wakeExternalSecret,
    wakeStore,
  });
  function waitsFor(): string | undefined {
    return followers.map((each) => each.waitsFor()).find((problem) => problem !== undefined);
  }
  const probes = createProbeServer({
    host: config.probeHost,
    port: config.probePort,
    probes: { '/livez': () => undefined, '/readyz': waitsFor },
    metrics: exposition(registry, metrics, queues),
  });
  const workers = createWorkers({
    ...{ followers, log, queues: Object.values(queues) },
    whileLeading: leadership(config, deps),
    onTerm(is) {
      if (is === 'over') {
        dropObjects(metrics);
      } else {
        // Another replica may have left any of them half done.
        known.index.keys().forEach(wakeExternalSecret);
        known.catalog.keys().forEach(wakeStore);
      }
    },
    onBroken: deps.onBroken,
    close: async () => clients.close(),
  });
  return {
    lifecycle: createLifecycle([probes, workers], { log, clock, stopDeadlineMs: STOP_DEADLINE_MS }),
    probePort: () => probes.port(),
    waitsFor,
  };
}

/** What watches keep and passes look at. Each change of the policies wakes every ExternalSecret. */
function createKnowledge(api: ControllerDeps['api'], wake: (key: string) => void) {
  const catalog = createStoreCatalog(api);
  const namespaceFacts = new Map<string, NamespaceFacts>();
  const index = createWakeIndex();
  const policies = createPolicySet(() => {
    index.keys().forEach(wake);
  });
  const gate = createPolicyGate({
    policies: policies.inForce,
    catalog,
    namespaces: namespaceFacts,
  });
  return { catalog, index, policies, gate, namespaceFacts, ending: new Set<string>() };
}

/** Client-go's numbers, as ESO has them (eso.md 8.2). */
const LEADER = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000 };

function leadership(
  { lease, identity }: ControllerConfig,
  { api, clock, random, log }: ControllerDeps,
): WhileLeading {
  if (lease === undefined) {
    return async (work, signal) => work(signal);
  }
  const election = createLeaderElection({ ...LEADER, api, lease, identity, clock, random, log });
  return async (work, signal) => election.run(work, signal);
}

function exposition(
  registry: MetricsRegistry,
  { queueDepth }: ControllerMetrics,
  queues: Readonly<Record<string, WorkQueue>>,
): () => string {
  return () => {
    for (const [queue, waiting] of Object.entries(queues)) {
      queueDepth.set({ queue }, waiting.depth());
    }
    return registry.expose();
  };
}
