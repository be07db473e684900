import type { ObjectMeta, RawObject } from '../api/index.ts';
import { AppError, type Clock, type Logger, toAppError } from '../runtime/index.ts';
import type { ObjectRef, ObjectWriter } from './ports.ts';
import { EVENTS } from './resources.ts';

/** The object an Event is about. */
export interface Involved {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Pick<ObjectMeta, 'namespace' | 'name' | 'uid' | 'resourceVersion'>;
}

export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase, for machines. */
  readonly reason: string;
  /** For people; cut at 1,024 bytes. */
  readonly message: string;
}

export interface EventRecorder {
  /** Says it in a core/v1 Event; the same once more raises its count. Never throws: an Event is told, not relied on. */
  record(involved: Involved, note: EventNote, signal: AbortSignal): Promise<void>;
}

export interface EventRecorderDeps {
  readonly api: ObjectWriter;
  /** Who says it: "sallyport-controller". */
  readonly component: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const MAX_MESSAGE_BYTES = 1024;
/** How many different notes are remembered; beyond it the one not repeated longest is forgotten and starts at 1 again. */
const MAX_REMEMBERED = 1000;

interface Told {
  readonly ref: ObjectRef;
  readonly created: Promise<unknown>;
  count: number;
}

/** The text, cut between characters so that its UTF-8 form fits. */
function fitted(text: string): string {
  if (Buffer.byteLength(text) <= MAX_MESSAGE_BYTES) {
    return text;
  }
  let bytes = Buffer.byteLength('…');
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_MESSAGE_BYTES) {
      break;
    }
    kept += character;
  }
  return `${kept}…`;
}

/** Where the Event lies: beside its object, or in `default` for a cluster-scoped one. */
function refFor({ metadata }: Involved, unique: string): ObjectRef {
  return {
    namespace: metadata.namespace === '' ? 'default' : metadata.namespace,
    name: `${metadata.name.slice(0, 200)}.${unique}`,
  };
}

function timeOf(clock: Clock): string {
  return clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/u, 'Z');
}

function eventOf(involved: Involved, note: EventNote, ref: ObjectRef, said: Said): RawObject {
  const { apiVersion, kind, metadata } = involved;
  const { name, namespace, uid, resourceVersion } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: ref,
    involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
    type: note.type,
    reason: note.reason,
    message: fitted(note.message),
    source: { component: said.component },
    reportingComponent: said.component,
    reportingInstance: '',
    firstTimestamp: said.time,
    lastTimestamp: said.time,
    count: 1,
  };
}

/** Puts it last; whatever is first beyond the limit is forgotten. */
function remember(told: Map<string, Told>, key: string, note: Told): void {
  told.delete(key);
  told.set(key, note);
  const oldest = told.keys().next();
  if (told.size > MAX_REMEMBERED && oldest.done !== true) {
    told.delete(oldest.value);
  }
}

/** By whom, and when. */
interface Said {
  readonly component: string;
  readonly time: string;
}

export function createEventRecorder(deps: EventRecorderDeps): EventRecorder {
  const { api, component, clock } = deps;
  const options = { fieldManager: component };
  const told = new Map<string, Told>();
  let serial = 0;

  async function tell(
    key: string,
    involved: Involved,
    note: EventNote,
    signal: AbortSignal,
  ): Promise<void> {
    serial += 1;
    const ref = refFor(involved, `${clock.now().getTime().toString(16)}${serial.toString(16)}`);
    const event = eventOf(involved, note, ref, { component, time: timeOf(clock) });
    const created = api.create(EVENTS, event, options, signal);
    remember(told, key, { ref, created, count: 1 });
    try {
      await created;
    } catch (error) {
      told.delete(key);
      throw error;
    }
  }
  /** False when the Event is no longer there: the API server keeps Events for an hour. */
  async function repeat(known: Told, signal: AbortSignal): Promise<boolean> {
    known.count += 1;
    const body = { count: known.count, lastTimestamp: timeOf(clock) };
    try {
      await known.created;
      await api.patch(EVENTS, known.ref, body, { ...options, type: 'merge' }, signal);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'KUBE_NOT_FOUND') {
        return false;
      }
      throw error;
    }
  }

  return {
    async record(involved, note, signal) {
      const { metadata, kind } = involved;
      const key = JSON.stringify([metadata.uid, kind, metadata.namespace, metadata.name, note]);
      try {
        const known = told.get(key);
        if (known !== undefined) {
          remember(told, key, known);
        }
        if (known === undefined || !(await repeat(known, signal))) {
          await tell(key, involved, note, signal);
        }
      } catch (error) {
        const { code, message: cause } = toAppError(error);
        const object = `${kind} ${metadata.namespace}/${metadata.name}`;
        const { reason } = note;
        deps.log.warn('an Event could not be written', { object, reason, code, cause });
      }
    },
  };
}
