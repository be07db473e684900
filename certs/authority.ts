import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../core/runtime/index.ts';
import { type CertificateFacts, parseCertificate } from './certificate.ts';
import { buildCertificate } from './x509.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AUTHORITY_LIFE_MS = 365 * DAY_MS;
const SERVING_LIFE_MS = 30 * DAY_MS;
/** Verifiers whose clock is behind ours still accept a fresh certificate. */
const BACKDATE_MS = HOUR_MS;

/** A certificate authority: its certificate and the key that signs. */
export interface Authority {
  readonly certificatePem: string;
  readonly facts: CertificateFacts;
  readonly privateKey: KeyObject;
}

/** What a TLS server needs. The key exists in memory only. */
export interface ServingCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly facts: CertificateFacts;
}

const generate = promisify(generateKeyPair);

function factsOf(pem: string): CertificateFacts {
  const facts = parseCertificate(pem);
  if (facts === undefined) {
    throw new AppError('INTERNAL', 'a certificate made here cannot be read back');
  }
  return facts;
}

function signAuthority(
  commonName: string,
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  now: Date,
): Authority {
  const certificatePem = buildCertificate(
    {
      commonName,
      publicKey: keys.publicKey,
      notBefore: new Date(now.getTime() - BACKDATE_MS),
      notAfter: new Date(now.getTime() + AUTHORITY_LIFE_MS),
      use: { kind: 'authority' },
    },
    { commonName, privateKey: keys.privateKey },
  );
  return { certificatePem, facts: factsOf(certificatePem), privateKey: keys.privateKey };
}

/** A new authority, valid for a year. The key is generated off the event loop. */
export async function createAuthority(commonName: string, now: Date): Promise<Authority> {
  return signAuthority(commonName, await generate('ec', { namedCurve: 'P-256' }), now);
}

/** An authority from its stored halves; undefined when they are not a P-256 authority that belongs together. */
export function parseAuthority(
  certificatePem: string,
  privateKeyPem: string,
): Authority | undefined {
  const facts = parseCertificate(certificatePem);
  if (facts?.isAuthority !== true) {
    return undefined;
  }
  try {
    const privateKey = createPrivateKey(privateKeyPem);
    const certificate = new X509Certificate(certificatePem);
    return certificate.checkPrivateKey(privateKey)
      ? { certificatePem: certificate.toString(), facts, privateKey }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The same key and name for another year: what it signed before verifies under either certificate (admission.md 3.2). */
export function renewAuthority(authority: Authority, now: Date): Authority {
  const { privateKey, facts } = authority;
  return signAuthority(
    facts.commonName,
    { publicKey: createPublicKey(privateKey), privateKey },
    now,
  );
}

/** What one signed verifies under the certificate of the other, where their names are the same too. */
export function haveSameKey(left: Authority, right: Authority): boolean {
  return left.privateKey.equals(right.privateKey);
}

/** A serving certificate for these names, valid for 30 days or for what is left of the authority's life. */
export async function issueServingCertificate(
  authority: Authority,
  dnsNames: readonly [string, ...string[]],
  now: Date,
): Promise<ServingCertificate> {
  const keys = await generate('ec', { namedCurve: 'P-256' });
  const notAfter = Math.min(now.getTime() + SERVING_LIFE_MS, authority.facts.notAfter.getTime());
  const certificatePem = buildCertificate(
    {
      commonName: dnsNames[0],
      publicKey: keys.publicKey,
      notBefore: new Date(now.getTime() - BACKDATE_MS),
      notAfter: new Date(notAfter),
      use: { kind: 'server', dnsNames },
    },
    { commonName: authority.facts.commonName, privateKey: authority.privateKey },
  );
  const privateKeyPem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    certificatePem,
    privateKeyPem: privateKeyPem.toString(),
    facts: factsOf(certificatePem),
  };
}
