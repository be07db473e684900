import type { IncomingMessage } from 'node:http';
import type { RawObject } from '../../api/index.ts';
import {
  AppError,
  backoffMs,
  faultFields,
  isObject,
  type Logger,
  objectAt,
  textAt,
  toAppError,
} from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { asResource, qualifiedPlural } from '../object-ref.ts';
import type { ListOptions, Resource, WatchEvent } from '../ports.ts';
import { createWatchdog, toStopped } from '../deadline.ts';
import { acceptFor, listAll, type Listing, type RestContext } from './list.ts';
import { collectionPath, listQuery } from './path.ts';
import { toNetworkError, toWatchError } from './refusal.ts';
import { describeRequest, get, type WireRequest } from './transport.ts';

/** The server ends a watch after this; between one and two times it, so that watches do not all end at once. */
const WATCH_SECONDS = 300;
/** Bookmarks come about once a minute on a watch with no news; twice that in silence is a dead connection. */
const SILENCE_MS = 120_000;
const BACKOFF = { baseMs: 250, maxMs: 30_000 };
/** What trying again cannot heal, as long as it never worked. */
const HOPELESS = new Set(['KUBE_FORBIDDEN', 'KUBE_NOT_FOUND', 'KUBE_INVALID', 'CONFIG_INVALID']);

interface Watched {
  readonly resource: Resource;
  readonly options: ListOptions;
}

function keyOf(object: RawObject): string {
  const metadata = metadataOf(object);
  return `${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}`;
}

function versionOf(object: RawObject): string {
  return textAt(metadataOf(object), 'resourceVersion');
}

/** What the consumer was told: of each object only what tells it apart, so that a watch holds no second copy of everything. */
type Known = Map<string, RawObject>;

function identityOf(object: RawObject, resource: Resource): RawObject {
  const { namespace, name, uid, resourceVersion } = metadataOf(object);
  return asResource({ metadata: { namespace, name, uid, resourceVersion } }, resource, true);
}

/** The difference between what was told and what a list says. */
function* difference(known: Known, listing: Listing, resource: Resource): Generator<WatchEvent> {
  const fresh = new Map(listing.items.map((object) => [keyOf(object), object]));
  for (const [key, object] of [...known]) {
    if (!fresh.has(key)) {
      known.delete(key);
      yield { type: 'delete', object };
    }
  }
  for (const [key, object] of fresh) {
    const old = known.get(key);
    known.set(key, identityOf(object, resource));
    if (old === undefined || versionOf(old) !== versionOf(object)) {
      yield { type: 'put', object };
    }
  }
}

async function* lines(message: IncomingMessage, feed: () => void): AsyncGenerator<string> {
  message.setEncoding('utf8');
  let rest = '';
  for await (const chunk of message) {
    feed();
    const parts = `${rest}${String(chunk)}`.split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line.trim() !== '');
  }
}

function parseLine(line: string): { readonly type: string; readonly object: RawObject } {
  try {
    const parsed: unknown = JSON.parse(line);
    if (isObject(parsed)) {
      return { type: textAt(parsed, 'type'), object: objectAt(parsed, 'object') };
    }
  } catch {
    // said below
  }
  throw new AppError('KUBE_UNAVAILABLE', 'a line of the watch is not a JSON object');
}

function watchRequest(
  { resource, options }: Watched,
  version: string,
  random: () => number,
): WireRequest {
  const query = listQuery(options);
  query.set('watch', 'true');
  query.set('allowWatchBookmarks', 'true');
  query.set('resourceVersion', version);
  query.set('timeoutSeconds', String(Math.round(WATCH_SECONDS * (1 + random()))));
  const accept = acceptFor(options, 'PartialObjectMetadata');
  return get(collectionPath(resource, options.namespace ?? ''), query, accept);
}

/** One line of a watch: the version to go on from, and what to say ('' bookmarks say nothing). */
interface Step {
  readonly version: string;
  readonly event: WatchEvent | undefined;
}

function stepOf(line: string, { resource, options }: Watched): Step {
  const { type, object } = parseLine(line);
  if (type === 'ERROR') {
    throw toWatchError(object);
  }
  const version = versionOf(object);
  if (type === 'BOOKMARK') {
    return { version, event: undefined };
  }
  const seen = asResource(object, resource, options.metadataOnly ?? false);
  return { version, event: { type: type === 'DELETED' ? 'delete' : 'put', object: seen } };
}

async function* steps(
  context: RestContext,
  watched: Watched,
  version: string,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const request = watchRequest(watched, version, context.random);
  const watchdog = createWatchdog(context.clock, SILENCE_MS, signal);
  try {
    const message = await context.transport.open(request, watchdog.signal);
    for await (const line of lines(message, () => {
      watchdog.feed();
    })) {
      yield stepOf(line, watched);
    }
  } catch (error) {
    const named = describeRequest(request);
    const fault = error instanceof AppError ? error : toNetworkError(named, error);
    throw toStopped(fault, { watchdog, request: named, signal });
  } finally {
    watchdog.stop();
  }
}

function remember(known: Known, event: WatchEvent, resource: Resource): void {
  if (event.type === 'put') {
    known.set(keyOf(event.object), identityOf(event.object, resource));
  } else if (event.type === 'delete') {
    known.delete(keyOf(event.object));
  }
}

/** Asked again after every wait, where the compiler would believe the first answer. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

export interface WatchContext extends RestContext {
  readonly log: Logger;
}

/**
 * List, then watch from there, for as long as the signal lets it. A watch that ends, breaks or falls silent is taken up
 * where it stood; one whose version the server has forgotten begins with a list again. Objects that vanished meanwhile
 * are told as deletes that hold name, namespace, uid and resourceVersion only. Before `synced` a refusal is thrown; after it, refusals too are waited out.
 */
export async function* watchObjects(
  context: WatchContext,
  watched: Watched,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const { resource, options } = watched;
  const known: Known = new Map();
  let version = '';
  let isSynced = false;
  let attempt = 0;

  async function* round(): AsyncGenerator<WatchEvent> {
    if (version === '') {
      const listing = await listAll(context, resource, options, signal);
      yield* difference(known, listing, resource);
      version = listing.resourceVersion;
      if (!isSynced) {
        isSynced = true;
        yield { type: 'synced' };
      }
    }
    for await (const step of steps(context, watched, version, signal)) {
      attempt = 0;
      version = step.version;
      if (step.event !== undefined) {
        remember(known, step.event, resource);
        yield step.event;
      }
    }
  }
  /** Notes why a round ended; throws what cannot be healed. */
  function judge(error: unknown): AppError {
    const fault = toAppError(error);
    if (!isSynced && HOPELESS.has(fault.code)) {
      throw fault;
    }
    version = fault.code === 'KUBE_GONE' ? '' : version;
    context.log.warn('a watch broke off and is taken up again', {
      resource: qualifiedPlural(resource),
      ...faultFields(fault),
    });
    return fault;
  }

  while (!signal.aborted) {
    let fault: AppError | undefined;
    attempt += 1;
    try {
      yield* round();
    } catch (error) {
      fault = isOver(signal) ? undefined : judge(error);
    }
    if (attempt > 0 && !isOver(signal)) {
      await context.clock
        .sleep(backoffMs(attempt, BACKOFF, context.random, fault), signal)
        .catch(() => undefined); // aborted: the loop ends
    }
  }
}
