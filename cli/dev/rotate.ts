import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import { EXAMPLE_KEY } from './backend.ts';
import type { QuickStart } from './quick-start.ts';
import type { RunningPod } from './run-pod.ts';
import { currentGeneration, describeFiles, waitFor } from './tour.ts';

const SECOND_PASSWORD = 'second-password';
/** The example's Pod: the one that is told to reload. */
export const EXAMPLE_POD = { namespace: 'default', name: 'shop' };
const EXAMPLE = { namespace: 'default', name: 'database' };

/** What `kubectl annotate externalsecret database force-sync=now` does: no waiting for the refresh interval. */
async function forceSync({ cluster, deps }: QuickStart): Promise<void> {
  const annotations = { 'force-sync': deps.clock.now().toISOString() };
  await cluster.api.patch(
    EXTERNAL_SECRETS,
    EXAMPLE,
    { metadata: { annotations } },
    { type: 'merge', fieldManager: 'kubectl' },
    deps.signal,
  );
}

/** Changes the value and follows it: backend → files → the application, which was told and reads the new value. */
export async function rotate(quickStart: QuickStart, pods: readonly RunningPod[]): Promise<void> {
  const { backend, cluster, deps, report } = quickStart;
  const pod = pods.find(
    ({ namespace, name }) => namespace === EXAMPLE_POD.namespace && name === EXAMPLE_POD.name,
  );
  if (pod === undefined) {
    throw new AppError('SPEC_INVALID', 'the example Pod was not admitted with a sidecar');
  }
  const directory = pod.directoryOf(EXAMPLE.name);
  const before = await currentGeneration(directory);
  const started = deps.clock.monotonicMs();
  const elapsed = (): string => `${Math.round(deps.clock.monotonicMs() - started)} ms`;

  report.line(`${EXAMPLE_KEY} has a new password in the backend`);
  await backend.put(SECOND_PASSWORD, cluster.api, deps.signal);
  await forceSync(quickStart);

  await waitFor(
    'a new generation of files',
    async () => ((await currentGeneration(directory)) === before ? undefined : true),
    quickStart,
  );
  report.line(`after ${elapsed()}: a new generation of files, all of them at once`);
  for (const line of await describeFiles(directory, pod.mountOf(EXAMPLE.name))) {
    report.line(`  ${line}`);
  }
  await waitFor(
    'the application to be told and to read the new password',
    async () =>
      pod.application.reloads() > 0 && pod.application.uses(SECOND_PASSWORD) ? true : undefined,
    quickStart,
  );
  report.good(`after ${elapsed()}: the application was told to reload and uses the new password`);
}
