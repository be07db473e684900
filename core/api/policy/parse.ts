import type { Finding, Parsed } from '../finding.ts';
import { POLICY_GROUP, POLICY_VERSION } from '../group.ts';
import type { ObjectMeta } from '../object.ts';
import { parseObjectMeta } from '../parse.ts';
import { type ConformOptions, salvage, type Salvaged } from '../structural/conform.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import type { SecretAccessConfig } from './access-config.ts';
import type { SecretAccessPolicy } from './access-policy.ts';
import { ACCESS_CONFIG, ACCESS_POLICY } from './generated.ts';

const HEAD = {
  apiVersion: { type: 'string', enum: [`${POLICY_GROUP}/${POLICY_VERSION}`] },
  metadata: { type: 'object', preserveUnknown: true },
  status: { type: 'object', preserveUnknown: true },
} as const satisfies Readonly<Record<string, StructuralSchema>>;

function whole<Body>(kind: string, body: StructuralSchema<Body>): StructuralSchema<Body> {
  return {
    type: 'object',
    properties: { ...body.properties, ...HEAD, kind: { type: 'string', enum: [kind] } },
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
  };
}

const POLICY_OBJECT = whole('SecretAccessPolicy', ACCESS_POLICY);
const CONFIG_OBJECT = whole('SecretAccessConfig', ACCESS_CONFIG);

const STORED: ConformOptions = { unknownFields: 'prune', assumed: true };
const WRITTEN: ConformOptions = { unknownFields: 'refuse', assumed: true };

/** As much of an object as can be read, and what is wrong with the rest. */
export interface PolicyReading<T> {
  readonly findings: readonly Finding[];
  readonly value: T | undefined;
}

function withMeta<Body extends object>(
  raw: unknown,
  { findings, value }: Salvaged<Body>,
): PolicyReading<Body & { readonly metadata: ObjectMeta }> {
  const meta = parseObjectMeta(
    typeof raw === 'object' && raw !== null && 'metadata' in raw ? raw.metadata : undefined,
  );
  const all = meta.ok ? findings : [...findings, ...meta.findings];
  const complete = value !== undefined && meta.ok;
  return {
    findings: all,
    value: complete ? { ...value, metadata: meta.value } : undefined,
  };
}

function toParsed<T>({ findings, value }: PolicyReading<T>): Parsed<T> {
  return findings.length === 0 && value !== undefined
    ? { ok: true, value }
    : { ok: false, findings };
}

/** A policy as stored: what fits the schema, even where the rest does not, so that it goes on governing. */
export function salvageAccessPolicy(raw: unknown): PolicyReading<SecretAccessPolicy> {
  return withMeta(raw, salvage(POLICY_OBJECT, raw, STORED));
}

/** A policy as stored or submitted, every default applied (admission.md 2.7). Fields of a newer schema are left out. */
export function parseAccessPolicy(raw: unknown): Parsed<SecretAccessPolicy> {
  return toParsed(salvageAccessPolicy(raw));
}

/** The settings as stored or submitted, every default applied. */
export function parseAccessConfig(raw: unknown): Parsed<SecretAccessConfig> {
  return toParsed(withMeta(raw, salvage(CONFIG_OBJECT, raw, STORED)));
}

/** What of an object of group policy.sallyport.dev does not fit its schema, unknown fields too; nothing for other kinds. */
export function checkPolicyShape(raw: unknown): readonly Finding[] {
  const kind = typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : undefined;
  switch (kind) {
    case 'SecretAccessPolicy':
      return salvage(POLICY_OBJECT, raw, WRITTEN).findings;
    case 'SecretAccessConfig':
      return salvage(CONFIG_OBJECT, raw, WRITTEN).findings;
    default:
      return [];
  }
}
