import { FunctionError } from '../value/index.ts';
import type { Certificate } from './certificate-read.ts';

/** Whether one certificate's issuer has the other's key, by the key identifiers alone; two absent ones are alike, as in Go. */
function isIssuedBy(child: Certificate, parent: Certificate): boolean {
  const wanted = child.authorityKeyId ?? Buffer.alloc(0);
  return wanted.equals(parent.subjectKeyId ?? Buffer.alloc(0));
}

/** A certificate that names no issuer's key, or its own. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.authorityKeyId === undefined || isIssuedBy(certificate, certificate);
}

/** The certificates from leaf to root. Throws FunctionError when they are no single chain. */
export function orderChain(certificates: readonly Certificate[]): readonly Certificate[] {
  const issuers = new Map(
    certificates.map((child) => [
      child,
      certificates.find((parent) => parent !== child && isIssuedBy(child, parent)),
    ]),
  );
  const parents = new Set(issuers.values());
  const leaves = certificates.filter((certificate) => !parents.has(certificate));
  if (leaves.length > 1) {
    throw new FunctionError('found multiple leaf or disjunct certificates');
  }
  const [leaf] = leaves;
  if (leaf === undefined) {
    throw new FunctionError('no leaf certificate found');
  }
  return follow(leaf, issuers);
}

function follow(
  leaf: Certificate,
  issuers: ReadonlyMap<Certificate, Certificate | undefined>,
): readonly Certificate[] {
  const ordered: Certificate[] = [];
  for (let next: Certificate | undefined = leaf; next !== undefined; next = issuers.get(next)) {
    if (ordered.length === issuers.size) {
      throw new FunctionError('constructing chain resulted in cycle');
    }
    ordered.push(next);
  }
  return ordered;
}
