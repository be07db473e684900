import { ESO_GROUP, SERVED_VERSIONS } from '../group.ts';
import type { ObjectMetaWire } from './object-meta.ts';
import { OBJECT_META } from './object-meta.ts';
import type { StructuralSchema } from './schema.ts';

/** A whole object of which `Body` is what lies beside apiVersion, kind and metadata. */
export type ObjectWire<Body> = Body & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetaWire;
};

/** The schema of the whole object, of which the generated schema is the body. */
export function objectSchema<Body>(
  kinds: readonly string[],
  body: StructuralSchema<Body>,
  versions: readonly string[] = SERVED_VERSIONS,
): StructuralSchema<ObjectWire<Body>> {
  return {
    type: 'object',
    properties: {
      ...body.properties,
      apiVersion: { type: 'string', enum: versions.map((version) => `${ESO_GROUP}/${version}`) },
      kind: { type: 'string', enum: kinds },
      metadata: OBJECT_META,
    },
    required: ['apiVersion', 'kind', 'metadata', ...(body.required ?? [])],
  };
}
