import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describeKey } from '../../fault.ts';
import type { SecretPayload, StoreIdentity } from '../../provider.ts';
import type { AwsCaller } from '../caller.ts';
import { saysAbsent } from '../errors.ts';
import { toPayload } from './payload.ts';

export interface AwsClientDeps {
  readonly caller: AwsCaller<SecretsManagerClient>;
  readonly store: StoreIdentity;
  /** Put before every key. */
  readonly prefix: string;
}

/** The most BatchGetSecretValue takes. */
export const BATCH_SIZE = 20;

/** One secret on its way: how messages name it, its whole name, and which version. */
export interface SecretRef {
  readonly subject: string;
  readonly name: string;
  readonly version: { readonly VersionId: string } | { readonly VersionStage: string };
}

export const CURRENT: SecretRef['version'] = { VersionStage: 'AWSCURRENT' };

export async function readSecret(
  { caller, store }: AwsClientDeps,
  { subject, name, version }: SecretRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const command = { SecretId: name, ...version };
  const output = await caller.call(
    {
      metric: 'GetSecretValue',
      subject,
      send: async (client, abortSignal) =>
        client.send(new GetSecretValueCommand(command), { abortSignal }),
    },
    signal,
  );
  return output === undefined ? undefined : toPayload(output, { store, subject });
}

/**
 * The current values of at most twenty secrets, by name; undefined for what is absent. AWS answers 200 though single secrets
 * failed: those are left out, for whoever asks for them alone to learn why.
 */
export async function readSecrets(
  { caller, store }: AwsClientDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SecretPayload | undefined>> {
  const command = { SecretIdList: [...names] };
  const output = await caller.call(
    {
      metric: 'BatchGetSecretValue',
      subject: names.map((name) => describeKey(name)).join(', '),
      send: async (client, abortSignal) =>
        client.send(new BatchGetSecretValueCommand(command), { abortSignal }),
    },
    signal,
  );
  const absent = (output?.Errors ?? []).filter((entry) =>
    saysAbsent({ name: entry.ErrorCode ?? '', message: entry.Message ?? '' }),
  );
  const answers = new Map<string, SecretPayload | undefined>(
    absent.map((entry) => [entry.SecretId ?? '', undefined]),
  );
  for (const value of output?.SecretValues ?? []) {
    const name = value.Name ?? '';
    answers.set(name, toPayload(value, { store, subject: describeKey(name) }));
  }
  return answers;
}
