import { ENV_DIRECTORY } from '../core/api/index.ts';
import { metricNameOf } from '../core/provider/index.ts';
import {
  type Component,
  createLifecycle,
  createMetrics,
  createProbeServer,
  faultFields,
  type Lifecycle,
  type MetricsRegistry,
  type Probe,
  type ProbeServer,
} from '../core/runtime/index.ts';
import {
  type ClientPool,
  createClientPool,
  createStoreConnector,
  createStoreResolver,
  createSync,
} from '../core/sync/index.ts';
import type { Parts, SidecarDeps } from './compose-parts.ts';
import { composeReloads } from './compose-reload.ts';
import { composeWriter, CONTROLLER_CLASS, type Writer } from './compose-writer.ts';
import type { SidecarConfig } from './config.ts';
import { followSpecs } from './follow-specs.ts';
import { createFreshness, type FreshnessState } from './freshness.ts';
import { createLastGood } from './last-good.ts';
import { createLoops } from './loops.ts';
import { createSidecarMetrics } from './metrics.ts';
import { createPass } from './pass.ts';
import { createPodReporter } from './pod-reporter.ts';
import { createProgress } from './progress.ts';
import type { ReloadQueue } from './reload/index.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createDirectSource } from './source/index.ts';
import { createEnvFilesSink, createVolumeSink, generationTime } from './volume/index.ts';

export interface Sidecar {
  readonly lifecycle: Lifecycle;
  probePort(): number;
  /** Has every ExternalSecret the Pod names a committed generation? */
  started(): boolean;
  /** What keeps the Pod from starting, one line an ExternalSecret; undefined when started. */
  missing(): string | undefined;
  /** A pass over every ExternalSecret, now. */
  wake(): void;
  /** Faults that stand, one line each; undefined when there are none. */
  faults(): string | undefined;
}

/** A store session nobody used for so long is closed; longer than most refresh intervals in use. */
const IDLE_MS = 2 * 60 * 60_000;
const STOP_DEADLINE_MS = 10_000;
/** A component with nothing to do at one end of its life. */
const IDLE = { start: async () => Promise.resolve(), stop: async () => Promise.resolve() };

/** Sessions with stores. As the Pod, a store whose credentials lie in a Secret is refused (architecture, decision 6). */
function composeClients({ deps, metrics }: Parts): ClientPool {
  const { api, clock, random, log, identity, backendEnvironment } = deps;
  const connect = createStoreConnector({
    reader: api,
    tokens: api,
    identity,
    environment: backendEnvironment,
    clock,
    random,
    log,
    countCall({ store }, call, status) {
      const provider = metricNameOf(store.spec.backend);
      metrics.providerCalls.increment({ provider, call, status });
    },
  });
  return createClientPool({ connect, clock, log, idleMs: IDLE_MS });
}

function composeScheduler(
  parts: Parts,
  writer: Writer,
  clients: ClientPool,
  reloads: ReloadQueue,
): Scheduler {
  const { config, deps, volume } = parts;
  const variables = config.spec.env;
  const envFiles = createEnvFilesSink({ directory: ENV_DIRECTORY, variables }, deps.fs);
  const sync = createSync({
    stores: createStoreResolver({ reader: deps.api, controllerClass: CONTROLLER_CLASS }),
    clients,
    reader: deps.api,
    // The Pod's files first (sidecar.md 12.20), and of them those that the first generation says are there.
    sinks: [...(variables.length > 0 ? [envFiles] : []), volume, ...writer.sinks],
  });
  return createScheduler({
    ...deps,
    isDelivered: (name) => volume.generation(name) !== undefined,
    pass: createPass({
      ...parts,
      ...deps,
      ...writer,
      sync,
      reloads,
      lastGood: createLastGood(deps),
      async restore(name, data, signal) {
        await envFiles.restore(name, data, signal);
        await volume.restore(name, data, signal);
      },
    }),
    onFault({ metadata }, error) {
      deps.log.warn('pass failed; what was delivered stays', {
        externalSecret: metadata.name,
        ...faultFields(error),
      });
    },
  });
}

