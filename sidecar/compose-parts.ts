import type { BackendEnvironment, ProcessIdentity } from '../core/provider/index.ts';
import type { KubernetesApi } from '../core/kube/index.ts';
import type { AppError, Clock, Logger, Random } from '../core/runtime/index.ts';
import type { SidecarConfig } from './config.ts';
import type { Freshness } from './freshness.ts';
import type { SidecarMetrics } from './metrics.ts';
import type { PodReporter } from './pod-reporter.ts';
import type { Progress } from './progress.ts';
import type { ProcessTable } from './reload/index.ts';
import type { FileSystem, VolumeSink } from './volume/index.ts';

export interface SidecarDeps {
  /** The API server, spoken to as the Pod. */
  readonly api: KubernetesApi;
  /** Who the process is to stores: `direct` beside an application, with the Pod's projected token. */
  readonly identity: ProcessIdentity;
  /** The proxies and endpoints by which backends are reached. */
  readonly backendEnvironment: BackendEnvironment;
  readonly fs: FileSystem;
  /** The Pod's processes, as far as they can be seen. */
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** A part of the sidecar broke for good; the process should end. */
  readonly onBroken: (error: AppError) => void;
}

/** What the parts of a sidecar are composed of. */
export interface Parts {
  readonly config: SidecarConfig;
  readonly deps: SidecarDeps;
  readonly metrics: SidecarMetrics;
  readonly volume: VolumeSink;
  readonly progress: Progress;
  readonly freshness: Freshness;
  readonly pod: PodReporter;
}
