import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../api/index.ts';
import { AppError, type Clock, numberAt, objectAt, textAt } from '../runtime/index.ts';
import { apiVersionOf } from './object-ref.ts';
import type { ObjectReader, ObjectRef, ObjectWriter } from './ports.ts';
import { LEASES } from './resources.ts';

export interface LeaseHoldDeps {
  readonly api: ObjectReader & ObjectWriter;
  readonly lease: ObjectRef;
  /** Unique to this candidate; a Pod's name. */
  readonly identity: string;
  /** Others take the lease over when it was not renewed for this long. Whole seconds. */
  readonly leaseDurationMs: number;
  readonly clock: Clock;
}

/** One candidate's grip on a Lease. */
export interface LeaseHold {
  /** Takes or renews it. `elsewhere`: another holds it, or was faster. */
  take(signal: AbortSignal): Promise<'held' | 'elsewhere'>;
  /** Gives it back, if it is ours. */
  release(signal: AbortSignal): Promise<void>;
}

/** Kubernetes' MicroTime. */
function microTime(clock: Clock): string {
  return clock.now().toISOString().replace('Z', '000Z');
}

function nextSpec(spec: RawObject, { identity, clock, leaseDurationMs }: LeaseHoldDeps): RawObject {
  const now = microTime(clock);
  const isOurs = textAt(spec, 'holderIdentity') === identity;
  return {
    ...spec,
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
    renewTime: now,
    acquireTime: isOurs ? spec['acquireTime'] : now,
    leaseTransitions: numberAt(spec, 'leaseTransitions') + (isOurs ? 0 : 1),
  };
}

export function createLeaseHold(deps: LeaseHoldDeps): LeaseHold {
  const { api, lease, identity, clock } = deps;
  const options = { fieldManager: identity };
  let observed: RawObject = {};
  let observedAtMs = -Infinity;

  /** Clocks of other machines are not believed: a lease ages from when we saw it change. */
  function observe(spec: RawObject): void {
    if (!isDeepStrictEqual(spec, observed)) {
      observed = spec;
      observedAtMs = clock.monotonicMs();
    }
  }
  function isHeldElsewhere(spec: RawObject): boolean {
    const holder = textAt(spec, 'holderIdentity');
    const expiresAtMs = observedAtMs + numberAt(spec, 'leaseDurationSeconds') * 1000;
    return holder !== '' && holder !== identity && clock.monotonicMs() < expiresAtMs;
  }
  async function write(work: Promise<RawObject>): Promise<'held' | 'elsewhere'> {
    try {
      observe(objectAt(await work, 'spec'));
      return 'held';
    } catch (error) {
      if (error instanceof AppError && error.code === 'KUBE_CONFLICT') {
        return 'elsewhere'; // another candidate was faster, or the next look will tell
      }
      throw error;
    }
  }

  return {
    async take(signal) {
      const stored = await api.get(LEASES, lease, signal);
      if (stored === undefined) {
        const spec = { ...nextSpec({}, deps), leaseTransitions: 0 };
        const head = { apiVersion: apiVersionOf(LEASES), kind: LEASES.kind };
        return write(api.create(LEASES, { ...head, metadata: lease, spec }, options, signal));
      }
      const spec = objectAt(stored, 'spec');
      observe(spec);
      return isHeldElsewhere(spec)
        ? 'elsewhere'
        : write(api.replace(LEASES, { ...stored, spec: nextSpec(spec, deps) }, options, signal));
    },
    async release(signal) {
      const stored = await api.get(LEASES, lease, signal);
      const spec = objectAt(stored ?? {}, 'spec');
      if (stored !== undefined && textAt(spec, 'holderIdentity') === identity) {
        const freed = {
          ...spec,
          holderIdentity: '',
          leaseDurationSeconds: 1,
          renewTime: microTime(clock),
        };
        await write(api.replace(LEASES, { ...stored, spec: freed }, options, signal));
      }
    },
  };
}
