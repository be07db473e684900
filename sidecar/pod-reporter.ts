import {
  createEventRecorder,
  type EventRecorder,
  type ObjectWriter,
  PODS,
} from '../core/kube/index.ts';
import { type AppError, type Clock, type Logger, toAppError } from '../core/runtime/index.ts';
import { createPause } from './pause.ts';

const COMPONENT = 'sallyport-sidecar';
/** Whether the application took the last change of its files; on the Pod, where the sidecar may write it. */
const RELOADED_CONDITION = 'sallyport.dev/Reloaded';

export interface PodReporterDeps {
  readonly api: ObjectWriter;
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly clock: Clock;
  readonly log: Logger;
}

/** What concerns this Pod alone, told on the Pod. Nothing waits for it and nothing fails by it. */
export interface PodReporter {
  tell(note: Parameters<EventRecorder['record']>[1]): void;
  /** The application took the last change, or did not. */
  reloaded(error: AppError | undefined): void;
  /** Sends what there is to tell, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

type Task = (signal: AbortSignal) => Promise<void>;

async function writeCondition(
  { api, pod, clock }: PodReporterDeps,
  error: AppError | undefined,
  signal: AbortSignal,
): Promise<void> {
  const condition = {
    type: RELOADED_CONDITION,
    status: error === undefined ? 'True' : 'False',
    reason: error === undefined ? 'Reloaded' : 'ReloadFailed',
    message: error?.message ?? '',
    lastTransitionTime: clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/u, 'Z'),
  };
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: pod,
    status: { conditions: [condition] },
  };
  const options = {
    type: 'apply',
    subresource: 'status',
    fieldManager: COMPONENT,
    force: true,
  } as const;
  await api.patch(PODS, pod, body, options, signal);
}

export function createPodReporter(deps: PodReporterDeps): PodReporter {
  const { api, pod, clock, log } = deps;
  const events = createEventRecorder({ api, component: COMPONENT, clock, log });
  const involved = { apiVersion: 'v1', kind: 'Pod', metadata: { ...pod, resourceVersion: '' } };
  const pause = createPause(clock);
  const tasks: Task[] = [];
  let lastStatus: string | undefined;
  let mayWriteCondition = true;

  function add(task: Task): void {
    tasks.push(task);
    pause.wake();
  }

  /** Few ServiceAccounts may, and a Pod's condition is a convenience: once refused, it is left. */
  async function tryCondition(error: AppError | undefined, signal: AbortSignal): Promise<void> {
    try {
      await writeCondition(deps, error, signal);
    } catch (cause) {
      const { code, message } = toAppError(cause);
      mayWriteCondition = code !== 'KUBE_FORBIDDEN';
      log.debug('the condition of the Pod could not be written', { code, cause: message });
    }
  }

  return {
    tell(note) {
      add(async (signal) => events.record(involved, note, signal));
    },
    reloaded(error) {
      const status = error === undefined ? 'True' : `False ${error.message}`;
      if (mayWriteCondition && status !== lastStatus) {
        lastStatus = status;
        add(async (signal) => tryCondition(error, signal));
      }
    },
    async run(signal) {
      signal.addEventListener('abort', () => {
        pause.wake();
      });
      while (!signal.aborted) {
        for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
          await task(signal);
        }
        await pause.wait(undefined);
      }
    },
  };
}
