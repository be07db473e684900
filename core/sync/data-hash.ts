import { createHash } from 'node:crypto';
import type { SecretData } from './contract.ts';

/** Lower-case hex SHA3-224, the hash of every mark ESO leaves on objects (eso.md 1.4, 1.5). */
export function markHash(text: string): string {
  return createHash('sha3-224').update(text, 'utf8').digest('hex');
}

/** A map as Go's `%+v` prints it: `map[a:1 b:2]`, keys in byte order. */
export function goMapText(entries: Iterable<readonly [string, string]>): string {
  const sorted = [...entries].sort(([left], [right]) =>
    Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  return `map[${sorted.map(([key, value]) => `${key}:${value}`).join(' ')}]`;
}

/**
 * The value of annotation `reconcile.external-secrets.io/data-hash`: SHA3-224 over Go's `%+v` of map[string][]byte, bytes as
 * decimals. Bit-compatible with ESO, so that neither side sees the other's write as drift (eso.md 1.5, sidecar.md 7).
 */
export function dataHash(data: SecretData): string {
  return markHash(
    goMapText([...data].map(([key, bytes]) => [key, `[${bytes.reveal().join(' ')}]`] as const)),
  );
}

/** Equal exactly when the data is equal. Not salted: it stays inside the process. */
export function dataDigest(data: SecretData): string {
  const hash = createHash('sha256');
  for (const [key, bytes] of [...data].sort(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(`${Buffer.byteLength(key)}:${key}:${bytes.length}:`).update(bytes.reveal());
  }
  return hash.digest('hex');
}
