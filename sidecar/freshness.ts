import type { Clock, Gauge } from '../core/runtime/index.ts';
import { createPause } from './pause.ts';

/** `stale`: the last try to confirm the files failed. `expired`: and that for longer than they may be. */
const FRESHNESS_STATES = ['fresh', 'stale', 'expired'] as const;
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

export interface FreshnessDeps {
  /** 0: files never expire. */
  readonly limitMs: number;
  readonly clock: Clock;
  readonly gauge: Gauge<'external_secret' | 'state'>;
  readonly onChange: (externalSecret: string, state: FreshnessState, sinceMs: number) => void;
}

/** How old what was delivered is: when was it last known to be what the backend has? */
export interface Freshness {
  /** The backend confirmed the files at `at`; absent: now. */
  confirmed(externalSecret: string, at?: Date): void;
  /** It could not be asked, or did not answer. Before the first delivery there is nothing to be stale. */
  unconfirmed(externalSecret: string): void;
  /** Lines on what is expired; undefined when nothing is. */
  expired(): string | undefined;
  /** Notices what expires while nothing happens, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

interface Age {
  readonly name: string;
  confirmedMs: number;
  state: FreshnessState;
}

function describeExpired(ages: readonly Age[]): string | undefined {
  const expired = ages.filter(({ state }) => state === 'expired');
  return expired.length === 0
    ? undefined
    : expired
        .map(
          ({ name }) =>
            `ExternalSecret "${name}": expired; the backend has not confirmed its files`,
        )
        .join('\n');
}

/** The states and when they end. */
function createAges(deps: FreshnessDeps): {
  readonly all: Map<string, Age>;
  readonly enter: (age: Age, state: FreshnessState) => void;
  /** Until the age is over; Infinity when there is no limit. */
  readonly leftMs: (age: Age) => number;
} {
  const { limitMs, clock, gauge } = deps;

  function sinceMs(age: Age): number {
    return clock.now().getTime() - age.confirmedMs;
  }

  return {
    all: new Map(),
    enter(age, state) {
      for (const each of FRESHNESS_STATES) {
        gauge.set({ external_secret: age.name, state: each }, each === state ? 1 : 0);
      }
      if (age.state !== state) {
        age.state = state;
        deps.onChange(age.name, state, sinceMs(age));
      }
    },
    leftMs: (age) => (limitMs > 0 ? Math.max(0, limitMs - sinceMs(age)) : Infinity),
  };
}

export function createFreshness(deps: FreshnessDeps): Freshness {
  const ages = createAges(deps);
  const pause = createPause(deps.clock);

  function stale(): readonly Age[] {
    return [...ages.all.values()].filter(({ state }) => state === 'stale');
  }

  return {
    confirmed(name, at = deps.clock.now()) {
      const age = ages.all.get(name) ?? { name, confirmedMs: 0, state: 'fresh' };
      ages.all.set(name, age);
      age.confirmedMs = at.getTime();
      ages.enter(age, 'fresh');
    },
    unconfirmed(name) {
      const age = ages.all.get(name);
      if (age !== undefined) {
        ages.enter(age, ages.leftMs(age) === 0 ? 'expired' : 'stale');
        pause.wake();
      }
    },
    expired: () => describeExpired([...ages.all.values()]),
    async run(signal) {
      signal.addEventListener('abort', () => {
        pause.wake();
      });
      while (!signal.aborted) {
        const nextMs = Math.min(...stale().map(ages.leftMs));
        await pause.wait(Number.isFinite(nextMs) ? nextMs : undefined);
        for (const age of stale().filter((each) => ages.leftMs(each) === 0)) {
          ages.enter(age, 'expired');
        }
      }
    },
  };
}
