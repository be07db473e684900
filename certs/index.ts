export type { ServingCertificate } from './authority.ts';
export { type CaBundlePublisher, createCaBundlePublisher } from './ca-bundle.ts';
export { createFileServing } from './file-serving.ts';
export { createIssuedServing } from './issued-serving.ts';
export type { OwnedEntries } from './owned-entries.ts';
export { createSecretAuthoritySource } from './secret-source.ts';
export type { ServingSource } from './serving-source.ts';
export { readTextFile } from './text-file.ts';
export { type CertificateUpkeep, createCertificateUpkeep } from './upkeep.ts';