function composeLoops(
  parts: Parts,
  writer: Writer,
  scheduler: Scheduler,
  reloads: ReloadQueue,
): Component {
  const { config, deps, progress, freshness, pod } = parts;
  const { namespace, spec } = config;
  const { api, log } = deps;
  const source = createDirectSource({
    ...deps,
    watcher: api,
    namespace,
    names: spec.externalSecrets,
  });
  function onFault({ message }: Error): void {
    pod.tell({ type: 'Warning', reason: 'DeliveryFailed', message });
  }
  return createLoops(
    [
      async (signal) =>
        followSpecs({ source, scheduler, progress, namespace, onFault, log }, signal),
      async (signal) => scheduler.run(signal),
      async (signal) => reloads.run(signal),
      async (signal) => freshness.run(signal),
      async (signal) => pod.run(signal),
      ...writer.loops,
    ],
    deps.onBroken,
  );
}

function composeProbes(
  { config, progress, freshness }: Parts,
  registry: MetricsRegistry,
): ProbeServer {
  const delivered: Probe = () => progress.missing();
  return createProbeServer({
    host: config.probeHost,
    port: config.probePort,
    probes: {
      '/started': delivered,
      '/readyz': () => progress.missing() ?? freshness.expired(),
      '/livez': () => undefined,
    },
    metrics: () => registry.expose(),
  });
}

function composeParts(config: SidecarConfig, deps: SidecarDeps, registry: MetricsRegistry): Parts {
  const { spec } = config;
  const metrics = createSidecarMetrics(registry);
  const volume = createVolumeSink(spec, deps);
  const pod = createPodReporter({
    ...deps,
    pod: { namespace: config.namespace, name: config.podName, uid: config.podUid },
  });
  function onChange(externalSecret: string, state: FreshnessState, sinceMs: number): void {
    const sinceSeconds = Math.round(sinceMs / 1000);
    deps.log.info('freshness changed', { externalSecret, state, sinceSeconds });
    if (state === 'expired') {
      const message = `ExternalSecret "${externalSecret}": the backend has not confirmed the files for ${sinceSeconds} s, longer than the ${spec.staleLimitSeconds} s they may be stale`;
      pod.tell({ type: 'Warning', reason: 'SecretExpired', message });
    }
  }
  return {
    config,
    deps,
    metrics,
    volume,
    pod,
    progress: createProgress({
      names: spec.externalSecrets,
      isDelivered: (name) => volume.generation(name) !== undefined,
    }),
    freshness: createFreshness({
      limitMs: spec.staleLimitSeconds * 1000,
      clock: deps.clock,
      gauge: metrics.freshness,
      onChange,
    }),
  };
}

/** After a restart of the container: what lies there was good when it was committed, or later. */
async function openVolume({ config, volume, freshness }: Parts): Promise<void> {
  const { externalSecrets } = config.spec;
  await volume.open(externalSecrets);
  for (const name of externalSecrets) {
    const generation = volume.generation(name);
    if (generation !== undefined) {
      freshness.confirmed(name, generationTime(generation));
    }
  }
}

/** Puts a sidecar together. Nothing happens before `lifecycle.start()`. */
export function composeSidecar(config: SidecarConfig, deps: SidecarDeps): Sidecar {
  const registry = createMetrics();
  const parts = composeParts(config, deps, registry);
  const { progress } = parts;
  const clients = composeClients(parts);
  const reloads = composeReloads(parts);
  const writer = composeWriter(parts, {
    elected: (name) => {
      scheduler.elected(name);
    },
    drifted: (name) => {
      scheduler.drifted(name);
    },
    current: () => scheduler.current(),
  });
  const scheduler = composeScheduler(parts, writer, clients, reloads);
  const probes = composeProbes(parts, registry);
  const components: readonly Component[] = [
    probes,
    { ...IDLE, name: 'volume', start: async () => openVolume(parts) },
    { ...IDLE, name: 'store-sessions', stop: async () => clients.close() },
    composeLoops(parts, writer, scheduler, reloads),
  ];
  return {
    lifecycle: createLifecycle(components, { ...deps, stopDeadlineMs: STOP_DEADLINE_MS }),
    probePort: () => probes.port(),
    started: () => progress.missing() === undefined,
    missing: () => progress.missing(),
    wake: () => {
      scheduler.wakeAll();
    },
    faults: () => progress.faults(),
  };
}
