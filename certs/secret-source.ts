import {
  AppError,
  backoffMs,
  type Clock,
  type JsonObject,
  objectAt,
  type Random,
  toAppError,
} from '../core/runtime/index.ts';
import {
  type ObjectReader,
  type ObjectRef,
  type ObjectWriter,
  SECRETS,
} from '../core/kube/index.ts';
import { haveSameKey } from './authority.ts';
import {
  activated,
  advance,
  type AuthoritySet,
  bundleOf,
  createAuthoritySet,
  trusting,
} from './authority-set.ts';
import { certificatesIn } from './pem.ts';
import { parseStoredSet, requestsIn, storedData } from './stored-set.ts';

const WRITE_OPTIONS = { fieldManager: 'sallyport-webhook' };
const MAX_ATTEMPTS = 10;
const BACKOFF = { baseMs: 50, maxMs: 2000 };

/** Supplies the authorities that every replica shares. KUBE_ errors when they cannot be read or written. */
export interface AuthoritySource {
  /**
   * What is in force now; made, adopted or renewed by compare-and-set, so that replicas that race agree on one.
   * What was in force and is no longer stored is put back: replicas and API servers trust it.
   */
  current(signal: AbortSignal): Promise<AuthoritySet>;
  /** The staged authority signs from now on. Every verifier must trust it by then. */
  activate(signal: AbortSignal): Promise<AuthoritySet>;
}

interface SecretAuthorityDeps {
  readonly api: Pick<ObjectReader, 'get'> & Pick<ObjectWriter, 'create' | 'replace'>;
  readonly secret: ObjectRef;
  /** Certificates (PEM) that verifiers trust now: asked when the stored authority is lost. */
  readonly trusted: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly random: Random;
}

type Transition = (set: AuthoritySet, now: Date) => Promise<AuthoritySet>;

function newSecret(ref: ObjectRef, set: AuthoritySet): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: ref.namespace, name: ref.name },
    type: 'Opaque',
    data: storedData({}, set),
  };
}

/** Whoever replaced the Secret by another authority did not know that replicas still serve under ours. */
function adopted(stored: AuthoritySet, ours: AuthoritySet | undefined, now: Date): AuthoritySet {
  if (ours?.answered.retire !== stored.answered.retire) {
    return stored;
  }
  const { certificatePem } = ours.signer;
  const isKnown =
    haveSameKey(stored.signer, ours.signer) ||
    certificatesIn(bundleOf(stored)).includes(certificatePem);
  return isKnown ? stored : trusting(stored, [certificatePem], now);
}

/** The authorities kept in one Secret, which may be there already and empty. */
export function createSecretAuthoritySource(deps: SecretAuthorityDeps): AuthoritySource {
  const prefix = deps.secret.name;
  let inForce: AuthoritySet | undefined;

  async function recovered(signal: AbortSignal): Promise<AuthoritySet> {
    return inForce ?? createAuthoritySet(prefix, await deps.trusted(signal), deps.clock.now());
  }

  async function settle(transition: Transition, signal: AbortSignal): Promise<AuthoritySet> {
    const raw = await deps.api.get(SECRETS, deps.secret, signal);
    const stored = raw === undefined ? undefined : parseStoredSet(raw);
    const now = deps.clock.now();
    const present = stored === undefined ? await recovered(signal) : adopted(stored, inForce, now);
    const asked = requestsIn(raw ?? {});
    const wanted = await transition(await advance(present, asked, { prefix, now }), now);
    if (wanted === stored) {
      return wanted;
    }
    // The resourceVersion in what was read makes the write conditional.
    await (raw === undefined
      ? deps.api.create(SECRETS, newSecret(deps.secret, wanted), WRITE_OPTIONS, signal)
      : deps.api.replace(
          SECRETS,
          { ...raw, data: storedData(objectAt(raw, 'data'), wanted) },
          WRITE_OPTIONS,
          signal,
        ));
    return wanted;
  }

  async function agree(transition: Transition, signal: AbortSignal): Promise<AuthoritySet> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        inForce = await settle(transition, signal);
        return inForce;
      } catch (error) {
        const fault = toAppError(error);
        if (fault.code !== 'KUBE_CONFLICT') {
          throw fault;
        }
        await deps.clock.sleep(backoffMs(attempt, BACKOFF, deps.random, fault), signal);
      }
    }
    const name = `${deps.secret.namespace}/${deps.secret.name}`;
    throw new AppError(
      'KUBE_CONFLICT',
      `Secret ${name}: ${MAX_ATTEMPTS} writes of the webhook's CA lost the race; see who else writes it`,
    );
  }

  return {
    current: async (signal) => agree(async (set) => set, signal),
    activate: async (signal) => agree(async (set, now) => activated(set, now), signal),
  };
}
