import Joi, { type ObjectSchema } from 'joi';
import { isObject } from '../../runtime/index.ts';
import { compareFindings } from '../finding-order.ts';
import type { Finding } from '../finding.ts';
import { type KindInfo, KINDS } from '../kinds.ts';
import { SUPPORTED_PROVIDERS } from '../provider-key.ts';
import type { TextChecks } from '../rule/rule.ts';
import { structureOf } from '../structural/body.ts';
import { salvage } from '../structural/conform.ts';
import { OBJECT_META } from '../structural/object-meta.ts';
import { enumProblem, type Problem, typeProblem } from '../structural/scalar.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { toFinding } from './joi-finding.ts';
import { judge } from './judge.ts';
import { manifestSchema } from './manifest.ts';

const KIND_NAMES = KINDS.map(({ kind }) => kind);
const STORES: readonly string[] = ['SecretStore', 'ClusterSecretStore'];
const REFUSE = { unknownFields: 'refuse', assumed: true } as const;

/** Compiled on first use: building one takes longer than validating with it. */
const schemas = new Map<string, ObjectSchema>();

function schemaOf(info: KindInfo): ObjectSchema {
  const schema = schemas.get(info.kind) ?? manifestSchema(Joi, info);
  schemas.set(info.kind, schema);
  return schema;
}

/** Nulls, and members of a name that joi would take for the prototype of what it was handed. */
function needsCopy(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(needsCopy);
  }
  return isObject(value)
    ? Object.keys(value).some(
        (name) => value[name] === null || name === '__proto__' || needsCopy(value[name]),
      )
    : false;
}

/** Null members count as absent, as they do for the API server. The value itself when there is none. */
function withoutNulls(value: unknown): unknown {
  return needsCopy(value) ? dropNulls(value) : value;
}

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(dropNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, dropNulls(member)]),
  );
}

function bodyOf(info: KindInfo): StructuralSchema {
  const body = structureOf(info);
  return { ...body, properties: { ...body.properties, metadata: OBJECT_META } };
}

function storeWords(finding: Finding, count: number): Finding {
  if (finding.path === 'spec.provider' && finding.id === 'SPA-S007') {
    const message = `secret stores must only have exactly one backend specified, found ${count}`;
    return { ...finding, id: 'SPA-B001', message };
  }
  const isKey = /^spec\.provider\.\w+$/u.test(finding.path);
  return isKey && finding.id === 'SPA-S001' && !finding.message.includes('did you mean')
    ? { ...finding, message: `${finding.message}; backends are ${SUPPORTED_PROVIDERS.join(', ')}` }
    : finding;
}

function providerCount(object: object): number {
  const spec: unknown = 'spec' in object ? object.spec : undefined;
  const provider: unknown =
    typeof spec === 'object' && spec !== null && 'provider' in spec ? spec.provider : undefined;
  return typeof provider === 'object' && provider !== null ? Object.keys(provider).length : 0;
}

/** Members that only joi looks at: the walk's schema is that of a body. */
const HEAD = ['apiVersion', 'kind', 'metadata'] as const;
const OUTSIDE: readonly string[] = ['apiVersion', 'kind', 'status'];
const ALL_MISTAKES = { abortEarly: false, convert: false } as const;

/** Both accept the same (agreement.test.ts), and the walk takes a tenth of the time; joi is for the wording of a refusal. */
function isWellFormed(
  info: KindInfo,
  object: Readonly<Record<string, unknown>>,
  walked: readonly Finding[],
): boolean {
  const schema = schemaOf(info);
  return (
    walked.every(({ path }) => OUTSIDE.includes(path)) &&
    HEAD.every(
      (name) => schema.extract(name).validate(object[name], ALL_MISTAKES).error === undefined,
    )
  );
}

function shapeFindings(
  info: KindInfo,
  object: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  const context = { schema: bodyOf(info), object };
  const counted = salvage(context.schema, object, REFUSE).findings;
  if (isWellFormed(info, object, counted)) {
    return [];
  }
  const { error } = schemaOf(info).validate(object, ALL_MISTAKES);
  const complained = (error?.details ?? []).map((item) => toFinding(item, context));
  // joi does not count members once one of them is wrong; the walk does, so that everything is said at once.
  const findings = [
    ...complained.filter(({ id }) => id !== 'SPA-S007'),
    ...counted.filter(({ id }) => id === 'SPA-S007'),
  ];
  // joi may say two things of one value (not in the list, not text): the first is enough.
  const first = new Map<string, Finding>();
  for (const finding of findings.toReversed()) {
    first.set(finding.path, finding);
  }
  const said = [...first.values()];
  const count = providerCount(object);
  return STORES.includes(info.kind) ? said.map((finding) => storeWords(finding, count)) : said;
}

function kindProblem(kind: unknown): Problem {
  if (kind === undefined) {
    return { id: 'SPA-S002', message: `required; one of: ${KIND_NAMES.join(', ')}` };
  }
  return typeof kind === 'string' ? enumProblem(KIND_NAMES, kind) : typeProblem(['string'], kind);
}

/**
 * Everything that is wrong with a manifest of one of KINDS, sorted by path; nothing when it can be applied. Needs no
 * cluster: what only other objects can tell (does the store exist?) is not looked at. Total: any JSON gets an answer.
 */
export function validateManifest(raw: unknown, checks: TextChecks = {}): readonly Finding[] {
  const object = withoutNulls(raw);
  if (!isObject(object)) {
    return [{ severity: 'error', path: '', ...typeProblem(['object'], raw) }];
  }
  const info = KINDS.find(({ kind }) => kind === object['kind']);
  if (info === undefined) {
    return [{ severity: 'error', path: 'kind', ...kindProblem(object['kind']) }];
  }
  const malformed = shapeFindings(info, object);
  return [...malformed, ...judge({ info, object, malformed, checks })].toSorted(compareFindings);
}
