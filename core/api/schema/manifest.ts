import type { ObjectSchema, Root } from 'joi';
import { ESO_GROUP, SERVED_VERSIONS } from '../group.ts';
import { fieldSchemas, type FieldSchemas } from '../field-schema.ts';
import { externalSecretSchema } from './external-secret.ts';
import { secretStoreSchema } from './secret-store.ts';

export const MANIFEST_KINDS = ['ExternalSecret', 'SecretStore', 'ClusterSecretStore'] as const;
export type ManifestKind = (typeof MANIFEST_KINDS)[number];

/** Metadata that people do not write, but that exported objects have. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'managedFields',
  'selfLink',
];

function metadata(joi: Root, f: FieldSchemas): ObjectSchema {
  return joi
    .object({
      name: f.name(),
      generateName: f.text(),
      namespace: f.namespace(),
      labels: f.map(),
      annotations: f.map(),
      finalizers: f.list(f.text()),
      ...Object.fromEntries(SERVER_FIELDS.map((field) => [field, joi.any()])),
    })
    .or('name', 'generateName')
    .required();
}

/** The schema of a whole manifest. Status is not the writer's to give, so it is not looked at. */
export function manifestSchema(joi: Root, kind: ManifestKind): ObjectSchema {
  const f = fieldSchemas(joi);
  const body: ObjectSchema =
    kind === 'ExternalSecret' ? externalSecretSchema(joi) : secretStoreSchema(joi);
  return body.keys({
    apiVersion: f.choice(...SERVED_VERSIONS.map((version) => `${ESO_GROUP}/${version}`)).required(),
    kind: f.choice(kind).required(),
    metadata: metadata(joi, f),
    status: joi.any(),
  });
}
