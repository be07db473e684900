import { NUDGED_ANNOTATION, type RawObject } from '../../api/index.ts';
import { type ObjectReader, type ObjectWriter, PODS } from '../../kube/index.ts';
import {
  type Clock,
  faultFields,
  type Logger,
  objectAt,
  objectsAt,
  textAt,
} from '../../runtime/index.ts';
import type { Sink } from '../contract.ts';

const FIELD_MANAGER = 'sallyport-nudge';

export interface NudgeDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly clock: Clock;
  readonly log: Logger;
}

function mounts(pod: RawObject, secret: string): boolean {
  return objectsAt(objectAt(pod, 'spec'), 'volumes').some(
    (volume) =>
      textAt(objectAt(volume, 'secret'), 'secretName') === secret ||
      objectsAt(objectAt(volume, 'projected'), 'sources').some(
        (source) => textAt(objectAt(source, 'secret'), 'name') === secret,
      ),
  );
}

function isAlive(pod: RawObject): boolean {
  const phase = textAt(objectAt(pod, 'status'), 'phase');
  const isEnding = 'deletionTimestamp' in objectAt(pod, 'metadata');
  return !isEnding && phase !== 'Succeeded' && phase !== 'Failed';
}

async function nudge(
  { api, clock }: NudgeDeps,
  namespace: string,
  secret: string,
  signal: AbortSignal,
): Promise<number> {
  const pods = await api.list(PODS, { namespace }, signal);
  const concerned = pods.filter((pod) => isAlive(pod) && mounts(pod, secret));
  const annotations = { [NUDGED_ANNOTATION]: clock.now().toISOString() };
  for (const pod of concerned) {
    const ref = { namespace, name: textAt(objectAt(pod, 'metadata'), 'name') };
    const options = { type: 'merge', fieldManager: FIELD_MANAGER } as const;
    await api.patch(PODS, ref, { metadata: { annotations } }, options, signal);
  }
  return concerned.length;
}

/**
 * The sink, and after a Secret that was there before has changed a patch of each Pod that mounts it: the kubelet then looks at once,
 * instead of within 60 to 90 s (sidecar.md 5.6). A nudge that fails is no fault; the kubelet comes round by itself.
 */
export function nudgingKubelet(sink: Sink, deps: NudgeDeps): Sink {
  return {
    name: sink.name,
    async write(externalSecret, secret, signal) {
      const outcome = await sink.write(externalSecret, secret, signal);
      const wasThere = externalSecret.status.binding.name === secret.name;
      if (outcome.kind !== 'written' || !wasThere) {
        return outcome;
      }
      const { namespace, name } = secret;
      try {
        const nudged = await nudge(deps, namespace, name, signal);
        deps.log.debug('pods nudged', { namespace, secret: name, nudged });
      } catch (error) {
        deps.log.debug('pods not nudged', { namespace, secret: name, ...faultFields(error) });
      }
      return outcome;
    },
    remove: async (externalSecret, signal) => sink.remove(externalSecret, signal),
  };
}
