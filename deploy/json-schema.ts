import type { DescribedSchema } from './structural.ts';
import type { StructuralSchema } from '../core/api/structural/schema.ts';

type JsonSchema = Record<string, unknown>;

/** A kind as an editor sees it. */
export interface SchemaKind {
  readonly kind: string;
  readonly apiVersions: readonly string[];
  readonly body: DescribedSchema;
}

const PLAIN = [
  'description',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'minProperties',
  'maxProperties',
  'default',
] as const satisfies readonly (keyof StructuralSchema)[];

function typeOf({ type, intOrString }: StructuralSchema): JsonSchema {
  if (intOrString === true) {
    return { type: ['integer', 'string'] };
  }
  return type === undefined ? {} : { type };
}

/** Of these members one, or at most one. */
function choicesOf({ choices = [] }: StructuralSchema): JsonSchema {
  const rules = choices.map(({ members, atLeastOne }) => {
    const one = members.map((member) => ({ required: [member] }));
    return { oneOf: atLeastOne ? one : [...one, { not: { anyOf: one } }] };
  });
  return rules.length === 0 ? {} : { allOf: rules };
}

function membersOf(schema: StructuralSchema): JsonSchema {
  const { properties, additionalProperties, items, required, preserveUnknown } = schema;
  const closed = properties !== undefined && preserveUnknown !== true;
  return {
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, child]) => [name, toJsonSchema(child)]),
          ),
        }),
    ...(required === undefined ? {} : { required }),
    ...(additionalProperties === undefined
      ? closed && { additionalProperties: false }
      : { additionalProperties: toJsonSchema(additionalProperties) }),
    ...(items === undefined ? {} : { items: toJsonSchema(items) }),
  };
}

function toJsonSchema(schema: StructuralSchema): JsonSchema {
  return {
    ...Object.fromEntries(
      PLAIN.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
    ),
    ...typeOf(schema),
    ...membersOf(schema),
    ...choicesOf(schema),
  };
}

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** The JSON Schema of a whole manifest of the kind, for editors. Status is nobody's to write. */
export function kindSchema({ kind, apiVersions, body }: SchemaKind): JsonSchema {
  const spec = body.properties?.['spec'] ?? {};
  return {
    $schema: DRAFT,
    title: kind,
    type: 'object',
    properties: {
      apiVersion: { type: 'string', enum: apiVersions },
      kind: { type: 'string', enum: [kind] },
      metadata: { type: 'object' },
      spec: toJsonSchema(spec),
      status: { type: 'object' },
    },
    required: ['apiVersion', 'kind', 'metadata', ...(body.required ?? [])],
    additionalProperties: false,
  };
}

export function schemaFile({ kind }: Pick<SchemaKind, 'kind'>): string {
  return `${kind.toLowerCase()}.json`;
}

/** One schema for files of mixed kinds: each of ours by its own, others as they are. */
export function anyKindSchema(kinds: readonly SchemaKind[]): JsonSchema {
  return {
    $schema: DRAFT,
    title: 'Kinds of External Secrets and Sallyport',
    type: 'object',
    allOf: kinds.map((each) => ({
      if: {
        required: ['apiVersion', 'kind'],
        properties: { apiVersion: { enum: each.apiVersions }, kind: { const: each.kind } },
      },
      then: { $ref: schemaFile(each) },
    })),
  };
}
