import type { Description } from 'joi';
import type { Json, MemberChoice, StructuralSchema } from '../core/api/structural/schema.ts';

/** A rule in CEL. */
export interface Validation {
  readonly rule: string;
  readonly message: string;
}

/** The schema, and what else the generator must know of a place in it. */
export interface DescribedSchema extends StructuralSchema {
  /** Written once and named so in the generated module. */
  readonly shared?: string;
  readonly rule?: Validation | readonly Validation[];
  /** Inside a list CEL is too costly for the API server: choices become oneOf. */
  readonly inList?: boolean;
}

interface Rule {
  readonly name: string;
  readonly args?: { readonly limit?: number; readonly regex?: string };
}

/** What our schemas say in joi's `meta`. */
interface JoiMeta extends Pick<DescribedSchema, 'format' | 'shared' | 'rule' | 'inList'> {
  readonly assumed?: boolean;
  /** The default as the CRD has it, where joi's also fills in the members. */
  readonly crdDefault?: Json;
  readonly choiceMessage?: string;
  readonly open?: boolean;
}

interface JoiNode extends Description {
  readonly type: string;
  readonly flags?: Readonly<Record<string, unknown>> & {
    readonly default?: unknown;
    readonly presence?: string;
    readonly only?: boolean;
    readonly description?: string;
    readonly unknown?: boolean;
  };
  readonly rules?: Rule[];
  readonly allow?: unknown[];
  readonly keys?: Record<string, JoiNode>;
  readonly patterns?: { readonly rule: JoiNode }[];
  readonly items?: JoiNode[];
  readonly metas?: JoiMeta[];
  readonly dependencies?: { readonly rel: string; readonly peers: string[] }[];
}

const LIMITS: Readonly<Record<string, Readonly<Record<string, keyof StructuralSchema>>>> = {
  string: { min: 'minLength', max: 'maxLength' },
  array: { min: 'minItems' },
  object: { min: 'minProperties', max: 'maxProperties' },
  number: { min: 'minimum', max: 'maximum' },
};

const TYPES: Readonly<Record<string, NonNullable<StructuralSchema['type']>>> = {
  string: 'string',
  array: 'array',
  object: 'object',
  boolean: 'boolean',
  number: 'integer',
};

function regexSource(printed: string): string {
  return printed.slice(1, printed.lastIndexOf('/')).replaceAll('\\/', '/');
}

function readRule(type: string, { name, args }: Rule): StructuralSchema {
  const key = LIMITS[type]?.[name];
  if (key !== undefined && args?.limit !== undefined) {
    return { [key]: args.limit };
  }
  if (name === 'pattern' && args?.regex !== undefined) {
    return { pattern: regexSource(args.regex) };
  }
  if (name === 'integer') {
    return {};
  }
  throw new TypeError(`joi rule ${name} of ${type} has no structural form`);
}

function readRules(node: JoiNode): StructuralSchema {
  return Object.assign(
    {},
    ...(node.rules ?? []).map((rule) => readRule(node.type, rule)),
  ) as StructuralSchema;
}

function readDefault(node: JoiNode, meta: JoiMeta): StructuralSchema {
  const given = node.flags?.default;
  if (given === undefined) {
    return {};
  }
  const deep = typeof given === 'object' && given !== null && 'special' in given;
  const value = (deep ? {} : given) as Json;
  if (meta.assumed === true) {
    return { assumed: value };
  }
  return { default: meta.crdDefault ?? value };
}

function readChoices(node: JoiNode, message: string | undefined): readonly MemberChoice[] {
  return (node.dependencies ?? []).map(({ rel, peers }) => {
    if (rel !== 'xor' && rel !== 'oxor') {
      throw new TypeError(`joi dependency ${rel} has no structural form`);
    }
    const fields = `of the fields in [${peers.join(' ')}]`;
    return {
      members: peers,
      atLeastOne: rel === 'xor',
      message:
        message ??
        (rel === 'xor' ? `exactly one ${fields} must be set` : `at most one ${fields} may be set`),
    };
  });
}

function readKeys(keys: Readonly<Record<string, JoiNode>>): StructuralSchema {
  const sorted = Object.entries(keys).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const required = sorted.filter(([, child]) => child.flags?.presence === 'required');
  return {
    properties: Object.fromEntries(sorted.map(([name, child]) => [name, describeStructure(child)])),
    ...(required.length === 0 ? {} : { required: required.map(([name]) => name) }),
  };
}

function readChildren(node: JoiNode, meta: JoiMeta): StructuralSchema {
  const choices = readChoices(node, meta.choiceMessage);
  const values = node.patterns?.[0]?.rule;
  const items = node.items?.[0];
  return {
    ...(node.keys === undefined ? {} : readKeys(node.keys)),
    ...(values === undefined ? {} : { additionalProperties: describeStructure(values) }),
    ...(items === undefined ? {} : { items: describeStructure(items) }),
    ...(choices.length === 0 ? {} : { choices }),
  };
}

function readType(node: JoiNode): StructuralSchema {
  if (node.type === 'alternatives') {
    return { intOrString: true };
  }
  if (node.type === 'any') {
    return { preserveUnknown: true };
  }
  const type = TYPES[node.type];
  if (type === undefined) {
    throw new TypeError(`joi type ${node.type} has no structural form`);
  }
  const only = node.flags?.only === true;
  return only ? { type, enum: (node.allow ?? []) as string[] } : { type };
}

/** The structural schema of what joi describes. A rule joi knows and this does not is an error. */
export function describeStructure(described: Description): DescribedSchema {
  const node = described as JoiNode;
  const meta = Object.assign({}, ...(node.metas ?? [])) as JoiMeta;
  const { format, shared, rule, inList } = meta;
  return {
    ...(node.flags?.description === undefined ? {} : { description: node.flags.description }),
    ...readType(node),
    ...readRules(node),
    ...readChildren(node, meta),
    ...readDefault(node, meta),
    ...(meta.open === true ? { preserveUnknown: true } : {}),
    ...(format === undefined ? {} : { format }),
    ...(shared === undefined ? {} : { shared }),
    ...(rule === undefined ? {} : { rule }),
    ...(inList === undefined ? {} : { inList }),
  };
}
