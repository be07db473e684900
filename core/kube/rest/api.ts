import type { RawObject } from '../../api/index.ts';
import {
  AppError,
  type Clock,
  type Logger,
  objectAt,
  type Random,
  textAt,
} from '../../runtime/index.ts';
import { asResource, refOf } from '../object-ref.ts';
import type {
  KubernetesApi,
  ObjectReader,
  ObjectWatcher,
  ObjectWriter,
  PatchOptions,
  Resource,
  TokenIssuer,
} from '../ports.ts';
import { SERVICE_ACCOUNTS } from '../resources.ts';
import { createAccessReviewer } from './access.ts';
import type { Connection } from './connection.ts';
import { getWithRetry, JSON_TYPE, listAll, objectOf } from './list.ts';
import { collectionPath, objectPath, patchQuery, writeQuery } from './path.ts';
import { createTransport, get, type Transport, type WireRequest } from './transport.ts';
import { type WatchContext, watchObjects } from './watch.ts';

export interface RestApiDeps {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

const PATCH_TYPES: Readonly<Record<PatchOptions['type'], string>> = {
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
};

function createReader(context: WatchContext): ObjectReader & ObjectWatcher {
  return {
    async get(resource, ref, signal) {
      const request = get(objectPath(resource, ref), new URLSearchParams(), JSON_TYPE);
      const answer = await getWithRetry(context, request, signal);
      const isAbsent =
        !answer.ok && answer.refusal.error.code === 'KUBE_NOT_FOUND' && answer.refusal.namesObject;
      return isAbsent ? undefined : asResource(objectOf(answer), resource, false);
    },
    async list(resource, options, signal) {
      return (await listAll(context, resource, options, signal)).items;
    },
    watch: (resource, options, signal) => watchObjects(context, { resource, options }, signal),
  };
}

function write(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  query: URLSearchParams,
  body: unknown,
): WireRequest {
  return { method, path, query, accept: JSON_TYPE, contentType: JSON_TYPE, body };
}

function createWriter(transport: Transport): ObjectWriter {
  async function send(
    resource: Resource,
    request: WireRequest,
    signal: AbortSignal,
  ): Promise<RawObject> {
    return asResource(objectOf(await transport.send(request, signal)), resource, false);
  }
  return {
    async create(resource, object, options, signal) {
      const path = collectionPath(resource, refOf(resource, object).namespace);
      return send(resource, write('POST', path, writeQuery(options), object), signal);
    },
    async replace(resource, object, options, signal) {
      const path = objectPath(resource, refOf(resource, object));
      return send(resource, write('PUT', path, writeQuery(options), object), signal);
    },
    // eslint-disable-next-line max-params -- the port's shape
    async patch(resource, ref, body, options, signal) {
      const status = options.subresource === undefined ? '' : '/status';
      const path = `${objectPath(resource, ref)}${status}`;
      const request = write('PATCH', path, patchQuery(options), body);
      return send(resource, { ...request, contentType: PATCH_TYPES[options.type] }, signal);
    },
    async delete(resource, ref, preconditions, signal) {
      const request = write('DELETE', objectPath(resource, ref), new URLSearchParams(), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions,
      });
      const answer = await transport.send(request, signal);
      if (!answer.ok && answer.refusal.error.code === 'KUBE_NOT_FOUND') {
        return false;
      }
      objectOf(answer);
      return true;
    },
  };
}

function createTokenIssuer(transport: Transport): TokenIssuer {
  return {
    async requestToken(ref, { audiences, expirationSeconds }, signal) {
      const path = `${objectPath(SERVICE_ACCOUNTS, ref)}/token`;
      const request = write('POST', path, new URLSearchParams(), {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds, ...(audiences.length === 0 ? {} : { audiences }) },
      });
      const status = objectAt(objectOf(await transport.send(request, signal)), 'status');
      const token = textAt(status, 'token');
      const expiresAt = new Date(textAt(status, 'expirationTimestamp'));
      if (token === '' || Number.isNaN(expiresAt.getTime())) {
        throw new AppError(
          'KUBE_UNAVAILABLE',
          `the API server answered no token for ServiceAccount ${ref.namespace}/${ref.name}`,
        );
      }
      return { token, expiresAt };
    },
  };
}

/** The ports over an API server, by node:https. Refusals are AppErrors of the KUBE_ codes; GETs are tried a few times. */
export function createRestApi(deps: RestApiDeps): KubernetesApi {
  const transport = createTransport(deps.connection, deps.clock);
  const { clock, random, log } = deps;
  return {
    ...createReader({ transport, clock, random, log }),
    ...createWriter(transport),
    ...createTokenIssuer(transport),
    ...createAccessReviewer(transport),
  };
}
