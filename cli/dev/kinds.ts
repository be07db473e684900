import {
  CLUSTER_SECRET_STORES,
  CONFIG_MAPS,
  EXTERNAL_SECRETS,
  MUTATING_WEBHOOKS,
  NAMESPACES,
  PODS,
  type Resource,
  SECRET_STORES,
  SECRETS,
  SERVICE_ACCOUNTS,
  VALIDATING_WEBHOOKS,
} from '../../core/kube/index.ts';
import { SERVED_VERSIONS } from '../../core/api/index.ts';

/** The kinds the quick start's API server knows. */
const KINDS: readonly Resource[] = [
  NAMESPACES,
  SERVICE_ACCOUNTS,
  SECRETS,
  CONFIG_MAPS,
  PODS,
  SECRET_STORES,
  CLUSTER_SECRET_STORES,
  EXTERNAL_SECRETS,
  VALIDATING_WEBHOOKS,
  MUTATING_WEBHOOKS,
];

function isServed(resource: Resource, version: string): boolean {
  return resource === SECRET_STORES ||
    resource === CLUSTER_SECRET_STORES ||
    resource === EXTERNAL_SECRETS
    ? SERVED_VERSIONS.some((served) => served === version)
    : resource.version === version;
}

/** The resource an object is of; undefined for a kind or version the quick start has no server for. */
export function resourceOf(apiVersion: string, kind: string): Resource | undefined {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return KINDS.find(
    (resource) => resource.group === group && resource.kind === kind && isServed(resource, version),
  );
}

/** "secretstore.external-secrets.io/name", as kubectl names an object. */
export function kubectlName(resource: Resource, name: string): string {
  const group = resource.group === '' ? '' : `.${resource.group}`;
  return `${resource.kind.toLowerCase()}${group}/${name}`;
}
