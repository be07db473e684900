import type { SecretValueEntry, Tag } from '@aws-sdk/client-secrets-manager';
import { SecretBytes } from '../../../runtime/index.ts';
import { type StoreFault, storeError } from '../../fault.ts';
import type { SecretPayload } from '../../provider.ts';

type Value = Pick<SecretValueEntry, 'SecretString' | 'SecretBinary' | 'VersionId'>;

/** SecretString or SecretBinary, whichever there is. */
export function toPayload(value: Value, place: Omit<StoreFault, 'problem'>): SecretPayload {
  const version = value.VersionId ?? '';
  if (value.SecretString !== undefined) {
    return { kind: 'document', bytes: SecretBytes.fromUtf8(value.SecretString), version };
  }
  if (value.SecretBinary !== undefined) {
    return { kind: 'document', bytes: new SecretBytes(value.SecretBinary), version };
  }
  const problem = 'Secrets Manager: the answer has neither SecretString nor SecretBinary';
  throw storeError('PAYLOAD_MALFORMED', { ...place, problem });
}

export function toTagMap(tags: readonly Tag[] | undefined): ReadonlyMap<string, string> {
  return new Map((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}
