import { DescribeSecretCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { AppError, SecretBytes } from '../../../runtime/index.ts';
import { describeKey, storeError } from '../../fault.ts';
import type { RemoteRef, SecretPayload, SecretsClient } from '../../provider.ts';
import { createGather } from '../gather.ts';
import { findInAws } from './find.ts';
import { toTagMap } from './payload.ts';
import {
  type AwsClientDeps,
  BATCH_SIZE,
  CURRENT,
  readSecret,
  readSecrets,
  type SecretRef,
} from './secret.ts';
import type { AwsWriterDeps } from './write-requests.ts';
import { createAwsWriter } from './writer.ts';

/** A staging label, or with `uuid/` before it a version's id (eso.md 5.3). */
function versionOf(version: string): SecretRef['version'] {
  return version.startsWith('uuid/')
    ? { VersionId: version.slice('uuid/'.length) }
    : { VersionStage: version };
}

type Read = (name: string, signal: AbortSignal) => Promise<SecretPayload | undefined>;

/** Current values read at the same time, twenty a call. */
function gatherSecrets(deps: AwsClientDeps): Read {
  return createGather<SecretPayload>({
    size: BATCH_SIZE,
    together: async (names, signal) => readSecrets(deps, names, signal),
    alone: async (name, signal) => {
      const subject = describeKey(name.slice(deps.prefix.length));
      return readSecret(deps, { name, subject, version: CURRENT }, signal);
    },
  });
}

/** A version, and an ARN, which is answered by its name, are asked for alone. */
async function readValue(
  deps: AwsClientDeps,
  read: Read,
  { key, version }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const name = `${deps.prefix}${key}`;
  if (version === undefined && !key.startsWith('arn:')) {
    return read(name, signal);
  }
  const chosen = version === undefined ? CURRENT : versionOf(version);
  return readSecret(deps, { name, subject: describeKey(key, version), version: chosen }, signal);
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
  const read = gatherSecrets(deps);
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
        : readValue(deps, read, ref, signal);
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
