import { certificatesIn } from './pem.ts';

/** Checks, ten seconds apart: after a minute every API server's watch has seen a registration (admission.md 3.2). */
const SETTLED_AFTER = 6;

/** What the verifiers can be relied upon to trust, by what was found published check after check; no clock is asked. */
export interface Trust {
  /** `written`: the registrations had to be changed, so the wait begins anew for what was not there. */
  saw(bundlePem: string, written: boolean): void;
  /** Has this certificate (PEM) been in every registration for so long that no API server can have missed it? */
  isSettled(certificatePem: string): boolean;
}

export function createTrust(): Trust {
  let checks: ReadonlyMap<string, number> = new Map();
  return {
    saw(bundlePem, written) {
      checks = new Map(
        certificatesIn(bundlePem).map((each) => [each, written ? 0 : (checks.get(each) ?? 0) + 1]),
      );
    },
    isSettled: (certificatePem) => (checks.get(certificatePem) ?? 0) >= SETTLED_AFTER,
  };
}
