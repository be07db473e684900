import type { RawObject } from '../../api/index.ts';
import {
  AppError,
  backoffMs,
  type Clock,
  isObject,
  listAt,
  objectAt,
  type Random,
  textAt,
  toAppError,
} from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { asResource } from '../object-ref.ts';
import type { ListOptions, Resource } from '../ports.ts';
import { collectionPath, listQuery } from './path.ts';
import { type Answer, get, type Transport, type WireRequest } from './transport.ts';

export const JSON_TYPE = 'application/json';
const PAGE_SIZE = '500';
const RETRY = { tries: 4, baseMs: 100, maxMs: 2_000 };
/** A longer wait asked for by the server is left to the caller. */
const LONGEST_WAIT_MS = 5_000;

export interface RestContext {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Listing {
  readonly items: readonly RawObject[];
  readonly resourceVersion: string;
}

/** How to ask for whole objects, or only their metadata. */
export function acceptFor(options: ListOptions, kind: string): string {
  return options.metadataOnly === true ? `${JSON_TYPE};as=${kind};g=meta.k8s.io;v=v1` : JSON_TYPE;
}

/** The answer's object; a refusal is thrown. */
export function objectOf(answer: Answer): RawObject {
  if (!answer.ok) {
    throw answer.refusal.error;
  }
  return answer.object;
}

function mayRetry(error: AppError, attempt: number): boolean {
  return (
    error.code === 'KUBE_UNAVAILABLE' &&
    attempt < RETRY.tries &&
    (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS
  );
}

/** A GET, tried a few times while the API server is away: it changes nothing. */
export async function getWithRetry(
  context: RestContext,
  request: WireRequest,
  signal: AbortSignal,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    let fault: AppError;
    try {
      const answer = await context.transport.send(request, signal);
      if (answer.ok) {
        return answer;
      }
      fault = answer.refusal.error;
      if (!mayRetry(fault, attempt)) {
        return answer;
      }
    } catch (error) {
      fault = toAppError(error);
      if (!mayRetry(fault, attempt)) {
        throw error;
      }
    }
    await context.clock.sleep(backoffMs(attempt, RETRY, context.random, fault), signal);
  }
}

/** Everything there is, page by page; when a page's token expires, once more in one piece. */
export async function listAll(
  context: RestContext,
  resource: Resource,
  options: ListOptions,
  signal: AbortSignal,
): Promise<Listing> {
  try {
    return await listPages(context, { resource, options, limit: PAGE_SIZE }, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'KUBE_GONE') {
      return listPages(context, { resource, options, limit: '' }, signal);
    }
    throw error;
  }
}

async function listPages(
  context: RestContext,
  wanted: { readonly resource: Resource; readonly options: ListOptions; readonly limit: string },
  signal: AbortSignal,
): Promise<Listing> {
  const { resource, options, limit } = wanted;
  const path = collectionPath(resource, options.namespace ?? '');
  const query = listQuery(options);
  if (limit !== '') {
    query.set('limit', limit);
  }
  const items: RawObject[] = [];
  for (;;) {
    const request = get(path, query, acceptFor(options, 'PartialObjectMetadataList'));
    const page = objectOf(await getWithRetry(context, request, signal));
    for (const item of listAt(page, 'items').filter(isObject)) {
      items.push(asResource(item, resource, options.metadataOnly ?? false));
    }
    const token = textAt(metadataOf(page), 'continue');
    if (token === '' || items.length >= (options.limit ?? Infinity)) {
      const listed = options.limit === undefined ? items : items.slice(0, options.limit);
      return {
        items: listed,
        resourceVersion: textAt(objectAt(page, 'metadata'), 'resourceVersion'),
      };
    }
    query.set('continue', token);
  }
}
