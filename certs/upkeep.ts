import {
  AppError,
  type Clock,
  type Component,
  type Logger,
  toAppError,
} from '../core/runtime/index.ts';
import type { ServingCertificate } from './authority.ts';
import type { CaBundlePublisher } from './ca-bundle.ts';
import type { Served, ServingSource } from './serving-source.ts';
import { createTrust } from './trust.ts';

/**
 * A wall-clock poll: a timer for two thirds of a month overflows, and a suspended machine wakes late (admission.md 3.2).
 * Short, because a registration that was replaced without its bundle refuses every write until the next check.
 */
const CHECK_INTERVAL_MS = 10_000;
const RETRY_INTERVAL_MS = 5_000;

interface UpkeepDeps {
  readonly source: ServingSource;
  readonly publisher: CaBundlePublisher;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Keeps a serving certificate in force and its authority published. After `start`, a certificate is there. */
export interface CertificateUpkeep extends Component {
  current(): ServingCertificate;
  /** PEM of every authority that a caller should trust. */
  caBundle(): string;
  /** Undefined when the API server knows our authority; otherwise what is missing. */
  problem(): string | undefined;
  /** Called with each certificate that replaces another. */
  onRenewal(listener: (certificate: ServingCertificate) => void): void;
}

type Listener = (certificate: ServingCertificate) => void;

interface ServingState {
  held(): Served;
  /** Brings what is served up to date; the listeners hear of a replacement. */
  refresh(signal: AbortSignal): Promise<void>;
  /** Writes the bundle where it differs. KUBE_NOT_FOUND when a configuration is missing; the others have it by then. */
  publish(signal: AbortSignal): Promise<void>;
}

function createServingState(deps: UpkeepDeps, listeners: readonly Listener[]): ServingState {
  const trust = createTrust();
  let served: Served | undefined;

  function held(): Served {
    if (served === undefined) {
      throw new AppError('INTERNAL', 'a serving certificate was asked for before start');
    }
    return served;
  }

  return {
    held,
    async refresh(signal) {
      const before = served?.serving;
      const isSettled = (certificatePem: string): boolean => trust.isSettled(certificatePem);
      served = await deps.source.refresh(isSettled, signal);
      const { serving } = served;
      for (const listener of before === undefined || before === serving ? [] : listeners) {
        listener(serving);
      }
    },
    async publish(signal) {
      const { bundlePem } = held();
      const { missing, written } = await deps.publisher.publish(bundlePem, signal);
      trust.saw(bundlePem, written);
      if (missing.length > 0) {
        throw new AppError(
          'KUBE_NOT_FOUND',
          `no CA bundle written: ${missing.join(', ')} not found; create it, or take it out of the webhook's settings`,
        );
      }
    },
  };
}

export function createCertificateUpkeep(deps: UpkeepDeps): CertificateUpkeep {
  const listeners: Listener[] = [];
  const state = createServingState(deps, listeners);
  let problem: string | undefined = 'the CA bundle is not published yet';
  let running: Promise<void> = Promise.resolve();

  /**
   * The wait until the next check. Once all was published, no fault takes readiness or a certificate away: where one
   * configuration is deleted, the webhooks of the others must go on being answered.
   */
  async function check(signal: AbortSignal): Promise<number> {
    try {
      await state.refresh(signal);
      await state.publish(signal);
      problem = undefined;
      return CHECK_INTERVAL_MS;
    } catch (error) {
      const fault = toAppError(error);
      if (fault.code !== 'ABORTED') {
        problem &&= fault.message;
        deps.log.warn('certificate upkeep failed', { code: fault.code, reason: fault.message });
      }
      return RETRY_INTERVAL_MS;
    }
  }

  async function keep(firstWaitMs: number, signal: AbortSignal): Promise<void> {
    let waitMs = firstWaitMs;
    try {
      for (;;) {
        await deps.clock.sleep(waitMs, signal);
        waitMs = await check(signal);
      }
    } catch {
      // Only the sleep throws, and only when told to stop.
    }
  }

  return {
    name: 'certificates',
    current: () => state.held().serving,
    caBundle: () => state.held().bundlePem,
    problem: () => problem,
    onRenewal(listener) {
      listeners.push(listener);
    },
    async start(signal) {
      await state.refresh(signal);
      running = keep(await check(signal), signal);
    },
    async stop() {
      await running;
    },
  };
}
