import {
  AppError,
  backoffMs,
  type Clock,
  type JsonObject,
  objectAt,
  type Random,
  textAt,
  toAppError,
} from '../core/runtime/index.ts';
import {
  type ObjectReader,
  type ObjectRef,
  type ObjectWriter,
  SECRETS,
} from '../core/kube/index.ts';
import { type Authority, createAuthority, parseAuthority, renewAuthority } from './authority.ts';
import { renewalTime } from './certificate.ts';

const CERTIFICATE_KEY = 'ca.crt';
const PRIVATE_KEY = 'ca.key';
const WRITE_OPTIONS = { fieldManager: 'sallyport-webhook' };
const MAX_ATTEMPTS = 10;
const BACKOFF = { baseMs: 50, maxMs: 2000 };

/** Supplies the authority that every replica shares. */
export interface AuthoritySource {
  /**
   * The authority in force now; made, adopted or renewed by compare-and-set, so that replicas that race agree on one.
   * One that was in force and is no longer stored is put back: replicas and API servers trust it.
   * KUBE_ errors when the Secret cannot be read or written.
   */
  current(signal: AbortSignal): Promise<Authority>;
}

interface SecretAuthorityDeps {
  readonly api: Pick<ObjectReader, 'get'> & Pick<ObjectWriter, 'create' | 'replace'>;
  readonly secret: ObjectRef;
  readonly clock: Clock;
  readonly random: Random;
}

function decodeEntry(data: JsonObject, key: string): string {
  return Buffer.from(textAt(data, key), 'base64').toString('utf8');
}

function storedAuthority(raw: JsonObject): Authority | undefined {
  return parseAuthority(
    decodeEntry(objectAt(raw, 'data'), CERTIFICATE_KEY),
    decodeEntry(objectAt(raw, 'data'), PRIVATE_KEY),
  );
}

function encodeData(authority: Authority): Record<string, string> {
  const key = authority.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    [CERTIFICATE_KEY]: Buffer.from(authority.certificatePem).toString('base64'),
    [PRIVATE_KEY]: Buffer.from(key).toString('base64'),
  };
}

/** The Secret with this authority in it; labels and foreign keys stay, and its resourceVersion makes the write conditional. */
function withAuthority(raw: JsonObject, authority: Authority): JsonObject {
  return { ...raw, data: { ...objectAt(raw, 'data'), ...encodeData(authority) } };
}

function newSecret(ref: ObjectRef, authority: Authority): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: ref.namespace, name: ref.name },
    type: 'Opaque',
    data: encodeData(authority),
  };
}

/** The authority kept in one Secret, which may be there already and empty. */
export function createSecretAuthoritySource(deps: SecretAuthorityDeps): AuthoritySource {
  let inForce: Authority | undefined;

  // A key of its own gets a name of its own: Go tries same-named authorities in turn and reports the wrong one (admission.md 3.2).
  async function make(): Promise<Authority> {
    const now = deps.clock.now();
    const generation = Math.floor(now.getTime() / 1000);
    return createAuthority(`${deps.secret.name}-${generation}`, now);
  }

  /** What should be in force, given the one there is; that one itself when it may stay. */
  async function wanted(present: Authority | undefined): Promise<Authority> {
    const now = deps.clock.now();
    if (present === undefined || present.facts.notAfter <= now) {
      return make();
    }
    return renewalTime(present.facts, 0.5) <= now ? renewAuthority(present, now) : present;
  }

  async function settle(signal: AbortSignal): Promise<Authority> {
    const raw = await deps.api.get(SECRETS, deps.secret, signal);
    const stored = raw === undefined ? undefined : storedAuthority(raw);
    const authority = await wanted(stored ?? inForce);
    if (authority === stored) {
      return authority;
    }
    await (raw === undefined
      ? deps.api.create(SECRETS, newSecret(deps.secret, authority), WRITE_OPTIONS, signal)
      : deps.api.replace(SECRETS, withAuthority(raw, authority), WRITE_OPTIONS, signal));
    return authority;
  }

  return {
    async current(signal) {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        try {
          inForce = await settle(signal);
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
    },
  };
}
