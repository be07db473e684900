import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { AppError, SecretBytes } from '../../../runtime/index.ts';
import type { RemoteRef, SecretPayload, SecretsClient } from '../../provider.ts';
import { findParameters } from './find.ts';
import { type ParameterDeps, readParameter, readTags, toPayload, toRef } from './parameter.ts';
import { createParameterWriter } from './writer.ts';

async function readValue(
  deps: ParameterDeps,
  { key, version }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const ref = toRef(deps, key, version);
  const parameter = await readParameter(deps, ref, signal);
  return parameter && toPayload(parameter, deps, ref.subject);
}

/** The parameter's tags as one JSON object; they are the parameter's, whatever version is asked for. */
async function readMetadata(
  deps: ParameterDeps,
  { key }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const tags = await readTags(deps, toRef(deps, key), signal);
  if (tags === undefined) {
    return undefined;
  }
  const bytes = SecretBytes.fromUtf8(JSON.stringify(Object.fromEntries(tags)));
  return { kind: 'document', bytes, version: '' };
}

/** Credentials are tried with the cheapest call there is; being forbidden just that one proves them good. */
async function tryCredentials({ caller }: ParameterDeps, signal: AbortSignal): Promise<void> {
  try {
    await caller.call(
      {
        metric: 'DescribeParameters',
        subject: 'access check',
        send: async (client, abortSignal) =>
          client.send(new DescribeParametersCommand({ MaxResults: 1 }), { abortSignal }),
      },
      signal,
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ACCESS_DENIED') {
      throw error;
    }
  }
}

export function createParameterClient(deps: ParameterDeps): SecretsClient {
  return {
    writer: createParameterWriter(deps),
    async getSecret(ref, signal) {
      signal.throwIfAborted();
      return ref.content === 'metadata'
        ? readMetadata(deps, ref, signal)
        : readValue(deps, ref, signal);
    },
    async findSecrets(query, signal) {
      signal.throwIfAborted();
      return findParameters(deps, query, signal);
    },
    async checkAccess(signal) {
      await tryCredentials(deps, signal);
    },
    async close() {
      deps.caller.close();
    },
  };
}
