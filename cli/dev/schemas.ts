import { conform, crdSchema } from '../../core/api/index.ts';
import type { Schemas } from '../../core/kube/memory/index.ts';

/** What the CRDs would do to an object: check it, set its defaults, refuse fields they do not know (as kubectl asks for). */
export const schemaOf: Schemas = (resource) => {
  const schema = crdSchema(resource.kind, resource.version);
  return schema === undefined
    ? undefined
    : (object) => conform(schema, object, { unknownFields: 'refuse', assumed: false });
};
