import Joi, { type ObjectSchema } from 'joi';
import { isObject } from '../../runtime/index.ts';
import { EXTERNAL_SECRET_RULES } from '../rule/external-secret.ts';
import { applyRules, type TextChecks } from '../rule/rule.ts';
import { STORE_RULES, storeTextRules } from '../rule/store.ts';
import { externalSecretTextRules } from '../rule/text.ts';
import type { Finding } from '../finding.ts';
import { SUPPORTED_PROVIDERS } from '../provider-key.ts';
import type { StoreSubject } from '../secret-store.ts';
import { salvage } from '../structural/conform.ts';
import { EXTERNAL_SECRET, SECRET_STORE } from '../structural/generated.ts';
import { OBJECT_META } from '../structural/object-meta.ts';
import { enumProblem, type Problem, typeProblem } from '../structural/scalar.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { toFinding } from './joi-finding.ts';
import { MANIFEST_KINDS, type ManifestKind, manifestSchema } from './manifest.ts';

const REFUSE = { unknownFields: 'refuse', assumed: true } as const;
const PRUNE = { unknownFields: 'prune', assumed: true } as const;

/** Compiled on first use: building one takes longer than validating with it. */
const schemas = new Map<ManifestKind, ObjectSchema>();

function schemaOf(kind: ManifestKind): ObjectSchema {
  const schema = schemas.get(kind) ?? manifestSchema(Joi, kind);
  schemas.set(kind, schema);
  return schema;
}

/** Null members count as absent, as they do for the API server. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function bodyOf(kind: ManifestKind): StructuralSchema {
  const body: StructuralSchema = kind === 'ExternalSecret' ? EXTERNAL_SECRET : SECRET_STORE;
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

function shapeFindings(kind: ManifestKind, object: object): readonly Finding[] {
  const { error } = schemaOf(kind).validate(object, { abortEarly: false, convert: false });
  const context = { schema: bodyOf(kind), object };
  const said = (error?.details ?? []).map((item) => toFinding(item, context));
  // joi does not count members once one of them is wrong; the walk does, so that everything is said at once.
  const counted = salvage(context.schema, object, REFUSE).findings;
  const findings = [
    ...said.filter(({ id }) => id !== 'SPA-S007'),
    ...counted.filter(({ id }) => id === 'SPA-S007'),
  ];
  // joi may say two things of one value (not in the list, not text): the first is enough.
  const first = new Map<string, Finding>();
  for (const finding of findings.toReversed()) {
    first.set(finding.path, finding);
  }
  const count = providerCount(object);
  return [...first.values()].map((finding) => storeWords(finding, count));
}

function externalSecretFindings(
  object: object,
  shape: readonly Finding[],
  checks: TextChecks,
): readonly Finding[] {
  const { value } = salvage(EXTERNAL_SECRET, object, PRUNE);
  const rules = [...EXTERNAL_SECRET_RULES, ...externalSecretTextRules(checks)];
  return value === undefined ? [] : applyRules(rules, value.spec, shape);
}

function storeFindings(
  kind: StoreSubject['kind'],
  object: object,
  shape: readonly Finding[],
  checks: TextChecks,
): readonly Finding[] {
  const { value } = salvage(SECRET_STORE, object, PRUNE);
  const meta = salvage(OBJECT_META, 'metadata' in object ? object.metadata : {}, PRUNE).value;
  if (value === undefined || meta === undefined) {
    return [];
  }
  const subject: StoreSubject = { kind, metadata: meta, spec: value.spec };
  return applyRules([...STORE_RULES, ...storeTextRules(checks)], subject, shape);
}

function byPath(a: Finding, b: Finding): number {
  return a.path.localeCompare(b.path, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

function kindProblem(kind: unknown): Problem {
  if (kind === undefined) {
    return { id: 'SPA-S002', message: `required; one of: ${MANIFEST_KINDS.join(', ')}` };
  }
  return typeof kind === 'string'
    ? enumProblem(MANIFEST_KINDS, kind)
    : typeProblem(['string'], kind);
}

/**
 * Everything that is wrong with a manifest of the three kinds, sorted by path; nothing when it can be applied. Needs no
 * cluster: what only other objects can tell (does the store exist?) is not looked at.
 */
export function validateManifest(raw: unknown, checks: TextChecks = {}): readonly Finding[] {
  const object = withoutNulls(raw);
  if (!isObject(object)) {
    return [{ severity: 'error', path: '', ...typeProblem(['object'], raw) }];
  }
  const kind = MANIFEST_KINDS.find((known) => known === object['kind']);
  if (kind === undefined) {
    return [{ severity: 'error', path: 'kind', ...kindProblem(object['kind']) }];
  }
  const shape = shapeFindings(kind, object);
  const rules =
    kind === 'ExternalSecret'
      ? externalSecretFindings(object, shape, checks)
      : storeFindings(kind, object, shape, checks);
  return [...shape, ...rules].toSorted(byPath);
}
