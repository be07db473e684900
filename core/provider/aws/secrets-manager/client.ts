import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AppError, SecretBytes } from '../../../runtime/index.ts';
import { describeKey, storeError } from '../../fault.ts';
import type { RemoteRef, SecretPayload, SecretsClient, StoreIdentity } from '../../provider.ts';
import type { AwsCaller } from '../caller.ts';
import { findInAws } from './find.ts';
import { toPayload, toTagMap } from './payload.ts';
import type { AwsWriterDeps } from './write-requests.ts';
import { createAwsWriter } from './writer.ts';

export type SecretsManagerCaller = AwsCaller<SecretsManagerClient>;

export interface AwsClientDeps {
  readonly caller: SecretsManagerCaller;
  readonly store: StoreIdentity;
  /** Put before every key. */
  readonly prefix: string;
}

/** A staging label, or with `uuid/` before it a version's id (eso.md 5.3). */
function versionOf(version: string | undefined): { VersionId: string } | { VersionStage: string } {
  return version?.startsWith('uuid/') === true
    ? { VersionId: version.slice('uuid/'.length) }
    : { VersionStage: version ?? 'AWSCURRENT' };
}

async function readValue(
  { caller, prefix, store }: AwsClientDeps,
  { key, version }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const subject = describeKey(key, version);
  const command = { SecretId: `${prefix}${key}`, ...versionOf(version) };
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

/** The secret's tags as one JSON object. */
async function readTags(
  { caller, prefix }: AwsClientDeps,
  { key }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const output = await caller.call(
    {
      metric: 'DescribeSecret',
      subject: describeKey(key),
      send: async (client, abortSignal) =>
        client.send(new DescribeSecretCommand({ SecretId: `${prefix}${key}` }), { abortSignal }),
    },
    signal,
  );
  if (output === undefined || output.DeletedDate !== undefined) {
    return undefined;
  }
  const tags = Object.fromEntries(toTagMap(output.Tags));
  const bytes = SecretBytes.fromUtf8(JSON.stringify(tags));
  return { kind: 'document', bytes, version: '' };
}

/** Credentials are tried with the cheapest call there is; being forbidden just that one proves them good. */
async function tryCredentials({ caller }: AwsClientDeps, signal: AbortSignal): Promise<void> {
  try {
    await caller.call(
      {
        metric: 'ListSecrets',
        subject: 'access check',
        send: async (client, abortSignal) =>
          client.send(new ListSecretsCommand({ MaxResults: 1 }), { abortSignal }),
      },
      signal,
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ACCESS_DENIED') {
      throw error;
    }
  }
}

export function createAwsClient(deps: AwsWriterDeps): SecretsClient {
  return {
    writer: createAwsWriter(deps),
    async getSecret(ref, signal) {
      signal.throwIfAborted();
      if (`${deps.prefix}${ref.key}` === '') {
        const problem = 'names no secret';
        throw storeError('SPEC_INVALID', { store: deps.store, subject: describeKey(''), problem });
      }
      return ref.content === 'metadata'
        ? readTags(deps, ref, signal)
        : readValue(deps, ref, signal);
    },
    async findSecrets(query, signal) {
      signal.throwIfAborted();
      return findInAws(deps, query, signal);
    },
    async checkAccess(signal) {
      await tryCredentials(deps, signal);
    },
    async close() {
      deps.caller.close();
    },
  };
}
