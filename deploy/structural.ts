import type { Description } from 'joi';
import type { Json, MemberChoice, StructuralSchema } from '../core/api/structural/schema.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The schema, and what else the generator must know of a place in it. */
export interface DescribedSchema extends StructuralSchema {
  /** Written once and named so in the generated module. */
  readonly shared?: string;
  readonly crdDefault?: Json;
  readonly rule?: { readonly rule: string; readonly message: string };
  /** Inside a list CEL is too costly for the API server: choices become oneOf. */
  readonly inList?: boolean;
}

interface Rule {
  readonly name: string;
  readonly args?: { readonly limit?: number; readonly regex?: string };
}

interface JoiNode extends Description {
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
  readonly metas?: Record<string, unknown>[];
  readonly dependencies?: { readonly rel: string; readonly peers: string[] }[];
}

const LIMITS: Record<string, Record<string, keyof StructuralSchema>> = {
  string: { min: 'minLength', max: 'maxLength' },
  array: { min: 'minItems' },
  object: { min: 'minProperties', max: 'maxProperties' },
  number: { min: 'minimum', max: 'maximum' },
};

const TYPES: Record<string, NonNullable<StructuralSchema['type']>> = {
  string: 'string',
  array: 'array',
  object: 'object',
  boolean: 'boolean',
  number: 'integer',
};

function regexSource(printed: string): string {
  return printed.slice(1, printed.lastIndexOf('/')).replaceAll('\\/', '/');
}

function readRules(node: JoiNode, out: Writable<DescribedSchema>): void {
  for (const { name, args } of node.rules ?? []) {
    const key = LIMITS[node.type ?? '']?.[name];
    if (key !== undefined && args?.limit !== undefined) {
      Object.assign(out, { [key]: args.limit });
    } else if (name === 'pattern' && args?.regex !== undefined) {
      out.pattern = regexSource(args.regex);
    } else if (name !== 'integer') {
      throw new TypeError(`joi rule ${name} of ${node.type ?? '?'} has no structural form`);
    }
  }
}

function readDefault(node: JoiNode, meta: Record<string, unknown>): Partial<DescribedSchema> {
  const given = node.flags?.default;
  if (given === undefined) {
    return {};
  }
  const deep = typeof given === 'object' && given !== null && 'special' in given;
  const value = (deep ? {} : given) as Json;
  if (meta['assumed'] === true) {
    return { assumed: value };
  }
  return { default: (meta['crdDefault'] ?? value) as Json };
}

function readChoices(node: JoiNode): readonly MemberChoice[] {
  return (node.dependencies ?? []).map(({ rel, peers }) => {
    if (rel !== 'xor' && rel !== 'oxor') {
      throw new TypeError(`joi dependency ${rel} has no structural form`);
    }
    return { members: peers, atLeastOne: rel === 'xor' };
  });
}

function readObject(node: JoiNode, out: Writable<DescribedSchema>): void {
  const { keys, patterns } = node;
  if (keys !== undefined) {
    out.properties = Object.fromEntries(
      Object.entries(keys)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, child]) => [name, describeStructure(child)]),
    );
    const required = Object.entries(keys)
      .filter(([, child]) => child.flags?.presence === 'required')
      .map(([name]) => name)
      .toSorted();
    if (required.length > 0) {
      out.required = required;
    }
  }
  if (patterns?.[0] !== undefined) {
    out.additionalProperties = describeStructure(patterns[0].rule);
  }
  const choices = readChoices(node);
  if (choices.length > 0) {
    out.choices = choices;
  }
}

/** The structural schema of what joi describes. A rule joi knows and this does not is an error. */
export function describeStructure(described: Description): DescribedSchema {
  const node = described as JoiNode;
  const meta: Record<string, unknown> = Object.assign({}, ...(node.metas ?? []));
  const out: Writable<DescribedSchema> = {};
  if (node.flags?.description !== undefined) {
    out.description = node.flags.description;
  }
  if (node.type === 'alternatives') {
    out.intOrString = true;
  } else {
    const type = TYPES[node.type ?? ''];
    if (type === undefined) {
      throw new TypeError(`joi type ${node.type ?? '?'} has no structural form`);
    }
    out.type = type;
  }
  if (node.flags?.only === true) {
    out.enum = (node.allow ?? []) as string[];
  }
  readRules(node, out);
  if (node.type === 'object') {
    readObject(node, out);
  }
  if (node.items?.[0] !== undefined) {
    out.items = describeStructure(node.items[0]);
  }
  if (meta['open'] === true) {
    out.preserveUnknown = true;
  }
  const { format, shared, rule, inList } = meta as Partial<DescribedSchema>;
  return {
    ...out,
    ...readDefault(node, meta),
    ...(format === undefined ? {} : { format }),
    ...(shared === undefined ? {} : { shared }),
    ...(rule === undefined ? {} : { rule }),
    ...(inList === undefined ? {} : { inList }),
  };
}
