import type { AccessQuestion } from '../../core/policy/index.ts';
import type { Clock } from '../../core/runtime/index.ts';

const ALLOWED_MS = 10_000;
const REFUSED_MS = 5_000;
const MAX_ENTRIES = 4_096;
/** A question longer than this is asked each time: whoever writes it could otherwise fill our memory. */
const MAX_KEY_LENGTH = 10_000;

/** Answers of the API server, for as long as they may be trusted (admission.md 2.6). */
export interface AccessCache {
  get(key: string): boolean | undefined;
  put(key: string, isAllowed: boolean): void;
}

/** One text for one question, in whatever order groups and extra come. */
export function keyOf(question: AccessQuestion): string {
  const { user, uid, groups, extra, verb, group, resource, namespace, name } = question;
  const sorted = Object.entries(extra).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const who = [user, uid, groups.toSorted(), sorted];
  return JSON.stringify([...who, verb, group, resource, namespace, name]);
}

interface Entry {
  readonly isAllowed: boolean;
  readonly untilMs: number;
}

export function createAccessCache(clock: Clock): AccessCache {
  const entries = new Map<string, Entry>();

  function dropOldest(): void {
    for (const key of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) {
        return;
      }
      entries.delete(key);
    }
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined || entry.untilMs <= clock.monotonicMs()) {
        entries.delete(key);
        return undefined;
      }
      // Used last, dropped last.
      entries.delete(key);
      entries.set(key, entry);
      return entry.isAllowed;
    },
    put(key, isAllowed) {
      if (key.length <= MAX_KEY_LENGTH) {
        const untilMs = clock.monotonicMs() + (isAllowed ? ALLOWED_MS : REFUSED_MS);
        entries.delete(key);
        entries.set(key, { isAllowed, untilMs });
        dropOldest();
      }
    },
  };
}
