import type { JsonObject } from '../../runtime/index.ts';
import type { HttpResponse, HttpTransport } from '../http.ts';
import type { ProviderContext } from '../provider.ts';
import { withRetries } from '../retry.ts';
import type { ClusterConnection } from './connection.ts';
import { networkError, readObject, refusalError, saysAbsent } from './errors.ts';

export interface ClusterRequest {
  /** Below the server's address, encoded, query included. */
  readonly path: string;
  /** Present: a POST. */
  readonly body?: object;
  /** What is being done, for messages. */
  readonly subject: string;
  /** The `call` label of ESO's metric (eso.md 8.1). */
  readonly metric:
    'GetSecret' | 'ListSecrets' | 'CreateSelfSubjectRulesReview' | 'CreateSelfSubjectAccessReview';
}

/** Requests to one API server: the answer's object, or undefined for a Secret that is not there. */
export interface ClusterCaller {
  call(request: ClusterRequest, signal: AbortSignal): Promise<JsonObject | undefined>;
}

export function createClusterCaller(
  connection: ClusterConnection,
  transport: HttpTransport,
  context: ProviderContext,
): ClusterCaller {
  const base = connection.server.replace(/\/+$/u, '');

  async function send(
    request: ClusterRequest,
    token: string,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const url = new URL(`${base}${request.path}`);
    const headers = {
      accept: 'application/json',
      'user-agent': 'sallyport',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    if (request.body === undefined) {
      return transport.send({ method: 'GET', url, headers }, signal);
    }
    const body = JSON.stringify(request.body);
    const typed = { ...headers, 'content-type': 'application/json' };
    return transport.send({ method: 'POST', url, headers: typed, body }, signal);
  }

  async function once(
    request: ClusterRequest,
    signal: AbortSignal,
  ): Promise<JsonObject | undefined> {
    const place = { store: context.store, subject: request.subject };
    const token = await connection.token(signal);
    try {
      const response = await send(request, token, signal);
      if (saysAbsent(response)) {
        context.countCall(request.metric, 'success');
        return undefined;
      }
      if (response.status >= 300) {
        throw refusalError(response, place, [token], context.clock.now());
      }
      const object = readObject(response, place);
      context.countCall(request.metric, 'success');
      return object;
    } catch (error) {
      signal.throwIfAborted();
      context.countCall(request.metric, 'error');
      throw networkError(error, place);
    }
  }

  return {
    async call(request, signal) {
      return withRetries(context, async () => once(request, signal), signal);
    },
  };
}
