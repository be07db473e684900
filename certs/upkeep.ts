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

/** A wall-clock poll: a timer for two thirds of a month overflows, and a suspended machine wakes late (admission.md 3.2). */
const CHECK_INTERVAL_MS = 60_000;
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

export function createCertificateUpkeep(deps: UpkeepDeps): CertificateUpkeep {
  const listeners: ((certificate: ServingCertificate) => void)[] = [];
  let inForce: InForce | undefined;
  let problem: string | undefined = 'the CA bundle is not published yet';
  let running: Promise<void> = Promise.resolve();

  function held(): InForce {
    if (inForce === undefined) {
      throw new AppError('INTERNAL', 'a serving certificate was asked for before start');
    }
    return inForce;
  }

  async function renew(authority: Authority): Promise<void> {
    const serving = await issueServingCertificate(authority, deps.dnsNames, deps.clock.now());
    inForce = { authority, serving, renewAt: renewalTime(serving.facts, deps.random()) };
    deps.log.info('serving certificate issued', {
      authority: authority.facts.commonName,
      notAfter: serving.facts.notAfter.toISOString(),
    });
  }

  function isDue(authority: Authority): boolean {
    return (
      inForce?.authority.certificatePem !== authority.certificatePem ||
      inForce.renewAt <= deps.clock.now()
    );
  }

  async function refreshCertificate(signal: AbortSignal): Promise<void> {
    const authority = await deps.source.current(signal);
    if (!isDue(authority)) {
      return;
    }
    const first = inForce === undefined;
    await renew(authority);
    if (!first) {
      listeners.forEach((listener) => {
        listener(held().serving);
      });
    }
  }

  async function publish(signal: AbortSignal): Promise<void> {
    const missing = await deps.publisher.publish(held().authority.certificatePem, signal);
    problem =
      missing.length === 0 ? undefined : `no CA bundle written: ${missing.join(', ')} not found`;
  }

  /** True when all is as it should be. A fault never takes away a certificate that still serves. */
  async function check(signal: AbortSignal): Promise<boolean> {
    try {
      await refreshCertificate(signal);
      await publish(signal);
    } catch (error) {
      const fault = toAppError(error);
      if (!signal.aborted) {
        problem ??= fault.message;
        deps.log.warn('certificate upkeep failed', { code: fault.code, reason: fault.message });
      }
      return false;
    }
    return problem === undefined;
  }

  async function keep(healthy: boolean, signal: AbortSignal): Promise<void> {
    let wait = healthy ? CHECK_INTERVAL_MS : RETRY_INTERVAL_MS;
    while (!signal.aborted) {
      await deps.clock.sleep(wait, signal).catch(() => undefined);
      wait = !signal.aborted && (await check(signal)) ? CHECK_INTERVAL_MS : RETRY_INTERVAL_MS;
    }
  }

  return {
    name: 'certificates',
    current: () => held().serving,
    caBundle: () => held().authority.certificatePem,
    problem: () => problem,
    onRenewal(listener) {
      listeners.push(listener);
    },
    async start(signal) {
      await refreshCertificate(signal);
      running = keep(await check(signal), signal);
    },
    async stop() {
      await running;
    },
  };
}
