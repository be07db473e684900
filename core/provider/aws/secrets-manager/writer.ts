import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager';
import type { SecretBytes } from '../../../runtime/index.ts';
import { describeKey, storeError } from '../../fault.ts';
import { MANAGED_BY, MANAGER, notManaged } from '../../managed.ts';
import type { SecretsWriter } from '../../provider.ts';
import { toTagMap } from './payload.ts';
import { nextVersionId } from './version-id.ts';
import { type AwsWriterDeps, createWriteRequests, type Target } from './write-requests.ts';

function toTarget({ store, prefix }: AwsWriterDeps, key: string): Target {
  const name = `${prefix}${key}`;
  if (name === '') {
    const problem = 'names no secret';
    throw storeError('SPEC_INVALID', { store, subject: describeKey(key), problem });
  }
  return { key, name };
}

/**
 * Writes to Secrets Manager as ESO does (eso.md 5.3): SecretBinary, version ids that count up. A key that is waiting to be
 * deleted and is written again is restored first.
 */
export function createAwsWriter(deps: AwsWriterDeps): SecretsWriter {
  const { store } = deps;
  const requests = createWriteRequests(deps);

  async function describeOwn(
    target: Target,
    signal: AbortSignal,
  ): Promise<DescribeSecretResponse | undefined> {
    const described = await requests.describe(target, signal);
    if (described !== undefined && toTagMap(described.Tags).get(MANAGED_BY) !== MANAGER) {
      throw notManaged(store, target.key, 'tag');
    }
    return described;
  }

  async function replace(
    target: Target,
    value: SecretBytes,
    described: DescribeSecretResponse,
    signal: AbortSignal,
  ): Promise<void> {
    if (described.DeletedDate !== undefined) {
      await requests.restore(target, signal);
    }
    const current = await requests.currentValue(target, signal);
    if (current?.kind === 'document' && current.bytes.equals(value)) {
      return;
    }
    const id = nextVersionId(Object.keys(described.VersionIdsToStages ?? {}));
    if ((await requests.put(target, { id, value }, signal)) === undefined) {
      const problem = 'was deleted by somebody else while it was being written';
      throw storeError('SINK_CONFLICT', { store, subject: describeKey(target.key), problem });
    }
  }

  return {
    async putSecret(key, value, signal) {
      signal.throwIfAborted();
      const target = toTarget(deps, key);
      const described = await describeOwn(target, signal);
      if (described === undefined) {
        await requests.create(target, { id: nextVersionId([]), value }, signal);
      } else {
        await replace(target, value, described, signal);
      }
    },
    async deleteSecret(key, signal) {
      signal.throwIfAborted();
      const target = toTarget(deps, key);
      const described = await describeOwn(target, signal);
      if (described !== undefined && described.DeletedDate === undefined) {
        await requests.delete(target, signal);
      }
    },
  };
}
