import type { ExternalSecret } from '../core/api/index.ts';
import {
  createNativeSecretSink,
  nudgingKubelet,
  type Sink,
  usesForeignStore,
} from '../core/sync/index.ts';
import type { Parts } from './compose-parts.ts';
import type { Loop } from './loops.ts';
import type { Scheduler } from './scheduler.ts';
import {
  checkDrift,
  createElections,
  createReporter,
  type Reporter,
  silentReporter,
  whileLeading,
} from './writer/index.ts';

export const CONTROLLER_CLASS = 'default';

/** Who writes what the API server holds: `none` of it where a controller does, otherwise the elected sidecar. */
export interface Writer {
  readonly sinks: readonly Sink[];
  readonly reporter: Reporter;
  readonly loops: readonly Loop[];
}

export function composeWriter(
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
  const secrets = createNativeSecretSink({ ...deps, orphanSearch: 'binding' });
  const native = whileLeading(nudgingKubelet(secrets, deps), leads);
  const stores = { reader: deps.api, controllerClass: CONTROLLER_CLASS };
  return {
    sinks: [native],
    reporter: createReporter({
      ...deps,
      leads,
      wrote: (name) => native.wrote(name),
      isForeign: async (externalSecret, signal) => usesForeignStore(externalSecret, stores, signal),
    }),
    loops: [
      async (signal) => elections.run(signal),
      async (signal) => checkDrift({ ...deps, led, onDrift: schedule.drifted }, signal),
    ],
  };
}
