import { parseGoDuration } from '../runtime/index.ts';
import type { ExternalSecret } from './external-secret.ts';
import { notADuration, storeIntervalMs } from './duration.ts';
import type { FindingId } from './finding-id.ts';
import type { Finding, Parsed } from './finding.ts';
import type { Condition, ObjectMeta } from './object.ts';
import type { BackendSpecs } from './backend/index.ts';
import { BACKEND_NAMES } from './provider-key.ts';
import type {
  BackendName,
  BackendOf,
  ProviderWire,
  SecretStore,
  StoreBackend,
} from './secret-store.ts';
import { conform } from './structural/conform.ts';
import { CONDITIONS, EXTERNAL_SECRET, SECRET_STORE } from './structural/generated.ts';
import { OBJECT_META, type ObjectMetaWire } from './structural/object-meta.ts';
import { objectSchema } from './structural/object.ts';
import type { StructuralSchema } from './structural/schema.ts';

const EXTERNAL_SECRET_OBJECT = objectSchema(['ExternalSecret'], EXTERNAL_SECRET);
const STORE_OBJECT = objectSchema(['SecretStore', 'ClusterSecretStore'], SECRET_STORE);

/** Stored objects may carry fields of a newer schema: they are left out, not refused. */
export function read<T>(schema: StructuralSchema<T>, raw: unknown): Parsed<T> {
  return conform(schema, raw, { unknownFields: 'prune', assumed: true });
}

export function metaOf(wire: ObjectMetaWire): ObjectMeta {
  return {
    ...wire,
    creationTimestamp: wire.creationTimestamp,
    deletionTimestamp: wire.deletionTimestamp,
  };
}

export function refuse(
  id: FindingId,
  message: string,
  path = 'spec.refreshInterval',
): { ok: false; findings: Finding[] } {
  return { ok: false, findings: [{ id, severity: 'error', path, message }] };
}

/** Metadata of any object. Finds fault only with what the API server would not let be. */
export function parseObjectMeta(raw: unknown): Parsed<ObjectMeta> {
  const parsed = read(OBJECT_META, raw);
  return parsed.ok ? { ok: true, value: metaOf(parsed.value) } : parsed;
}

/** `status.conditions`; what is no list of conditions gives none. */
export function parseConditions(raw: unknown): readonly Condition[] {
  const parsed = read(CONDITIONS, raw ?? []);
  return parsed.ok ? parsed.value : [];
}

/** An ExternalSecret as stored or submitted, every default applied (eso.md 1.3). */
export function parseExternalSecret(raw: unknown): Parsed<ExternalSecret> {
  const parsed = read(EXTERNAL_SECRET_OBJECT, raw);
  if (!parsed.ok) {
    return parsed;
  }
  const { apiVersion, metadata, spec, status } = parsed.value;
  if (parseGoDuration(spec.refreshInterval) === undefined) {
    return refuse('SPA-E003', notADuration(spec.refreshInterval));
  }
  return {
    ok: true,
    value: { apiVersion, kind: 'ExternalSecret', metadata: metaOf(metadata), spec, status },
  };
}

function backendNamed<Name extends BackendName>(
  name: Name,
  provider: Partial<BackendSpecs>,
): BackendOf<Name> | undefined {
  const spec = provider[name];
  return spec === undefined ? undefined : { name, spec };
}

function backendOf(provider: ProviderWire): StoreBackend {
  const [key = ''] = Object.keys(provider);
  if (provider.openBao !== undefined) {
    return { name: 'vault', spec: provider.openBao };
  }
  const name = BACKEND_NAMES.find((candidate) => candidate === key);
  const backend = name === undefined ? undefined : backendNamed(name, provider);
  return backend ?? { name: 'unsupported', key };
}

/** A SecretStore or ClusterSecretStore, every default applied (eso.md 1.2). ESO's other providers are `unsupported`. */
export function parseSecretStore(raw: unknown): Parsed<SecretStore> {
  const parsed = read(STORE_OBJECT, raw);
  if (!parsed.ok) {
    return parsed;
  }
  const { apiVersion, kind, metadata, spec, status } = parsed.value;
  const { provider, refreshInterval, ...rest } = spec;
  const refreshIntervalMs = storeIntervalMs(refreshInterval);
  if (refreshIntervalMs === undefined) {
    return refuse('SPA-B003', notADuration(String(refreshInterval)));
  }
  return {
    ok: true,
    value: {
      apiVersion,
      kind: kind === 'ClusterSecretStore' ? kind : 'SecretStore',
      metadata: metaOf(metadata),
      spec: { ...rest, refreshIntervalMs, backend: backendOf(provider) },
      status,
    },
  };
}
