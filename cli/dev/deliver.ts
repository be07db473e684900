import type { RawObject } from '../../core/api/index.ts';
import { AppError, objectAt, textAt } from '../../core/runtime/index.ts';
import type { QuickStart } from './quick-start.ts';
import { EXAMPLE_POD } from './rotate.ts';
import { type RunningPod, runPod } from './run-pod.ts';
import { injectedPods } from './tour.ts';

/** The Pods that run, and whether all do that should. */
export interface Delivery {
  readonly pods: readonly RunningPod[];
  readonly isComplete: boolean;
}

function isExample(pod: RawObject): boolean {
  const metadata = objectAt(pod, 'metadata');
  return (
    textAt(metadata, 'namespace') === EXAMPLE_POD.namespace &&
    textAt(metadata, 'name') === EXAMPLE_POD.name
  );
}

async function stopAll(pods: readonly RunningPod[]): Promise<void> {
  for (const pod of pods) {
    await pod.stop();
  }
}

/**
 * Runs every Pod that was given a sidecar, the example's first: without that one there is no tour, and its fault is
 * thrown. Another Pod that does not start is shown, and the tour goes on.
 */
async function runPods(
  quickStart: QuickStart,
  running: RunningPod[],
  waiting: readonly RawObject[],
): Promise<boolean> {
  let isComplete = true;
  for (const pod of waiting) {
    try {
      running.push(await runPod(quickStart, pod));
    } catch (error) {
      if (!(error instanceof AppError) || quickStart.deps.signal.aborted || isExample(pod)) {
        throw error;
      }
      const metadata = objectAt(pod, 'metadata');
      quickStart.report.bad(
        `Pod ${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}: ${error.message}`,
      );
      isComplete = false;
    }
  }
  return isComplete;
}

/** Has every Pod delivered to, lets `use` work with them, and stops them. */
export async function withPods<Answer>(
  quickStart: QuickStart,
  use: (delivery: Delivery) => Promise<Answer>,
): Promise<Answer> {
  const injected = await injectedPods(quickStart.cluster.api, quickStart.deps.signal);
  const waiting = injected.toSorted(
    (left, right) => Number(isExample(right)) - Number(isExample(left)),
  );
  const pods: RunningPod[] = [];
  try {
    const isComplete = await runPods(quickStart, pods, waiting);
    return await use({ pods, isComplete });
  } finally {
    await stopAll(pods);
  }
}
