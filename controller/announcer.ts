import type { RawObject } from '../core/api/index.ts';
import { EVENTS, type ObjectWriter } from '../core/kube/index.ts';
import { type Clock, type Logger, type Random, toAppError } from '../core/runtime/index.ts';
import type { Announce, Announcement } from './announce.ts';
import { metadataOf } from './object-key.ts';
import { FIELD_MANAGER } from './status.ts';

export interface AnnouncerDeps {
  readonly api: ObjectWriter;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** Ends when the process does. */
  readonly signal: AbortSignal;
}

/** Longest message the API server takes in an Event. */
const MAX_MESSAGE = 1024;

/** Announcements as Events of the cluster; those about cluster-scoped objects lie in namespace default. */
export function createAnnouncer(deps: AnnouncerDeps): Announce {
  return (about, announcement) => {
    const event = eventOf(about, announcement, deps);
    deps.api
      .create(EVENTS, event, { fieldManager: FIELD_MANAGER }, deps.signal)
      .catch((error: unknown) => {
        deps.log.debug('event lost', { cause: toAppError(error).message });
      });
  };
}

function eventOf(
  about: RawObject,
  { type, reason, message }: Announcement,
  { clock, random }: AnnouncerDeps,
): RawObject {
  const { namespace, name, uid, resourceVersion } = metadataOf(about);
  const now = clock.now();
  const time = now.toISOString().replace(/\.\d+Z$/u, 'Z');
  const unique = `${now.getTime().toString(16)}${Math.floor(random() * 65_536).toString(16)}`;
  const place = namespace === '' ? 'default' : namespace;
  const { apiVersion, kind } = about;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${unique}`, namespace: place },
    involvedObject: { apiVersion, kind, namespace, name, uid, resourceVersion },
    type,
    reason,
    message: message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message,
    source: { component: FIELD_MANAGER },
    reportingComponent: FIELD_MANAGER,
    reportingInstance: '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}
