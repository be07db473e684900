import { DescribeParametersCommand, type Parameter } from '@aws-sdk/client-ssm';
import { AppError, SecretBytes } from '../../../runtime/index.ts';
import { describeKey } from '../../fault.ts';
import type { RemoteRef, SecretPayload, SecretsClient } from '../../provider.ts';
import { createGather } from '../gather.ts';
import { findParameters } from './find.ts';
import {
  BATCH_SIZE,
  type ParameterDeps,
  readParameter,
  readParameters,
  readTags,
  toPayload,
  toRef,
} from './parameter.ts';
import { createParameterWriter } from './writer.ts';

type Read = (name: string, signal: AbortSignal) => Promise<Parameter | undefined>;

/** Parameters read at the same time, ten a call. */
function gatherParameters(deps: ParameterDeps): Read {
  return createGather<Parameter>({
    size: BATCH_SIZE,
    async together(names, signal) {
      const read = await readParameters(deps, names, signal);
      const found = new Map(read.map((parameter) => [parameter.Name, parameter]));
      return new Map(names.map((name) => [name, found.get(name)]));
    },
    alone: async (name, signal) =>
      readParameter(deps, { name, subject: describeKey(name.slice(deps.prefix.length)) }, signal),
  });
}

/** A version, and an ARN, which is answered by its name, are asked for alone. */
async function readValue(
  deps: ParameterDeps,
  read: Read,
  { key, version }: RemoteRef,
  signal: AbortSignal,
): Promise<SecretPayload | undefined> {
  const ref = toRef(deps, key, version);
  const isAlone = version !== undefined || key.startsWith('arn:');
  const parameter = isAlone ? await readParameter(deps, ref, signal) : await read(ref.name, signal);
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
  const read = gatherParameters(deps);
  return {
    writer: createParameterWriter(deps),
    async getSecret(ref, signal) {
      signal.throwIfAborted();
      return ref.content === 'metadata'
        ? readMetadata(deps, ref, signal)
        : readValue(deps, read, ref, signal);
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
