export type { ServingCertificate } from './authority.ts';
export { createCaBundlePublisher } from './ca-bundle.ts';
export { createIssuedServing } from './issued-serving.ts';
export { createSecretAuthoritySource } from './secret-source.ts';
export { type CertificateUpkeep, createCertificateUpkeep } from './upkeep.ts';
