import {
  AppError,
  type Clock,
  type Component,
  type Logger,
  type Random,
  toAppError,
} from '../core/runtime/index.ts';
import { type Authority, issueServingCertificate, type ServingCertificate } from './authority.ts';
import type { CaBundlePublisher } from './ca-bundle.ts';
import { renewalTime } from './certificate.ts';
import type { AuthoritySource } from './secret-source.ts';

/**
 * A wall-clock poll: a timer for two thirds of a month overflows, and a suspended machine wakes late (admission.md 3.2).
 * Short, because a registration that was replaced without its bundle refuses every write until the next check.
 */
const CHECK_INTERVAL_MS = 10_000;
const RETRY_INTERVAL_MS = 5_000;

interface UpkeepDeps {
  readonly source: AuthoritySource;
  readonly publisher: CaBundlePublisher;
  readonly dnsNames: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

/** Keeps a serving certificate in force and its authority published. After `start`, a certificate is there. */
export interface CertificateUpkeep extends Component {
  current(): ServingCertificate;
  /** PEM of the authority that signed the current certificate. */
  caBundle(): string;
  /** Undefined when the API server knows our authority; otherwise what is missing. */
  problem(): string | undefined;
  /** Called with each certificate that replaces another. */
  onRenewal(listener: (certificate: ServingCertificate) => void): void;
}

interface InForce {
  readonly authority: Authority;
  readonly serving: ServingCertificate;
  readonly renewAt: Date;
}

type Listener = (certificate: ServingCertificate) => void;

interface ServingState {
  held(): InForce;
  /** Brings the certificate up to date; the listeners hear of a replacement. */
  refresh(signal: AbortSignal): Promise<void>;
}

function createServingState(deps: UpkeepDeps, listeners: readonly Listener[]): ServingState {
  let inForce: InForce | undefined;

  function isDue(authority: Authority): boolean {
    return (
      inForce?.authority.certificatePem !== authority.certificatePem ||
      inForce.renewAt <= deps.clock.now()
    );
  }

  async function renew(authority: Authority): Promise<void> {
    const replaces = inForce !== undefined;
    const serving = await issueServingCertificate(authority, deps.dnsNames, deps.clock.now());
    inForce = { authority, serving, renewAt: renewalTime(serving.facts, deps.random()) };
    deps.log.info('serving certificate issued', {
      authority: authority.facts.commonName,
      notAfter: serving.facts.notAfter.toISOString(),
    });
    for (const listener of replaces ? listeners : []) {
      listener(serving);
    }
  }

  return {
    held() {
      if (inForce === undefined) {
        throw new AppError('INTERNAL', 'a serving certificate was asked for before start');
      }
      return inForce;
    },
    async refresh(signal) {
      const authority = await deps.source.current(signal);
      if (isDue(authority)) {
        await renew(authority);
      }
    },
  };
}

export function createCertificateUpkeep(deps: UpkeepDeps): CertificateUpkeep {
  const listeners: Listener[] = [];
  const state = createServingState(deps, listeners);
  let problem: string | undefined = 'the CA bundle is not published yet';
  let running: Promise<void> = Promise.resolve();

  /** KUBE_NOT_FOUND when a configuration is missing; the others have the bundle by then. */
  async function publish(signal: AbortSignal): Promise<void> {
    const missing = await deps.publisher.publish(state.held().authority.certificatePem, signal);
    if (missing.length > 0) {
      throw new AppError(
        'KUBE_NOT_FOUND',
        `no CA bundle written: ${missing.join(', ')} not found; create it, or take it out of the webhook's settings`,
      );
    }
  }

  /**
   * The wait until the next check. Once all was published, no fault takes readiness or a certificate away: where one
   * configuration is deleted, the webhooks of the others must go on being answered.
   */
  async function check(signal: AbortSignal): Promise<number> {
    try {
      await state.refresh(signal);
      await publish(signal);
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
    caBundle: () => state.held().authority.certificatePem,
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
