import type { Clock, Logger, Random } from '../core/runtime/index.ts';
import {
  type Authority,
  haveSameKey,
  issueServingCertificate,
  type ServingCertificate,
} from './authority.ts';
import { bundleOf } from './authority-set.ts';
import { renewalTime } from './certificate.ts';
import type { AuthoritySource } from './secret-source.ts';
import type { ServingSource } from './serving-source.ts';

interface IssuedServingDeps {
  readonly authorities: AuthoritySource;
  readonly dnsNames: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

interface Issued {
  readonly authority: Authority;
  readonly serving: ServingCertificate;
  readonly renewAt: Date;
}

/** Serving certificates that this process makes for itself; their keys exist in its memory only. */
export function createIssuedServing(deps: IssuedServingDeps): ServingSource {
  let held: Issued | undefined;

  async function issue(authority: Authority): Promise<Issued> {
    const serving = await issueServingCertificate(authority, deps.dnsNames, deps.clock.now());
    deps.log.info('serving certificate issued', {
      authority: authority.facts.commonName,
      notAfter: serving.facts.notAfter.toISOString(),
    });
    return { authority, serving, renewAt: renewalTime(serving.facts, deps.random()) };
  }

  /** A clock that was set back leaves a certificate that is not valid yet. */
  function isDue({ serving, renewAt }: Issued): boolean {
    const now = deps.clock.now();
    return renewAt <= now || serving.facts.notBefore > now;
  }

  /** Whose certificate to serve: another key than before only once all verifiers trust it. */
  function authorityFor(signer: Authority, isSettled: (pem: string) => boolean): Authority {
    return held === undefined ||
      haveSameKey(held.authority, signer) ||
      isSettled(signer.certificatePem)
      ? signer
      : held.authority;
  }

  return {
    async refresh(isSettled, signal) {
      let set = await deps.authorities.current(signal);
      if (set.next !== undefined && isSettled(set.next.certificatePem)) {
        set = await deps.authorities.activate(signal);
        deps.log.info('certificate authority replaced', { authority: set.signer.facts.commonName });
      }
      const authority = authorityFor(set.signer, isSettled);
      if (held === undefined || !haveSameKey(held.authority, authority) || isDue(held)) {
        held = await issue(authority);
      }
      return { serving: held.serving, bundlePem: bundleOf(set) };
    },
  };
}
