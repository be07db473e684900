import {
  GetParameterCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  type Parameter,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { SecretBytes } from '../../../runtime/index.ts';
import { describeKey, storeError } from '../../fault.ts';
import type { SecretPayload, StoreIdentity } from '../../provider.ts';
import type { AwsCaller } from '../caller.ts';

/** The most GetParameters takes, and a page of GetParametersByPath has. */
export const BATCH_SIZE = 10;

export interface ParameterDeps {
  readonly caller: AwsCaller<SSMClient>;
  readonly store: StoreIdentity;
  /** Put before every key. */
  readonly prefix: string;
}

/** One parameter on its way: how messages name it, and what AWS calls it. */
export interface ParameterRef {
  readonly subject: string;
  /** With `:version` behind it where one is wanted. */
  readonly name: string;
}

export function toRef(
  { prefix, store }: ParameterDeps,
  key: string,
  version?: string,
): ParameterRef {
  const subject = describeKey(key, version);
  const name = `${prefix}${key}`;
  if (name === '') {
    throw storeError('SPEC_INVALID', { store, subject, problem: 'names no parameter' });
  }
  return { subject, name: version === undefined ? name : `${name}:${version}` };
}

/** The value as text, decrypted. */
export function toPayload(
  parameter: Parameter,
  { store }: ParameterDeps,
  subject: string,
): SecretPayload {
  if (parameter.Value === undefined) {
    const problem = 'Parameter Store: the answer has no Value';
    throw storeError('PAYLOAD_MALFORMED', { store, subject, problem });
  }
  const version = String(parameter.Version ?? '');
  return { kind: 'document', bytes: SecretBytes.fromUtf8(parameter.Value), version };
}

export async function readParameter(
  deps: ParameterDeps,
  { name, subject }: ParameterRef,
  signal: AbortSignal,
): Promise<Parameter | undefined> {
  const command = { Name: name, WithDecryption: true };
  const output = await deps.caller.call(
    {
      metric: 'GetParameter',
      subject,
      send: async (client, abortSignal) =>
        client.send(new GetParameterCommand(command), { abortSignal }),
    },
    signal,
  );
  if (output !== undefined && output.Parameter === undefined) {
    const problem = 'Parameter Store: the answer has no Parameter';
    throw storeError('PAYLOAD_MALFORMED', { store: deps.store, subject, problem });
  }
  return output?.Parameter;
}

/** Those of at most ten that are there, in no order. */
export async function readParameters(
  deps: ParameterDeps,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly Parameter[]> {
  const command = { Names: [...names], WithDecryption: true };
  const output = await deps.caller.call(
    {
      metric: 'GetParameters',
      subject: names.map((name) => describeKey(name)).join(', '),
      send: async (client, abortSignal) =>
        client.send(new GetParametersCommand(command), { abortSignal }),
    },
    signal,
  );
  return output?.Parameters ?? [];
}

/** Undefined where there is no such parameter. */
export async function readTags(
  { caller }: ParameterDeps,
  { name, subject }: ParameterRef,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  const command = { ResourceType: 'Parameter', ResourceId: name } as const;
  const output = await caller.call(
    {
      metric: 'ListTagsForResource',
      subject,
      send: async (client, abortSignal) =>
        client.send(new ListTagsForResourceCommand(command), { abortSignal }),
    },
    signal,
  );
  return output && new Map((output.TagList ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}
