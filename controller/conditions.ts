import type { Condition } from '../core/api/index.ts';

/** Condition Ready without the time it came to be. */
export interface Readiness {
  readonly status: Condition['status'];
  readonly reason: string;
  readonly message: string;
}

/**
 * The conditions with Ready as given. An equal one stays as it is, and the transition time moves only with the status, so
 * that reconciling the same state twice writes nothing.
 */
export function withReady(
  conditions: readonly Condition[],
  ready: Readiness,
  now: Date,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === 'Ready');
  const lastTransitionTime =
    before?.status === ready.status ? before.lastTransitionTime : secondsOf(now);
  return [
    { type: 'Ready', ...ready, lastTransitionTime },
    ...conditions.filter(({ type }) => type !== 'Ready'),
  ];
}

/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export function secondsOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/u, 'Z');
}
