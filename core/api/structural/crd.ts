import type { RawObject } from '../object.ts';
import { SERVED_VERSIONS } from '../group.ts';
import { EXTERNAL_SECRET, SECRET_STORE } from './generated.ts';
import type { StructuralSchema } from './schema.ts';

const KINDS: Readonly<Record<string, StructuralSchema>> = {
  ExternalSecret: EXTERNAL_SECRET,
  SecretStore: SECRET_STORE,
  ClusterSecretStore: SECRET_STORE,
};

/**
 * The schema an API server with our CRDs applies to a whole object of that kind and version; undefined where we define
 * none. Use with `conform` and `assumed: false` to validate, default and prune as it does.
 */
export function crdSchema(kind: string, version: string): StructuralSchema<RawObject> | undefined {
  const body = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (body === undefined || !SERVED_VERSIONS.some((served) => served === version)) {
    return undefined;
  }
  return {
    type: 'object',
    properties: {
      ...body.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', preserveUnknown: true },
    },
    ...(body.required === undefined ? {} : { required: body.required }),
  };
}
