import type { StructuralSchema } from '../core/api/structural/schema.ts';
import type { DescribedSchema } from './structural.ts';

const HEAD = `// Written by deploy/generate.ts out of the joi schemas; do not edit.
/* eslint-disable max-lines, object-shorthand -- data */
import type { ClusterExternalSecretBody } from '../cluster-external-secret.ts';
import type { ExternalSecretBody } from '../external-secret.ts';
import type {
  ClusterGeneratorBody,
  GeneratorBody,
  GeneratorKind,
  GeneratorSpecs,
} from '../generator/index.ts';
import type { Condition } from '../object.ts';
import type { ClusterPushSecretBody, PushSecretBody } from '../push-secret.ts';
import type { SecretStoreBody } from '../secret-store.ts';
import type { StructuralSchema } from './schema.ts';
`;

const CONSTANTS = {
  EXTERNAL_SECRET: 'ExternalSecret',
  SECRET_STORE: 'SecretStore',
  CLUSTER_EXTERNAL_SECRET: 'ClusterExternalSecret',
  PUSH_SECRET: 'PushSecret',
  CLUSTER_PUSH_SECRET: 'ClusterPushSecret',
  CLUSTER_GENERATOR: 'ClusterGenerator',
} as const;

type Shared = Map<string, unknown>;

function mapMembers(
  members: Readonly<Record<string, StructuralSchema>>,
  shared: Shared,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, slim(member, shared)]),
  );
}

/** The schema without what only the CRD has; a shared part becomes a reference to its constant. */
function slim(schema: DescribedSchema, shared: Shared): unknown {
  const { description, shared: name, rule, inList, ...rest } = schema;
  const result = {
    ...rest,
    ...(rest.properties === undefined ? {} : { properties: mapMembers(rest.properties, shared) }),
    ...(rest.items === undefined ? {} : { items: slim(rest.items, shared) }),
    ...(rest.additionalProperties === undefined
      ? {}
      : { additionalProperties: slim(rest.additionalProperties, shared) }),
  };
  if (name === undefined) {
    return result;
  }
  shared.set(name, result);
  return { $shared: name };
}

function print(value: unknown): string {
  return JSON.stringify(value).replaceAll(/\{"\$shared":"(\w+)"\}/gu, '$1');
}

const POLICY_HEAD = `// Written by deploy/generate.ts out of the joi schemas; do not edit.
/* eslint-disable object-shorthand -- data */
import type { StructuralSchema } from '../structural/schema.ts';
import type { SecretAccessConfigBody } from './access-config.ts';
import type { SecretAccessPolicyBody } from './access-policy.ts';
`;

/** The same for the kinds of group policy.sallyport.dev. */
export function writePolicyModule(policy: DescribedSchema, config: DescribedSchema): string {
  const shared: Shared = new Map();
  const main = `
export const ACCESS_POLICY: StructuralSchema<SecretAccessPolicyBody> = ${print(slim(policy, shared))};

export const ACCESS_CONFIG: StructuralSchema<SecretAccessConfigBody> = ${print(slim(config, shared))};
`;
  const constants = [...shared].map(
    ([name, value]) => `\nconst ${name}: StructuralSchema = ${print(value)};\n`,
  );
  return [POLICY_HEAD, ...constants, main].join('');
}

/** A module that holds the schemas without joi; parts used in many places are written once. */
export function writeModule(
  bodies: ReadonlyMap<string, DescribedSchema>,
  generatorKinds: readonly string[],
): string {
  const shared: Shared = new Map();
  const printed = (kind: string): string => print(slim(bodies.get(kind) ?? {}, shared));
  const store = bodies.get('SecretStore');
  const conditions = store?.properties?.['status']?.properties?.['conditions'] ?? {};
  const main = Object.entries(CONSTANTS).map(
    ([name, kind]) => `\nexport const ${name}: StructuralSchema<${kind}Body> = ${printed(kind)};\n`,
  );
  const generators = generatorKinds.map((kind) => `${kind}: ${printed(kind)}`).join(', ');
  return [
    HEAD,
    ...[...shared].map(([name, value]) => `\nconst ${name}: StructuralSchema = ${print(value)};\n`),
    `\nexport const CONDITIONS: StructuralSchema<readonly Condition[]> = ${print(slim(conditions, shared))};\n`,
    ...main,
    `\nexport const GENERATORS: { readonly [Kind in GeneratorKind]: StructuralSchema<GeneratorBody<GeneratorSpecs[Kind]>> } = {${generators}};\n`,
  ].join('');
}
