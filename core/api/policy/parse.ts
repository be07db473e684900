import type { Finding, Parsed } from '../finding.ts';
import { POLICY_GROUP, POLICY_VERSION } from '../group.ts';
import type { ObjectMeta } from '../object.ts';
import { parseObjectMeta } from '../parse.ts';
import { conform, type ConformOptions, salvage } from '../structural/conform.ts';
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

function withMeta<Body extends object>(
  raw: unknown,
  body: Parsed<Body>,
): Parsed<Body & { readonly metadata: ObjectMeta }> {
  const meta = parseObjectMeta(
    typeof raw === 'object' && raw !== null && 'metadata' in raw ? raw.metadata : undefined,
  );
  if (body.ok && meta.ok) {
    return { ok: true, value: { ...body.value, metadata: meta.value } };
  }
  const findings = [body, meta].flatMap((part) => (part.ok ? [] : part.findings));
  return { ok: false, findings };
}

/** A policy as stored or submitted, every default applied (admission.md 2.7). Fields of a newer schema are left out. */
export function parseAccessPolicy(raw: unknown): Parsed<SecretAccessPolicy> {
  return withMeta(raw, conform(POLICY_OBJECT, raw, STORED));
}

/** The settings as stored or submitted, every default applied. */
export function parseAccessConfig(raw: unknown): Parsed<SecretAccessConfig> {
  return withMeta(raw, conform(CONFIG_OBJECT, raw, STORED));
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
