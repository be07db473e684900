import { parseExternalSecret, type RawObject, storeRefsOf } from '../../core/api/index.ts';
import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import { AppError, createChannel, type Logger } from '../../core/runtime/index.ts';
import type { SpecEvent, SpecSource } from './spec-source.ts';
import { createStoreWatches } from './store-watches.ts';
import { watchOne, type WatchOneDeps } from './watch-one.ts';

export interface DirectSourceDeps extends WatchOneDeps {
  readonly namespace: string;
  /** The ExternalSecrets the Pod names. */
  readonly names: readonly string[];
  readonly log: Logger;
}

/** Reads the named ExternalSecrets, and news of their stores, from the API server with the Pod's own rights. */
export function createDirectSource(deps: DirectSourceDeps): SpecSource {
  function toEvent(name: string, object: RawObject | undefined): SpecEvent {
    if (object === undefined) {
      return { kind: 'absent', name };
    }
    const parsed = parseExternalSecret(object);
    if (parsed.ok) {
      return { kind: 'put', externalSecret: parsed.value };
    }
    const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
    const error = new AppError('SPEC_INVALID', `ExternalSecret "${name}": ${problems}`);
    return { kind: 'unreadable', name, error };
  }

  return {
    async *events(signal) {
      const channel = createChannel<SpecEvent>(signal);
      const stores = createStoreWatches({
        ...deps,
        onChange(name) {
          channel.push({ kind: 'store-changed', name });
        },
      });
      function report(event: SpecEvent): void {
        channel.push(event);
        if (event.kind === 'put') {
          const { externalSecret } = event;
          stores.set(externalSecret.metadata.name, storeRefsOf(externalSecret), signal);
        }
      }
      for (const name of deps.names) {
        void watchOne(
          { resource: EXTERNAL_SECRETS, ref: { namespace: deps.namespace, name } },
          {
            onState: (object) => {
              report(toEvent(name, object));
            },
            onRefusal: (error) => {
              report({ kind: 'unreadable', name, error });
            },
          },
          deps,
          signal,
        );
      }
      yield* channel;
    },
  };
}
