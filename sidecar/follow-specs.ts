import { AppError, faultFields, type Logger } from '../core/runtime/index.ts';
import type { Progress } from './progress.ts';
import type { Scheduler } from './scheduler.ts';
import type { SpecEvent, SpecSource } from './source/index.ts';

export interface FollowSpecsDeps {
  readonly source: SpecSource;
  readonly scheduler: Scheduler;
  readonly progress: Progress;
  readonly namespace: string;
  /** Told on the Pod what keeps it from being served. */
  readonly onFault: (error: AppError) => void;
  readonly log: Logger;
}

/** Carries what the source says to the scheduler, and what is wrong to whoever waits for the first delivery. */
export async function followSpecs(deps: FollowSpecsDeps, signal: AbortSignal): Promise<void> {
  const { scheduler, progress, log } = deps;

  function fail(name: string, error: AppError): void {
    progress.failed(name, error);
    deps.onFault(error);
    log.warn('external secret cannot be followed; what was delivered stays', {
      externalSecret: name,
      ...faultFields(error),
    });
  }

  function absent(name: string): void {
    scheduler.remove(name);
    fail(
      name,
      new AppError(
        'KUBE_NOT_FOUND',
        `there is no ExternalSecret "${name}" in namespace "${deps.namespace}"; create it, or correct the Pod's annotation`,
      ),
    );
  }

  function take(event: SpecEvent): void {
    switch (event.kind) {
      case 'put':
        scheduler.put(event.externalSecret);
        break;
      case 'absent':
        absent(event.name);
        break;
      case 'unreadable':
        fail(event.name, event.error);
        break;
      case 'store-changed':
        scheduler.wake(event.name);
        break;
    }
  }

  for await (const event of deps.source.events(signal)) {
    take(event);
  }
}
