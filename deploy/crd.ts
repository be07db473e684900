import { ESO_GROUP, GENERATOR_GROUP } from '../core/api/group.ts';
import type { KindInfo } from '../core/api/kinds.ts';
import { toOpenApi } from './openapi.ts';
import type { DescribedSchema } from './structural.ts';

interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'date';
  readonly jsonPath: string;
}

/** How kubectl shows and finds objects of a kind (eso.md 1.1). */
interface Presentation {
  readonly shortName?: string;
  readonly columns: readonly PrinterColumn[];
  readonly selectable?: readonly string[];
}

function column(name: string, jsonPath: string, type: 'string' | 'date' = 'string'): PrinterColumn {
  return { name, type, jsonPath };
}

const CONDITION = '.status.conditions[?(@.type=="Ready")]';
const AGE = column('AGE', '.metadata.creationTimestamp', 'date');
const STATUS = column('Status', `${CONDITION}.reason`);
const READY = column('Ready', `${CONDITION}.status`);
const LAST_SYNC = column('Last Sync', '.status.refreshTime', 'date');

const STORE_COLUMNS = [AGE, STATUS, column('Capabilities', '.status.capabilities'), READY];

const PRESENTATIONS: Readonly<Record<string, Presentation>> = {
  SecretStore: { shortName: 'ss', columns: STORE_COLUMNS },
  ClusterSecretStore: { shortName: 'css', columns: STORE_COLUMNS },
  ExternalSecret: {
    shortName: 'es',
    columns: [
      column('StoreType', '.spec.secretStoreRef.kind'),
      column('Store', '.spec.secretStoreRef.name'),
      column('Refresh Interval', '.spec.refreshInterval'),
      STATUS,
      READY,
      LAST_SYNC,
    ],
    selectable: [
      '.spec.secretStoreRef.name',
      '.spec.secretStoreRef.kind',
      '.spec.target.name',
      '.spec.refreshInterval',
    ],
  },
  ClusterExternalSecret: {
    shortName: 'ces',
    columns: [
      column('Store', '.spec.externalSecretSpec.secretStoreRef.name'),
      column('Refresh Interval', '.spec.refreshTime'),
      READY,
    ],
  },
  PushSecret: { shortName: 'ps', columns: [AGE, STATUS, LAST_SYNC] },
  ClusterPushSecret: { columns: [AGE, STATUS] },
};

const PLAIN: Presentation = { columns: [] };

function categories({ group }: KindInfo): readonly string[] {
  return group === GENERATOR_GROUP
    ? ['external-secrets', 'external-secrets-generators']
    : ['external-secrets'];
}

function names(info: KindInfo, { shortName }: Presentation): Record<string, unknown> {
  return {
    kind: info.kind,
    listKind: `${info.kind}List`,
    plural: info.plural,
    singular: info.kind.toLowerCase(),
    ...(shortName === undefined ? {} : { shortNames: [shortName] }),
    categories: categories(info),
  };
}

/** Names of files follow the plural; a generator's say their group, since it has a `webhook` and a `fake` too. */
export function crdFile({ group, plural }: KindInfo): string {
  return group === ESO_GROUP ? `${plural}.yaml` : `generator-${plural}.yaml`;
}

/** A CustomResourceDefinition of one of the kinds around the schema of its spec and status. */
export function crdManifest(info: KindInfo, schema: DescribedSchema): Record<string, unknown> {
  const look = PRESENTATIONS[info.kind] ?? PLAIN;
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
      name: `${info.plural}.${info.group}`,
      labels: { 'external-secrets.io/component': 'controller' },
    },
    spec: {
      group: info.group,
      scope: info.namespaced ? 'Namespaced' : 'Cluster',
      names: names(info, look),
      versions: info.versions.map((version, index) => ({
        name: version,
        served: true,
        storage: index === 0,
        subresources: { status: {} },
        ...(look.columns.length === 0 ? {} : { additionalPrinterColumns: look.columns }),
        ...(look.selectable === undefined
          ? {}
          : { selectableFields: look.selectable.map((jsonPath) => ({ jsonPath })) }),
        schema: { openAPIV3Schema },
      })),
    },
  };
}
