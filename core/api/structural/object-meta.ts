import type { ObjectMeta } from '../object.ts';
import type { StructuralSchema } from './schema.ts';

/** Metadata on the wire, defaults applied. */
export type ObjectMetaWire = Omit<ObjectMeta, 'creationTimestamp' | 'deletionTimestamp'> & {
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
};

const text: StructuralSchema = { type: 'string', assumed: '' };
const texts: StructuralSchema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  assumed: {},
};

/** The part of ObjectMeta we read; the API server checks the rest. A name is absent while generateName waits. */
export const OBJECT_META: StructuralSchema<ObjectMetaWire> = {
  type: 'object',
  properties: {
    name: text,
    namespace: text,
    uid: text,
    resourceVersion: text,
    generation: { type: 'integer', assumed: 0 },
    labels: texts,
    annotations: texts,
    finalizers: { type: 'array', items: { type: 'string' }, assumed: [] },
    ownerReferences: {
      type: 'array',
      assumed: [],
      items: {
        type: 'object',
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
          controller: { type: 'boolean', assumed: false },
        },
        required: ['apiVersion', 'kind', 'name', 'uid'],
      },
    },
    creationTimestamp: { type: 'string' },
    deletionTimestamp: { type: 'string' },
  },
};
