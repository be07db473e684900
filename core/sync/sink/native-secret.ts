import type { ExternalSecret } from '../../api/index.ts';
import { type ObjectReader, type ObjectWriter, SECRETS } from '../../kube/index.ts';
import type { Logger } from '../../runtime/index.ts';
import type { RenderedSecret, Sink, WriteOutcome } from '../contract.ts';
import { retryLostRaces, saying } from './attempt.ts';
import { fieldManager } from './marks.ts';
import { createOrphanSweep, type OrphanSearch } from './orphans.ts';
import { planWrite, type WritePlan } from './plan-write.ts';
import { removeSecret } from './remove-secret.ts';

export interface NativeSecretSinkDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly log: Logger;
  /** After a rename: `list` by label, as ESO does, or only what the status names (`binding`), for who may not list Secrets. */
  readonly orphanSearch: OrphanSearch;
}

/**
 * Writes the native Secret: create or full update with its resourceVersion, under the field manager ESO uses, and no write
 * when nothing differs (eso.md 1.5, 3.6, 3.7). SINK_CONFLICT where something else stands in the way; SINK_FAILED where the
 * API server refuses.
 */
export function createNativeSecretSink(deps: NativeSecretSinkDeps): Sink {
  const { api, log } = deps;
  const sweepOrphans = createOrphanSweep(deps);

  async function apply(
    plan: WritePlan,
    manager: string,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    if (plan.kind === 'create') {
      await api.create(SECRETS, plan.object, { fieldManager: manager }, signal);
      return { kind: 'written' };
    }
    if (plan.kind === 'replace') {
      await api.replace(SECRETS, plan.object, { fieldManager: manager }, signal);
    }
    if ((plan.kind === 'replace' || plan.kind === 'unchanged') && plan.then !== undefined) {
      throw plan.then;
    }
    return { kind: plan.kind === 'replace' ? 'written' : plan.kind };
  }

  async function writeOnce(
    externalSecret: ExternalSecret,
    rendered: RenderedSecret,
    signal: AbortSignal,
  ): Promise<WriteOutcome> {
    const { namespace, name } = rendered;
    const raw =
      externalSecret.spec.target.creationPolicy === 'None'
        ? undefined
        : await api.get(SECRETS, { namespace, name }, signal);
    const plan = planWrite(externalSecret, rendered, raw);
    const outcome = await apply(plan, fieldManager(externalSecret.metadata.name), signal);
    if (outcome.kind === 'written') {
      log.info('native secret written', { namespace, secret: name, how: plan.kind });
    }
    return outcome;
  }

  return {
    name: 'native-secret',
    async write(externalSecret, rendered, signal) {
      const outcome = await saying('could not update secret', async () =>
        retryLostRaces(async () => writeOnce(externalSecret, rendered, signal)),
      );
      await saying('could not delete orphaned secrets', async () =>
        sweepOrphans(externalSecret, signal),
      );
      return outcome;
    },
    async remove(externalSecret, signal) {
      await saying('could not delete secret', async () =>
        retryLostRaces(async () => removeSecret(externalSecret, deps, signal)),
      );
    },
  };
}
