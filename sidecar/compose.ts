import type { ExternalSecret } from '../core/api/index.ts';
import type { KubernetesApi } from '../core/kube/index.ts';
import {
  type AppError,
  type Clock,
  type Component,
  createLifecycle,
  createMetrics,
  createProbeServer,
  faultFields,
  type Lifecycle,
  type Logger,
  type MetricsRegistry,
  type Probe,
  type ProbeServer,
  type Random,
} from '../core/runtime/index.ts';
import {
  type ClientPool,
  createClientPool,
  createNativeSecretSink,
  createStoreConnector,
  createStoreResolver,
  createSync,
  type Sink,
} from '../core/sync/index.ts';
import { type ProcessIdentity, providerFacts } from '../core/provider/index.ts';
import type { SidecarConfig } from './config.ts';
import { followSpecs } from './follow-specs.ts';
import { createLoops, type Loop } from './loops.ts';
import { createSidecarMetrics, type SidecarMetrics } from './metrics.ts';
import { createPass } from './pass.ts';
import { createProgress, type Progress } from './progress.ts';
import { createHttpHook, createReloadQueue, type ReloadQueue } from './reload/index.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createDirectSource } from './source/index.ts';
import { createVolumeSink, type FileSystem, type VolumeSink } from './volume/index.ts';
import {
  checkDrift,
  createElections,
  createReporter,
  type Reporter,
  silentReporter,
  whileLeading,
} from './writer/index.ts';

export interface SidecarDeps {
  /** The API server, spoken to as the Pod. */
  readonly api: KubernetesApi;
  /** Who the process is to stores: `direct` beside an application, with the Pod's projected token. */
  readonly identity: ProcessIdentity;
  readonly fs: FileSystem;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** A part of the sidecar broke for good; the process should end. */
  readonly onBroken: (error: AppError) => void;
}

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
const CONTROLLER_CLASS = 'default';
/** A component with nothing to do at one end of its life. */
const IDLE = { start: async () => Promise.resolve(), stop: async () => Promise.resolve() };

function composeReloads(
  config: SidecarConfig,
  deps: SidecarDeps,
  metrics: SidecarMetrics,
): ReloadQueue {
  return createReloadQueue({
    hooks: config.spec.reload.map(createHttpHook),
    clock: deps.clock,
    random: deps.random,
    onResult(hook, error) {
      metrics.reloads.increment({ hook, result: error === undefined ? 'ok' : 'failed' });
      if (error === undefined) {
        deps.log.info('application told to reload', { hook });
      } else {
        deps.log.warn('application could not be told to reload; trying again', {
          hook,
          ...faultFields(error),
        });
      }
    },
  });
}

interface Parts {
  readonly config: SidecarConfig;
  readonly deps: SidecarDeps;
  readonly metrics: SidecarMetrics;
  readonly volume: VolumeSink;
  readonly progress: Progress;
}

/** Who writes what the API server holds: `none` of it where a controller does, otherwise the elected sidecar. */
interface Writer {
  readonly sinks: readonly Sink[];
  readonly reporter: Reporter;
  readonly loops: readonly Loop[];
}

function composeWriter(
  { config, deps, metrics }: Parts,
  schedule: Pick<Scheduler, 'elected' | 'drifted' | 'current'>,
): Writer {
  if (config.spec.nativeSecret === 'none') {
    return { sinks: [], reporter: silentReporter, loops: [] };
  }
  const { externalSecrets } = config.spec;
  const elections = createElections({
    ...deps,
    ...config,
    externalSecrets,
    onLead: schedule.elected,
    leader: metrics.leader,
  });
  const leads = (name: string): boolean => elections.leads(name);
  const led = (): readonly ExternalSecret[] =>
    schedule.current().filter(({ metadata }) => leads(metadata.name));
  const native = whileLeading(createNativeSecretSink({ ...deps, orphanSearch: 'binding' }), leads);
  return {
    sinks: [native],
    reporter: createReporter({ ...deps, leads, wrote: (name) => native.wrote(name) }),
    loops: [
      async (signal) => elections.run(signal),
      async (signal) => checkDrift({ ...deps, led, onDrift: schedule.drifted }, signal),
    ],
  };
}

/** Sessions with stores. As the Pod, a store whose credentials lie in a Secret is refused (architecture, decision 6). */
function composeClients({ deps, metrics }: Parts): ClientPool {
  const { api, clock, random, log, identity } = deps;
  const connect = createStoreConnector({
    reader: api,
    tokens: api,
    identity,
    clock,
    random,
    log,
    countCall({ store }, call, status) {
      const { name } = store.spec.backend;
      const provider = name === 'unsupported' ? name : providerFacts(name).metricName;
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
  const { deps, volume } = parts;
  const sync = createSync({
    stores: createStoreResolver({ reader: deps.api, controllerClass: CONTROLLER_CLASS }),
    clients,
    reader: deps.api,
    sinks: [volume, ...writer.sinks], // the Pod's files first (sidecar.md 12.20)
  });
  return createScheduler({
    ...deps,
    isDelivered: (name) => volume.generation(name) !== undefined,
    pass: createPass({ ...parts, ...deps, ...writer, sync, reloads }),
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
  const { config, deps, progress } = parts;
  const { namespace, spec } = config;
  const { api, log } = deps;
  const source = createDirectSource({
    ...deps,
    watcher: api,
    namespace,
    names: spec.externalSecrets,
  });
  return createLoops(
    [
      async (signal) => followSpecs({ source, scheduler, progress, namespace, log }, signal),
      async (signal) => scheduler.run(signal),
      async (signal) => reloads.run(signal),
      ...writer.loops,
    ],
    deps.onBroken,
  );
}

function composeProbes(parts: Parts, registry: MetricsRegistry): ProbeServer {
  const { config, progress } = parts;
  const delivered: Probe = () => progress.missing();
  return createProbeServer({
    host: config.probeHost,
    port: config.probePort,
    probes: { '/started': delivered, '/readyz': delivered, '/livez': () => undefined },
    metrics: () => registry.expose(),
  });
}

/** Puts a sidecar together. Nothing happens before `lifecycle.start()`. */
export function composeSidecar(config: SidecarConfig, deps: SidecarDeps): Sidecar {
  const { spec } = config;
  const registry = createMetrics();
  const metrics = createSidecarMetrics(registry);
  const volume = createVolumeSink(spec, deps);
  const progress = createProgress({
    names: spec.externalSecrets,
    isDelivered: (name) => volume.generation(name) !== undefined,
  });
  const parts: Parts = { config, deps, metrics, volume, progress };
  const clients = composeClients(parts);
  const reloads = composeReloads(config, deps, metrics);
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
    { ...IDLE, name: 'volume', start: async () => volume.open(spec.externalSecrets) },
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
