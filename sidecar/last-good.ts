import { type ExternalSecret, targetName } from '../core/api/index.ts';
import { type ObjectReader, readNativeSecret } from '../core/kube/index.ts';
import { type AppError, faultFields, type Logger } from '../core/runtime/index.ts';
import { isTargetValid, type SecretData } from '../core/sync/index.ts';

/** Faults that say nothing of whether the Pod may have the secret: the backend could not be asked. */
const OUTAGES: readonly string[] = ['BACKEND_UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED'];

/** A value that was good once. */
export interface LastGoodValue {
  readonly data: SecretData;
  /** When it was last in step with the backend. */
  readonly at: Date;
}

/** The last value that is known to have been good, for a Pod that begins while its backend is down. */
export interface LastGood {
  /** What the native Secret holds; undefined where it does not help. Never throws: the fault that made it necessary is the one to report. */
  find(
    externalSecret: ExternalSecret,
    fault: AppError,
    signal: AbortSignal,
  ): Promise<LastGoodValue | undefined>;
}

export interface LastGoodDeps {
  readonly api: ObjectReader;
  readonly log: Logger;
}

/** Merge puts its keys among those of others; only a Secret that is the ExternalSecret's alone can stand in. */
function isWhole({ spec }: ExternalSecret): boolean {
  return spec.target.creationPolicy === 'Owner' || spec.target.creationPolicy === 'Orphan';
}

export function createLastGood({ api, log }: LastGoodDeps): LastGood {
  async function read(
    externalSecret: ExternalSecret,
    signal: AbortSignal,
  ): Promise<SecretData | undefined> {
    const { namespace, name } = externalSecret.metadata;
    try {
      const ref = { namespace, name: targetName(externalSecret) };
      const secret = await readNativeSecret(api, ref, signal);
      return secret !== undefined && isTargetValid(externalSecret, secret.raw)
        ? secret.data
        : undefined;
    } catch (error) {
      log.info('the native secret cannot stand in for the backend', {
        externalSecret: name,
        ...faultFields(error),
      });
      return undefined;
    }
  }

  return {
    async find(externalSecret, fault, signal) {
      const at = new Date(externalSecret.status.refreshTime);
      const mayHelp = OUTAGES.includes(fault.code) && isWhole(externalSecret);
      if (!mayHelp || Number.isNaN(at.getTime())) {
        return undefined;
      }
      const data = await read(externalSecret, signal);
      return data === undefined ? undefined : { data, at };
    },
  };
}
