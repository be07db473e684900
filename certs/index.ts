export {
  type Authority,
  createAuthority,
  issueServingCertificate,
  type ServingCertificate,
} from './authority.ts';
export {
  type CaBundlePublisher,
  createCaBundlePublisher,
  type WebhookConfigurationRef,
} from './ca-bundle.ts';
export { type CertificateFacts, parseCertificate } from './certificate.ts';
export { type AuthoritySource, createSecretAuthoritySource } from './secret-source.ts';
export { type CertificateUpkeep, createCertificateUpkeep } from './upkeep.ts';
