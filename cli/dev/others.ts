import type { RawObject } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  type Resource,
  SECRET_STORES,
} from '../../core/kube/index.ts';
import { AppError, objectAt, textAt } from '../../core/runtime/index.ts';
import { EXAMPLE_STORE } from './backend.ts';
import type { QuickStart } from './quick-start.ts';
import type { RunningPod } from './run-pod.ts';
import { readyReason, waitFor } from './tour.ts';

interface Ref {
  readonly namespace: string;
  readonly name: string;
}

function refOf(object: RawObject): Ref {
  const metadata = objectAt(object, 'metadata');
  return { namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') };
}

/** Shows whether one object is Ready. A status that does not come is said, and is no reason to end. */
async function showReady(
  { cluster, deps, parts, report }: QuickStart,
  resource: Resource,
  ref: Ref,
): Promise<boolean> {
  const label = [resource.kind, [ref.namespace, ref.name].filter((part) => part !== '').join('/')];
  const subject = label.join(' ');
  try {
    const { ready, text } = await waitFor(
      `${subject} to have a status`,
      async () => readyReason(cluster.api, resource, ref, deps.signal),
      { deps, parts, report },
    );
    if (ready) {
      report.line(`${subject}: Ready, ${text}`);
    } else {
      report.bad(`${subject}: not Ready, ${text}`);
    }
    return ready;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TIMEOUT') {
      throw error;
    }
    report.bad(`${subject}: ${error.message}`);
    return false;
  }
}

/** Stores besides the example's. One of another controller class is another controller's to judge. */
async function otherStores({ cluster, deps }: QuickStart): Promise<readonly [Resource, Ref][]> {
  const found: [Resource, Ref][] = [];
  for (const resource of [SECRET_STORES, CLUSTER_SECRET_STORES]) {
    for (const object of await cluster.api.list(resource, {}, deps.signal)) {
      const ref = refOf(object);
      const isExample =
        ref.namespace === EXAMPLE_STORE.namespace && ref.name === EXAMPLE_STORE.name;
      if (!isExample && textAt(objectAt(object, 'spec'), 'controller') === '') {
        found.push([resource, ref]);
      }
    }
  }
  return found;
}

/** Shows the status of stores, and of each ExternalSecret that no Pod of the quick start reads. True: all are Ready. */
export async function showOthers(
  quickStart: QuickStart,
  pods: readonly RunningPod[],
): Promise<boolean> {
  const externalSecrets = await quickStart.cluster.api.list(
    EXTERNAL_SECRETS,
    {},
    quickStart.deps.signal,
  );
  const unshown = externalSecrets
    .map(refOf)
    .filter(
      ({ namespace, name }) =>
        !pods.some((pod) => pod.namespace === namespace && pod.externalSecrets.includes(name)),
    )
    .map((ref): [Resource, Ref] => [EXTERNAL_SECRETS, ref]);
  let areReady = true;
  for (const [resource, ref] of [...(await otherStores(quickStart)), ...unshown]) {
    areReady = (await showReady(quickStart, resource, ref)) && areReady;
  }
  return areReady;
}
