import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { abortable, createDeadline } from '../abort.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext } from '../provider.ts';
import { withRetries } from '../retry.ts';
import { readAwsFault, saysAbsent, toAwsError } from './errors.ts';

export interface AwsRequest<Output> {
  /** The `call` label of ESO's metric (eso.md 8.1). */
  readonly metric:
    | 'GetSecretValue'
    | 'DescribeSecret'
    | 'ListSecrets'
    | 'BatchGetSecretValue'
    | 'CreateSecret'
    | 'PutSecretValue'
    | 'RestoreSecret'
    | 'DeleteSecret';
  /** What is being done, for messages. */
  readonly subject: string;
  /** What is sent and must not come back in words. */
  readonly secrets?: readonly string[];
  readonly send: (client: SecretsManagerClient, abortSignal: AbortSignal) => Promise<Output>;
}

/** Requests to Secrets Manager; `undefined` is what AWS says is absent, faults are AppErrors. */
export interface AwsCaller {
  call<Output>(request: AwsRequest<Output>, signal: AbortSignal): Promise<Output | undefined>;
  close(): void;
}

export interface AwsCallerDeps {
  readonly client: SecretsManagerClient;
  readonly context: ProviderContext;
  /** What must not come back in words. */
  readonly credentials: readonly string[];
}

const TIMEOUT_MS = 30_000;

export function createAwsCaller({ client, context, credentials }: AwsCallerDeps): AwsCaller {
  async function once<Output>(
    request: AwsRequest<Output>,
    signal: AbortSignal,
  ): Promise<Output | undefined> {
    const deadline = createDeadline(TIMEOUT_MS, signal);
    try {
      // The credential chain knows no signal, so the wait is cut short as well.
      const output = await abortable(request.send(client, deadline.signal), deadline.signal);
      context.countCall(request.metric, 'success');
      return output;
    } catch (error) {
      signal.throwIfAborted();
      context.countCall(request.metric, 'error');
      const { subject } = request;
      if (deadline.isOver()) {
        const problem = `Secrets Manager: no answer within ${TIMEOUT_MS} ms`;
        throw storeError('TIMEOUT', { store: context.store, subject, problem });
      }
      if (saysAbsent(readAwsFault(error))) {
        return undefined;
      }
      const now = context.clock.now();
      throw toAwsError(error, {
        store: context.store,
        subject,
        credentials: [...credentials, ...(request.secrets ?? [])],
        now,
      });
    } finally {
      deadline.clear();
    }
  }

  return {
    async call(request, signal) {
      signal.throwIfAborted();
      return withRetries(context, async () => once(request, signal), signal);
    },
    close() {
      client.destroy();
    },
  };
}
