import { ESO_GROUP, SERVED_VERSIONS, STORED_VERSION } from '../core/api/group.ts';
import { toOpenApi } from './openapi.ts';
import type { DescribedSchema } from './structural.ts';

export interface CrdNames {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  readonly namespaced: boolean;
}

interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'date';
  readonly jsonPath: string;
}

function column(name: string, jsonPath: string, type: 'string' | 'date' = 'string'): PrinterColumn {
  return { name, type, jsonPath };
}

const READY = '.status.conditions[?(@.type=="Ready")]';

/** eso.md 1.1. */
const COLUMNS = {
  externalSecret: [
    column('StoreType', '.spec.secretStoreRef.kind'),
    column('Store', '.spec.secretStoreRef.name'),
    column('Refresh Interval', '.spec.refreshInterval'),
    column('Status', `${READY}.reason`),
    column('Ready', `${READY}.status`),
    column('Last Sync', '.status.refreshTime', 'date'),
  ],
  store: [
    column('AGE', '.metadata.creationTimestamp', 'date'),
    column('Status', `${READY}.reason`),
    column('Capabilities', '.status.capabilities'),
    column('Ready', `${READY}.status`),
  ],
};

const SELECTABLE = [
  '.spec.secretStoreRef.name',
  '.spec.secretStoreRef.kind',
  '.spec.target.name',
  '.spec.refreshInterval',
];

export const EXTERNAL_SECRET_CRD: CrdNames = {
  kind: 'ExternalSecret',
  plural: 'externalsecrets',
  shortName: 'es',
  namespaced: true,
};
export const SECRET_STORE_CRD: CrdNames = {
  kind: 'SecretStore',
  plural: 'secretstores',
  shortName: 'ss',
  namespaced: true,
};
export const CLUSTER_SECRET_STORE_CRD: CrdNames = {
  kind: 'ClusterSecretStore',
  plural: 'clustersecretstores',
  shortName: 'css',
  namespaced: false,
};

/** A CustomResourceDefinition of one of our kinds around the schema of its spec and status. */
export function crdManifest(names: CrdNames, schema: DescribedSchema): Record<string, unknown> {
  const isSecret = names.kind === 'ExternalSecret';
  const body = toOpenApi(schema);
  const openAPIV3Schema = {
    ...body,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      ...(body['properties'] as object),
    },
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${names.plural}.${ESO_GROUP}`,
      labels: { 'external-secrets.io/component': 'controller' },
    },
    spec: {
      group: ESO_GROUP,
      scope: names.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: names.kind,
        listKind: `${names.kind}List`,
        plural: names.plural,
        singular: names.kind.toLowerCase(),
        shortNames: [names.shortName],
        categories: ['external-secrets'],
      },
      versions: SERVED_VERSIONS.map((version) => ({
        name: version,
        served: true,
        storage: version === STORED_VERSION,
        subresources: { status: {} },
        additionalPrinterColumns: isSecret ? COLUMNS.externalSecret : COLUMNS.store,
        ...(isSecret ? { selectableFields: SELECTABLE.map((jsonPath) => ({ jsonPath })) } : {}),
        schema: { openAPIV3Schema },
      })),
    },
  };
}
