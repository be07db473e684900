import { isObject, type JsonObject, objectAt, textAt } from '../core/runtime/index.ts';
import { type Authority, parseAuthority } from './authority.ts';
import { type AuthorityRequests, type AuthoritySet, bundleOf, phaseOf } from './authority-set.ts';
import { certificatesIn } from './pem.ts';

const CERTIFICATES = 'ca.crt';
const SIGNER_KEY = 'ca.key';
const NEXT_KEY = 'next.key';
const META = 'meta.json';

/** Annotations of the Secret by which a person asks for a new key, or for former authorities to be dropped. */
const REKEY_ANNOTATION = 'sallyport.dev/rekey';
const RETIRE_ANNOTATION = 'sallyport.dev/retire';

function decodeEntry(data: JsonObject, key: string): string {
  return Buffer.from(textAt(data, key), 'base64').toString('utf8');
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

function parseMeta(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function dateAt(meta: JsonObject, key: string): Date | undefined {
  const date = new Date(textAt(meta, key));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** What the Secret asks for. */
export function requestsIn(secret: JsonObject): AuthorityRequests {
  const annotations = objectAt(objectAt(secret, 'metadata'), 'annotations');
  return {
    rekey: textAt(annotations, REKEY_ANNOTATION),
    retire: textAt(annotations, RETIRE_ANNOTATION),
  };
}

function nextAuthority(certificate: string | undefined, data: JsonObject): Authority | undefined {
  return certificate === undefined
    ? undefined
    : parseAuthority(certificate, decodeEntry(data, NEXT_KEY));
}

/** Undefined when the Secret holds no P-256 authority with its key. */
export function parseStoredSet(secret: JsonObject): AuthoritySet | undefined {
  const data = objectAt(secret, 'data');
  const [first = '', ...others] = certificatesIn(decodeEntry(data, CERTIFICATES));
  const signer = parseAuthority(first, decodeEntry(data, SIGNER_KEY));
  if (signer === undefined) {
    return undefined;
  }
  const next = nextAuthority(others[0], data);
  const meta = parseMeta(decodeEntry(data, META));
  const { renewals } = meta;
  return {
    signer,
    next,
    previous: next === undefined ? others : others.slice(1),
    retireAt: dateAt(meta, 'retireAt'),
    renewals: typeof renewals === 'number' ? renewals : 0,
    answered: { rekey: textAt(meta, 'rekey'), retire: textAt(meta, 'retire') },
  };
}

function keyOf(authority: Authority): string {
  return authority.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function encodeMeta(set: AuthoritySet): string {
  return JSON.stringify({
    phase: phaseOf(set),
    signer: set.signer.facts.commonName,
    renewals: set.renewals,
    ...(set.retireAt === undefined ? {} : { retireAt: set.retireAt.toISOString() }),
    ...set.answered,
  });
}

/**
 * Data of the Secret with this set in it: `ca.crt` (everything to be trusted, the signer first, a staged authority second), `ca.key`,
 * `next.key` while one is staged, `meta.json`. Foreign entries stay.
 */
export function storedData(data: JsonObject, set: AuthoritySet): JsonObject {
  const { [NEXT_KEY]: _, ...others } = data;
  return {
    ...others,
    [CERTIFICATES]: encoded(bundleOf(set)),
    [SIGNER_KEY]: encoded(keyOf(set.signer)),
    ...(set.next === undefined ? {} : { [NEXT_KEY]: encoded(keyOf(set.next)) }),
    [META]: encoded(encodeMeta(set)),
  };
}
