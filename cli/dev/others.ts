import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { QuickStart } from './quick-start.ts';
import type { RunningPod } from './run-pod.ts';
import { readyReason, waitFor } from './tour.ts';

/** Shows the status of each ExternalSecret that no Pod of the quick start reads. True: all are Ready. */
export async function showOthers(
  quickStart: QuickStart,
  pods: readonly RunningPod[],
): Promise<boolean> {
  const { cluster, deps, report } = quickStart;
  let areReady = true;
  for (const object of await cluster.api.list(EXTERNAL_SECRETS, {}, deps.signal)) {
    const metadata = objectAt(object, 'metadata');
    const ref = { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') };
    const isShown = pods.some(
      (pod) => pod.namespace === ref.namespace && pod.externalSecrets.includes(ref.name),
    );
    if (isShown) {
      continue;
    }
    const status = await waitFor(
      `ExternalSecret ${ref.name} to have a status`,
      async () => readyReason(cluster.api, ref, deps.signal),
      quickStart,
    );
    const line = `ExternalSecret ${ref.namespace}/${ref.name}: ${status.ready ? 'Ready' : 'not Ready'}, ${status.text}`;
    if (status.ready) {
      report.line(line);
    } else {
      report.bad(line);
      areReady = false;
    }
  }
  return areReady;
}
