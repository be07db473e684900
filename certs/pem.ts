import { X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/gu;

/** The certificates in a text, each as a PEM block that ends with a line break; whatever else is there is left out. */
export function certificatesIn(text: string): readonly string[] {
  return (text.match(BLOCK) ?? []).flatMap((block) => {
    try {
      return [new X509Certificate(block).toString()];
    } catch {
      return [];
    }
  });
}

/** One text of these certificates, each once, in their order. */
export function bundle(certificates: readonly string[]): string {
  return [...new Set(certificates.flatMap(certificatesIn))].join('');
}
