import { CREATED_BY_LABEL, type ExternalSecret, targetName } from '../../api/index.ts';
import { type ObjectReader, type ObjectWriter, SECRETS } from '../../kube/index.ts';
import { AppError, type Logger, toAppError } from '../../runtime/index.ts';
import type { RenderedSecret, Sink, WriteOutcome } from '../contract.ts';
import { toLiveSecret } from './live-secret.ts';
import { createdBy, fieldManager } from './marks.ts';
import { createOrphanSweep, type OrphanSearch } from './orphans.ts';
import { isOwnedBy } from './ownership.ts';
import { planWrite, type WritePlan } from './plan-write.ts';

export interface NativeSecretSinkDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly log: Logger;
  /** `list`: by label, as ESO does. `binding`: only what the status names, for a process that may not list Secrets. */
  readonly orphanSearch: OrphanSearch;
}

/** A lost race is tried again at once, this often; more means that two writers fight. */
const MAX_TRIES = 5;

function isLostRace(error: unknown): boolean {
  return error instanceof AppError && error.code === 'KUBE_CONFLICT';
}

async function retryLostRaces<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !isLostRace(error)) {
        throw error;
      }
    }
  }
}

/** ESO's words first, then the cause; faults that already say so, and an abort, stay as they are. */
async function saying<Result>(words: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const fault = toAppError(error);
    if (['SINK_CONFLICT', 'SINK_FAILED', 'ABORTED', 'INTERNAL'].includes(fault.code)) {
      throw fault;
    }
    throw new AppError('SINK_FAILED', `${words}: ${fault.message}`, { cause: error });
  }
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

  async function removeOnce(externalSecret: ExternalSecret, signal: AbortSignal): Promise<void> {
    const { namespace } = externalSecret.metadata;
    const name = targetName(externalSecret);
    const { creationPolicy } = externalSecret.spec.target;
    if (creationPolicy !== 'Owner') {
      throw new AppError(
        'SINK_CONFLICT',
        `could not delete secret: unable to delete secret ${name}: creationPolicy=${creationPolicy} is not Owner`,
      );
    }
    const raw = await api.get(SECRETS, { namespace, name }, signal);
    if (raw === undefined) {
      return;
    }
    const live = toLiveSecret(raw);
    const isOurs =
      isOwnedBy(live, externalSecret) ||
      live.labels[CREATED_BY_LABEL] === createdBy(externalSecret.metadata);
    if (!isOurs) {
      throw new AppError(
        'SINK_CONFLICT',
        `could not delete secret: Secret ${JSON.stringify(name)} was not made by this ExternalSecret`,
      );
    }
    await api.delete(SECRETS, { namespace, name }, { uid: live.uid }, signal);
    log.info('native secret deleted', { namespace, secret: name });
  }

  return {
    name: 'native-secret',
    async write(externalSecret, rendered, signal) {
      const outcome = await saying('could not update secret', async () =>
        retryLostRaces(async () => writeOnce(externalSecret, rendered, signal)),
      );
      await saying('could not delete orphaned secrets', async () =>
        sweepOrphans(externalSecret, outcome, signal),
      );
      return outcome;
    },
    async remove(externalSecret, signal) {
      await saying('could not delete secret', async () =>
        retryLostRaces(async () => removeOnce(externalSecret, signal)),
      );
    },
  };
}
