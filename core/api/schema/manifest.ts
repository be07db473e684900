import type { ObjectSchema, Root } from 'joi';
import { fieldSchemas, type FieldSchemas } from '../field-schema.ts';
import type { KindInfo } from '../kinds.ts';
import { bodySchema } from './body.ts';

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
export function manifestSchema(joi: Root, info: KindInfo): ObjectSchema {
  const f = fieldSchemas(joi);
  return bodySchema(joi, info).keys({
    apiVersion: f.choice(...info.versions.map((version) => `${info.group}/${version}`)).required(),
    kind: f.choice(info.kind).required(),
    metadata: metadata(joi, f),
    status: joi.any(),
  });
}
