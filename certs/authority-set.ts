import { type Authority, createAuthority, renewAuthority } from './authority.ts';
import { renewalTime } from './certificate.ts';
import { bundle } from './pem.ts';

const DAY_MS = 86_400_000;
/** A serving certificate lives for 30 days at most; a day more for clocks and replicas that lag (admission.md 3.2). */
const OVERLAP_MS = 31 * DAY_MS;
/** A key signs for two years or so: after this many renewals it is replaced instead. */
const MAX_RENEWALS = 2;
const MAX_PREVIOUS = 3;
/** Clocks of replicas may differ by this much before one calls the other's certificate "not valid yet". */
const SKEW_MS = 5 * 60_000;

/**
 * The authorities of one installation. A new key goes through four phases: staged (`next` is there, trusted and signs
 * nothing yet), published by every replica, active (it is the `signer`, the old one is among `previous`), retired.
 */
export interface AuthoritySet {
  /** Signs the serving certificates. */
  readonly signer: Authority;
  readonly next: Authority | undefined;
  /** Certificates (PEM) that signed before, still to be trusted; the youngest first. */
  readonly previous: readonly string[];
  /** When `previous` need no longer be trusted. */
  readonly retireAt: Date | undefined;
  /** How often the signer's certificate was renewed under its key. */
  readonly renewals: number;
  /** The requests that were answered last; '' for none. */
  readonly answered: AuthorityRequests;
}

/** What a person asks for, by annotations of the Secret: any other text than before is a new request. */
export interface AuthorityRequests {
  /** A new key. */
  readonly rekey: string;
  /** To trust former authorities no longer, now. */
  readonly retire: string;
}

export type AuthorityPhase = 'steady' | 'staged' | 'retiring';

export function phaseOf(set: AuthoritySet): AuthorityPhase {
  if (set.next !== undefined) {
    return 'staged';
  }
  return set.previous.length > 0 ? 'retiring' : 'steady';
}

/** PEM of everything a verifier must trust; the signer first. */
export function bundleOf({ signer, next, previous }: AuthoritySet): string {
  const staged = next === undefined ? [] : [next.certificatePem];
  return bundle([signer.certificatePem, ...staged, ...previous]);
}

/** A key of its own gets a name of its own: Go tries same-named authorities in turn and reports the wrong one (admission.md 3.2). */
function nameOf(prefix: string, now: Date, taken: string): string {
  const generation = Math.floor(now.getTime() / 1000);
  const name = `${prefix}-${generation}`;
  return name === taken ? `${prefix}-${generation + 1}` : name;
}

/** The first authority; `trusted` are certificates that verifiers know from an authority that was lost. */
export async function createAuthoritySet(
  prefix: string,
  trusted: readonly string[],
  now: Date,
): Promise<AuthoritySet> {
  return {
    signer: await createAuthority(nameOf(prefix, now, ''), now),
    next: undefined,
    previous: trusted.slice(0, MAX_PREVIOUS),
    retireAt: trusted.length > 0 ? new Date(now.getTime() + OVERLAP_MS) : undefined,
    renewals: 0,
    answered: { rekey: '', retire: '' },
  };
}

/** The set in which these certificates go on being trusted as well. */
export function trusting(
  set: AuthoritySet,
  certificates: readonly string[],
  now: Date,
): AuthoritySet {
  return {
    ...set,
    previous: [...new Set([...certificates, ...set.previous])].slice(0, MAX_PREVIOUS),
    retireAt: new Date(now.getTime() + OVERLAP_MS),
  };
}

/** The staged authority signs from now on; without one, the set itself. */
export function activated(set: AuthoritySet, now: Date): AuthoritySet {
  return set.next === undefined
    ? set
    : trusting(
        { ...set, signer: set.next, next: undefined, renewals: 0 },
        [set.signer.certificatePem],
        now,
      );
}

/**
 * Same key, same name: what it signed before verifies under either certificate. So one that has run out is renewed as
 * well: where only this replica's clock says so, nothing breaks.
 */
function renewed(set: AuthoritySet, now: Date): AuthoritySet {
  const signer = renewAuthority(set.signer, now);
  return trusting({ ...set, signer, renewals: set.renewals + 1 }, [set.signer.certificatePem], now);
}

async function staged(set: AuthoritySet, prefix: string, now: Date): Promise<AuthoritySet> {
  return {
    ...set,
    next: await createAuthority(nameOf(prefix, now, set.signer.facts.commonName), now),
  };
}

function isUsable({ facts }: Authority, now: Date): boolean {
  return facts.notBefore.getTime() <= now.getTime() + SKEW_MS && facts.notAfter > now;
}

function isDue({ facts }: Authority, now: Date): boolean {
  return renewalTime(facts, 0.5) <= now;
}

async function withSignerInTime(
  set: AuthoritySet,
  prefix: string,
  now: Date,
): Promise<AuthoritySet> {
  if (!isUsable(set.signer, now)) {
    return renewed(set, now);
  }
  if (!isDue(set.signer, now) || set.next !== undefined) {
    return set;
  }
  return set.renewals < MAX_RENEWALS ? renewed(set, now) : staged(set, prefix, now);
}

async function withRequests(
  set: AuthoritySet,
  asked: AuthorityRequests,
  settings: { readonly prefix: string; readonly now: Date },
): Promise<AuthoritySet> {
  const { answered, next } = set;
  if (asked.rekey !== '' && asked.rekey !== answered.rekey && next === undefined) {
    const answer = { ...set, answered: { ...answered, rekey: asked.rekey } };
    return staged(answer, settings.prefix, settings.now);
  }
  // Only once the new key is in use: what is retired must not be what signs.
  if (asked.retire !== '' && asked.retire !== answered.retire && next === undefined) {
    return {
      ...set,
      previous: [],
      retireAt: undefined,
      answered: { ...answered, retire: asked.retire },
    };
  }
  return set;
}

function withoutRetired(set: AuthoritySet, now: Date): AuthoritySet {
  return set.retireAt !== undefined && set.retireAt <= now
    ? { ...set, previous: [], retireAt: undefined }
    : set;
}

/** What should be in force at this time, given what is; the very same set when it may stay. */
export async function advance(
  set: AuthoritySet,
  asked: AuthorityRequests,
  settings: { readonly prefix: string; readonly now: Date },
): Promise<AuthoritySet> {
  const { prefix, now } = settings;
  const current = withoutRetired(set, now);
  return withRequests(await withSignerInTime(current, prefix, now), asked, settings);
}
