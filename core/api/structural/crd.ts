import { KINDS } from '../kinds.ts';
import type { RawObject } from '../object.ts';
import { structureOf } from './body.ts';
import type { StructuralSchema } from './schema.ts';

/**
 * The schema an API server with our CRDs applies to a whole object of that kind and version; undefined where we define
 * none. Use with `conform` and `assumed: false` to validate, default and prune as it does.
 */
export function crdSchema(kind: string, version: string): StructuralSchema<RawObject> | undefined {
  const info = KINDS.find((known) => known.kind === kind);
  if (info?.versions.includes(version) !== true) {
    return undefined;
  }
  const body = structureOf(info);
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
