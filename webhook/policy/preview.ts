import type { Finding, RawObject } from '../../core/api/index.ts';
import {
  CLUSTER_EXTERNAL_SECRETS,
  CLUSTER_PUSH_SECRETS,
  EXTERNAL_SECRETS,
  type ObjectReader,
  PUSH_SECRETS,
} from '../../core/kube/index.ts';
import { type Impact, impactOf, type PolicyWorld } from '../../core/policy/index.ts';
import type { Clock } from '../../core/runtime/index.ts';
import { PREVIEW_FINDINGS } from './finding.ts';

/** As many objects and as long as is looked at what a write would mean for them (admission.md 2.7). */
const MAX_OBJECTS = 3_000;
const MAX_LIST_MS = 1_000;
const BUDGET_SHARE = 0.5;
/** Comparing lets nobody else have a turn. */
const MAX_COMPARE_MS = 300;

const KINDS = [EXTERNAL_SECRETS, PUSH_SECRETS, CLUSTER_EXTERNAL_SECRETS, CLUSTER_PUSH_SECRETS];

export interface PreviewDeps {
  readonly reader: ObjectReader;
  readonly clock: Clock;
}

/** Two worlds to compare: the one there is, and the one the write would make. */
export interface Change {
  readonly before: PolicyWorld;
  readonly after: PolicyWorld;
  /** The only namespace that can notice; '' for all. */
  readonly namespace: string;
}

/** Objects of a kind the cluster lacks are none. */
async function listAll(
  namespace: string,
  { reader }: PreviewDeps,
  signal: AbortSignal,
): Promise<readonly RawObject[]> {
  const options = { limit: MAX_OBJECTS, ...(namespace === '' ? {} : { namespace }) };
  const kinds = KINDS.filter(({ namespaced }) => namespace === '' || namespaced);
  const lists = await Promise.all(kinds.map(async (kind) => reader.list(kind, options, signal)));
  return lists.flat();
}

/** The objects, or undefined when they cannot be had in time. */
async function listInTime(
  namespace: string,
  deps: PreviewDeps,
  limitMs: number,
  signal: AbortSignal,
): Promise<readonly RawObject[] | undefined> {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  const late = deps.clock.sleep(limitMs, either).then(
    () => undefined,
    () => undefined,
  );
  const listing = listAll(namespace, deps, either).catch(() => undefined);
  const objects = await Promise.race([listing, late]);
  end.abort();
  return objects;
}

function warning(id: string, message: string): Finding {
  return { id, severity: 'warning', path: '', message };
}

function warningsOf({ messages, lookedAt, incomplete }: Impact): readonly Finding[] {
  const all = messages.map((message) => warning(PREVIEW_FINDINGS.newlyRefused, message));
  return incomplete ? [...all, unknownFor(`beyond the first ${lookedAt}`)] : all;
}

function unknownFor(which: string): Finding {
  return warning(
    PREVIEW_FINDINGS.incomplete,
    `what it means for objects ${which} was not looked at; sallyport audit says it of all`,
  );
}

/**
 * What a changed policy, setting or store would newly refuse of what is stored, as warnings. Bounded; what could not be
 * looked at in time is said too. Never throws for a failing API server: the write itself is sound.
 */
export async function previewChange(
  { before, after, namespace }: Change,
  deps: PreviewDeps,
  budgetMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const limitMs = Math.min(MAX_LIST_MS, budgetMs * BUDGET_SHARE);
  const objects = await listInTime(namespace, deps, limitMs, signal);
  if (objects === undefined) {
    return [unknownFor('that are stored')];
  }
  const untilMs = deps.clock.monotonicMs() + MAX_COMPARE_MS;
  const isEnough = (): boolean => deps.clock.monotonicMs() > untilMs;
  return warningsOf(impactOf(objects, { before, after }, isEnough));
}
