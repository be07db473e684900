import { X509Certificate } from 'node:crypto';

/** What a certificate says of itself. */
export interface CertificateFacts {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly isAuthority: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Undefined for text that is not a certificate. */
export function parseCertificate(pem: string): CertificateFacts | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return undefined;
  }
  const names = (certificate.subjectAltName ?? '').split(', ');
  return {
    commonName: /(?:^|\n)CN=(.*)/u.exec(certificate.subject)?.[1] ?? '',
    dnsNames: names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4)),
    isAuthority: certificate.ca,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  };
}

/** Two thirds of the certificate's life, moved by up to a tenth of it either way: `jitter` is in [0, 1). */
export function renewalTime(facts: CertificateFacts, jitter: number): Date {
  const start = facts.notBefore.getTime();
  const life = facts.notAfter.getTime() - start;
  return new Date(start + life * (2 / 3 + (jitter - 0.5) / 5));
}
