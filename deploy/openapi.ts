import type { StructuralSchema } from '../core/api/structural/schema.ts';
import type { DescribedSchema, Validation } from './structural.ts';

type OpenApi = Record<string, unknown>;

const PLAIN = [
  'description',
  'type',
  'enum',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'minProperties',
  'maxProperties',
  'default',
] as const satisfies readonly (keyof StructuralSchema)[];

function validations(schema: DescribedSchema): readonly (OpenApi | Validation)[] {
  const choices = (schema.inList === true ? [] : (schema.choices ?? [])).map((choice) => {
    const present = choice.members.map((member) => `has(self.${member})`).join(',');
    return {
      rule: `[${present}].filter(x,x==true).size() ${choice.atLeastOne ? '==' : '<='} 1`,
      message: choice.message,
    };
  });
  return [...choices, ...[schema.rule ?? []].flat()];
}

function oneOf(schema: DescribedSchema): readonly OpenApi[] {
  return schema.inList === true
    ? (schema.choices ?? []).flatMap(({ members }) =>
        members.map((member) => ({ required: [member] })),
      )
    : [];
}

function children(schema: DescribedSchema): OpenApi {
  return {
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([name, child]) => [name, toOpenApi(child)]),
          ),
        }),
    ...(schema.required === undefined ? {} : { required: schema.required }),
    ...(schema.additionalProperties === undefined
      ? {}
      : { additionalProperties: toOpenApi(schema.additionalProperties) }),
    ...(schema.items === undefined ? {} : { items: toOpenApi(schema.items) }),
  };
}

/** The schema as a CRD has it. */
export function toOpenApi(schema: DescribedSchema): OpenApi {
  const rules = validations(schema);
  const alternatives = oneOf(schema);
  return {
    ...Object.fromEntries(
      PLAIN.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
    ),
    ...children(schema),
    ...(schema.preserveUnknown === true ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
    ...(schema.intOrString === true
      ? {
          'x-kubernetes-int-or-string': true,
          anyOf: [{ type: 'integer' }, { type: 'string' }],
        }
      : {}),
    ...(alternatives.length === 0 ? {} : { oneOf: alternatives }),
    ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }),
  };
}
