import type { VaultBackend } from '../../api/index.ts';
import { toVaultError } from './errors.ts';
import type { ProviderContext } from '../provider.ts';
import { withRetries } from '../retry.ts';
import type { VaultAnswer, VaultCall, VaultWire } from './wire.ts';

/** What is sent. */
export interface VaultBody {
  readonly json: string;
  /** What in it must not come back in words. */
  readonly secrets: readonly string[];
}

export interface VaultRequest {
  readonly method: VaultCall['method'];
  readonly path: string;
  readonly body?: VaultBody;
  /** '' sends none: a login. */
  readonly token: string;
  /** What is being done, for messages. */
  readonly subject: string;
  /** The `call` label of ESO's metric (eso.md 8.1). */
  readonly metric:
    | 'Login'
    | 'LookupSelf'
    | 'RenewSelf'
    | 'RevokeSelf'
    | 'ReadSecretData'
    | 'ListSecrets'
    | 'WriteSecretData'
    | 'DeleteSecret';
}

/**
 * One request to Vault with the store's headers, tried again where that may help, its answer read by `read`, its faults
 * told as AppErrors.
 */
export interface VaultCaller {
  call<Result>(
    request: VaultRequest,
    read: (answer: VaultAnswer) => Result,
    signal: AbortSignal,
  ): Promise<Result>;
}

function headersOf(spec: VaultBackend, request: VaultRequest): Record<string, string> {
  const isLogin = request.token === '';
  const namespace = (isLogin ? spec.auth?.namespace : undefined) ?? spec.namespace ?? '';
  return {
    ...spec.headers,
    'X-Vault-Request': 'true',
    ...(spec.forwardInconsistent === true ? { 'X-Vault-Inconsistent': 'forward-active-node' } : {}),
    ...(namespace === '' ? {} : { 'X-Vault-Namespace': namespace }),
    ...(isLogin ? {} : { 'X-Vault-Token': request.token }),
  };
}

export function createVaultCaller(
  spec: VaultBackend,
  wire: VaultWire,
  context: ProviderContext,
): VaultCaller {
  async function once<Result>(
    request: VaultRequest,
    read: (answer: VaultAnswer) => Result,
    signal: AbortSignal,
  ): Promise<Result> {
    const { method, path, body } = request;
    const call = { method, path, headers: headersOf(spec, request) };
    try {
      const answer = await wire.send(
        body === undefined ? call : { ...call, body: body.json },
        signal,
      );
      context.countCall(request.metric, 'success');
      return read(answer);
    } catch (error) {
      signal.throwIfAborted();
      context.countCall(request.metric, 'error');
      throw toVaultError(error, {
        store: context.store,
        subject: request.subject,
        credentials: [request.token, ...(body?.secrets ?? [])],
        isLogin: request.token === '',
      });
    }
  }

  return {
    async call(request, read, signal) {
      return withRetries(context, async () => once(request, read, signal), signal);
    },
  };
}
