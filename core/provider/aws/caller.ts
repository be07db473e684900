import { abortable, createDeadline } from '../abort.ts';
import { storeError } from '../fault.ts';
import type { ProviderContext } from '../provider.ts';
import { withRetries } from '../retry.ts';
import { readAwsFault, saysAbsent, toAwsError } from './errors.ts';

/** The `call` label of ESO's metric (eso.md 8.1), and the two calls that take a role. */
export type AwsCall =
  | 'GetSecretValue'
  | 'DescribeSecret'
  | 'ListSecrets'
  | 'BatchGetSecretValue'
  | 'CreateSecret'
  | 'PutSecretValue'
  | 'RestoreSecret'
  | 'DeleteSecret'
  | 'GetParameter'
  | 'GetParameters'
  | 'GetParametersByPath'
  | 'DescribeParameters'
  | 'ListTagsForResource'
  | 'PutParameter'
  | 'DeleteParameter'
  | 'AssumeRole'
  | 'AssumeRoleWithWebIdentity';

export interface AwsRequest<Client, Output> {
  readonly metric: AwsCall;
  /** What is being done, for messages. */
  readonly subject: string;
  /** What is sent and must not come back in words. */
  readonly secrets?: readonly string[];
  readonly send: (client: Client, abortSignal: AbortSignal) => Promise<Output>;
}

/** Requests to one service of AWS; `undefined` is what AWS says is absent, faults are AppErrors. */
export interface AwsCaller<Client> {
  call<Output>(
    request: AwsRequest<Client, Output>,
    signal: AbortSignal,
  ): Promise<Output | undefined>;
  close(): void;
}

/** What a caller must know of whoever signs. */
export interface Signer {
  /** Resolves when requests can be signed for a while; UNAUTHENTICATED when no credentials can be had. */
  ready(signal: AbortSignal): Promise<void>;
  /** What of the credentials must not come back in words. */
  words(): readonly string[];
}

export interface AwsCallerDeps<Client> {
  readonly client: Client;
  /** As messages name it: "Secrets Manager". */
  readonly service: string;
  readonly context: ProviderContext;
  /** Who asks; its credentials must not come back in words. */
  readonly identity: Signer;
}

const TIMEOUT_MS = 30_000;

export function createAwsCaller<Client extends { destroy(): void }>(
  deps: AwsCallerDeps<Client>,
): AwsCaller<Client> {
  const { client, service, context, identity } = deps;

  async function answer<Output>(
    request: AwsRequest<Client, Output>,
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
        const problem = `${service}: no answer within ${TIMEOUT_MS} ms`;
        throw storeError('TIMEOUT', { store: context.store, subject, problem });
      }
      if (saysAbsent(readAwsFault(error))) {
        return undefined;
      }
      throw toAwsError(error, {
        store: context.store,
        service,
        subject,
        credentials: [...identity.words(), ...(request.secrets ?? [])],
        now: context.clock.now(),
      });
    } finally {
      deadline.clear();
    }
  }

  return {
    async call<Output>(request: AwsRequest<Client, Output>, signal: AbortSignal) {
      signal.throwIfAborted();
      const attempt = async (): Promise<Output | undefined> => {
        await identity.ready(signal);
        return answer(request, signal);
      };
      return withRetries(context, attempt, signal);
    },
    close() {
      client.destroy();
    },
  };
}
