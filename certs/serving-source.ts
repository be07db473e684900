import type { ServingCertificate } from './authority.ts';

/** What a process serves and what its callers are told to trust. */
export interface Served {
  readonly serving: ServingCertificate;
  /** PEM. */
  readonly bundlePem: string;
}

/** Where the serving certificate comes from. */
export interface ServingSource {
  /**
   * What to serve and to publish as of now; the same `serving` when it may stay. `isSettled` says of an authority's certificate
   * (PEM) whether every verifier trusts it by now. Faults are KUBE_ errors or CONFIG_INVALID; what is served goes on being served.
   */
  refresh(isSettled: (certificatePem: string) => boolean, signal: AbortSignal): Promise<Served>;
}
