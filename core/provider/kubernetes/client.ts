import { parseNativeSecret } from '../../kube/index.ts';
import {
  type AppError,
  type JsonObject,
  objectAt,
  objectsAt,
  SecretBytes,
  textAt,
} from '../../runtime/index.ts';
import { describeKey, storeError } from '../fault.ts';
import type {
  FindQuery,
  FoundSecret,
  RemoteRef,
  SecretPayload,
  SecretsClient,
  StoreIdentity,
} from '../provider.ts';
import { checkSecretAccess } from './access.ts';
import type { ClusterCaller } from './caller.ts';

export interface KubernetesClientDeps {
  readonly caller: ClusterCaller;
  readonly store: StoreIdentity;
  /** Where the Secrets are. */
  readonly namespace: string;
  /** Lets go of the connections. */
  readonly disconnect: () => void;
}

const PAGE_SIZE = '500';

function metadataOf(object: JsonObject): JsonObject {
  return objectAt(object, 'metadata');
}

function toFields(object: JsonObject): SecretPayload {
  return {
    kind: 'fields',
    fields: parseNativeSecret(object).data,
    version: textAt(metadataOf(object), 'resourceVersion'),
  };
}

/** Labels and annotations, as metadataPolicy Fetch has them (eso.md 5.11). */
function toMetadata(object: JsonObject): SecretPayload {
  const metadata = metadataOf(object);
  const { labels = {}, annotations = {} } = metadata;
  return {
    kind: 'document',
    bytes: SecretBytes.fromUtf8(JSON.stringify({ labels, annotations })),
    version: textAt(metadata, 'resourceVersion'),
  };
}

function createReader(deps: KubernetesClientDeps) {
  const { caller, store } = deps;
  const secretsPath = `/api/v1/namespaces/${encodeURIComponent(deps.namespace)}/secrets`;
  const invalid = (subject: string, problem: string): AppError =>
    storeError('SPEC_INVALID', { store, subject, problem });

  return {
    async get({ key, version, content }: RemoteRef, signal: AbortSignal) {
      const subject = describeKey(key, version);
      if (version !== undefined) {
        throw invalid(subject, 'Kubernetes Secrets keep no versions');
      }
      if (key === '' || key === '.' || key === '..') {
        throw invalid(subject, 'is no name of a Secret');
      }
      const path = `${secretsPath}/${encodeURIComponent(key)}`;
      const object = await caller.call({ path, subject, metric: 'GetSecret' }, signal);
      if (object === undefined) {
        return undefined;
      }
      return content === 'metadata' ? toMetadata(object) : toFields(object);
    },
    async list(query: FindQuery, signal: AbortSignal): Promise<readonly JsonObject[]> {
      if (query.path !== undefined) {
        throw invalid(
          'find.path',
          'Kubernetes Secrets have no paths; find by name or tags (labels)',
        );
      }
      const labels = Object.entries(query.tags ?? {}).map(([name, value]) => `${name}=${value}`);
      const secrets: JsonObject[] = [];
      let next = '';
      do {
        const search = new URLSearchParams({
          limit: PAGE_SIZE,
          ...(labels.length === 0 ? {} : { labelSelector: labels.join(',') }),
          ...(next === '' ? {} : { continue: next }),
        });
        const path = `${secretsPath}?${search.toString()}`;
        const page = await caller.call({ path, subject: 'find', metric: 'ListSecrets' }, signal);
        secrets.push(...objectsAt(page ?? {}, 'items'));
        next = textAt(metadataOf(page ?? {}), 'continue');
      } while (next !== '');
      return secrets;
    },
  };
}

export function createKubernetesClient(deps: KubernetesClientDeps): SecretsClient {
  const reader = createReader(deps);
  return {
    async getSecret(ref, signal) {
      signal.throwIfAborted();
      return reader.get(ref, signal);
    },
    async findSecrets(query, signal): Promise<readonly FoundSecret[]> {
      signal.throwIfAborted();
      const secrets = await reader.list(query, signal);
      return secrets
        .map((object) => ({ name: textAt(metadataOf(object), 'name'), payload: toFields(object) }))
        .filter(({ name }) => query.matchesName?.(name) ?? true);
    },
    async checkAccess(signal) {
      await checkSecretAccess(deps.caller, deps.store, deps.namespace, signal);
    },
    async close() {
      deps.disconnect();
    },
  };
}
