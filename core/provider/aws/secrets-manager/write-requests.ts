import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { isUtf8 } from 'node:buffer';
import type { AwsBackend } from '../../../api/index.ts';
import type { SecretBytes } from '../../../runtime/index.ts';
import { describeKey } from '../../fault.ts';
import { MANAGED_BY, MANAGER } from '../../managed.ts';
import type { SecretPayload } from '../../provider.ts';
import { wordsOfValue } from '../../safe-words.ts';
import type { AwsCall, AwsRequest } from '../caller.ts';
import type { AwsClientDeps } from './secret.ts';
import { toPayload } from './payload.ts';

export interface AwsWriterDeps extends AwsClientDeps {
  /** How deleted secrets go. */
  readonly deletion: NonNullable<AwsBackend['secretsManager']>;
}

/** One secret on its way: its key as the store's user writes it, and its whole name. */
export interface Target {
  readonly key: string;
  readonly name: string;
}

/** The calls a writer is made of. Undefined is what AWS says is absent. */
export interface AwsWriteRequests {
  describe(target: Target, signal: AbortSignal): Promise<DescribeSecretResponse | undefined>;
  currentValue(target: Target, signal: AbortSignal): Promise<SecretPayload | undefined>;
  create(target: Target, version: AwsVersion, signal: AbortSignal): Promise<unknown>;
  put(target: Target, version: AwsVersion, signal: AbortSignal): Promise<unknown>;
  restore(target: Target, signal: AbortSignal): Promise<unknown>;
  delete(target: Target, signal: AbortSignal): Promise<unknown>;
}

export interface AwsVersion {
  readonly id: string;
  readonly value: SecretBytes;
}

function wordsOf(value: SecretBytes): readonly string[] {
  const bytes = Buffer.from(value.reveal());
  return isUtf8(bytes) ? wordsOfValue(bytes.toString('utf8')) : [bytes.toString('base64')];
}

function toInput({ id, value }: AwsVersion): {
  SecretBinary: Uint8Array;
  ClientRequestToken: string;
} {
  return { SecretBinary: value.reveal(), ClientRequestToken: id };
}

type Request<Output> = AwsRequest<SecretsManagerClient, Output>;

function toRequest<Output>(
  metric: AwsCall,
  { key }: Target,
  send: Request<Output>['send'],
): Request<Output> {
  return { metric, subject: describeKey(key), send };
}

export function createWriteRequests({ caller, store, deletion }: AwsWriterDeps): AwsWriteRequests {
  return {
    async describe(target, signal) {
      const command = new DescribeSecretCommand({ SecretId: target.name });
      const request = toRequest('DescribeSecret', target, async (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      return caller.call(request, signal);
    },
    async currentValue(target, signal) {
      const command = new GetSecretValueCommand({ SecretId: target.name });
      const request = toRequest('GetSecretValue', target, async (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      const output = await caller.call(request, signal);
      return output && toPayload(output, { store, subject: request.subject });
    },
    async create(target, version, signal) {
      const tags = [{ Key: MANAGED_BY, Value: MANAGER }];
      const input = { Name: target.name, Tags: tags, ...toInput(version) };
      const request = toRequest('CreateSecret', target, async (client, abortSignal) =>
        client.send(new CreateSecretCommand(input), { abortSignal }),
      );
      return caller.call({ ...request, secrets: wordsOf(version.value) }, signal);
    },
    async put(target, version, signal) {
      const input = { SecretId: target.name, ...toInput(version) };
      const request = toRequest('PutSecretValue', target, async (client, abortSignal) =>
        client.send(new PutSecretValueCommand(input), { abortSignal }),
      );
      return caller.call({ ...request, secrets: wordsOf(version.value) }, signal);
    },
    async restore(target, signal) {
      const command = new RestoreSecretCommand({ SecretId: target.name });
      const request = toRequest('RestoreSecret', target, async (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      return caller.call(request, signal);
    },
    async delete(target, signal) {
      const command = new DeleteSecretCommand({
        SecretId: target.name,
        ForceDeleteWithoutRecovery: deletion.forceDeleteWithoutRecovery,
        RecoveryWindowInDays: deletion.recoveryWindowInDays,
      });
      const request = toRequest('DeleteSecret', target, async (client, abortSignal) =>
        client.send(command, { abortSignal }),
      );
      return caller.call(request, signal);
    },
  };
}
