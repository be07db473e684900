import { POLICY_GROUP, POLICY_VERSION } from '../core/api/group.ts';
import { toOpenApi } from './openapi.ts';
import type { DescribedSchema } from './structural.ts';

interface PolicyKind {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  readonly columns: readonly Readonly<Record<string, string>>[];
}

const AGE = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const READY = {
  name: 'Ready',
  type: 'string',
  jsonPath: '.status.conditions[?(@.type=="Ready")].status',
};

const STATUS = {
  description: 'Whether it compiles. Written by the webhook.',
  type: 'object',
  properties: {
    observedGeneration: { type: 'integer', format: 'int64' },
    conditions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
          reason: { type: 'string' },
          message: { type: 'string' },
          lastTransitionTime: { type: 'string', format: 'date-time' },
        },
        required: ['type', 'status'],
      },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
    },
  },
};

export const ACCESS_POLICY_CRD: PolicyKind = {
  kind: 'SecretAccessPolicy',
  plural: 'secretaccesspolicies',
  shortName: 'sap',
  columns: [{ name: 'Actions', type: 'string', jsonPath: '.spec.validationActions' }, READY, AGE],
};

export const ACCESS_CONFIG_CRD: PolicyKind = {
  kind: 'SecretAccessConfig',
  plural: 'secretaccessconfigs',
  shortName: 'sac',
  columns: [{ name: 'Ungoverned', type: 'string', jsonPath: '.spec.ungoverned' }, READY, AGE],
};

/** The CustomResourceDefinition of a kind of group policy.sallyport.dev: cluster-scoped, one version. */
export function policyCrd(names: PolicyKind, schema: DescribedSchema): Record<string, unknown> {
  const body = toOpenApi(schema);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${POLICY_GROUP}` },
    spec: {
      group: POLICY_GROUP,
      scope: 'Cluster',
      names: {
        kind: names.kind,
        listKind: `${names.kind}List`,
        plural: names.plural,
        singular: names.kind.toLowerCase(),
        shortNames: [names.shortName],
      },
      versions: [
        {
          name: POLICY_VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: names.columns,
          schema: {
            openAPIV3Schema: {
              ...body,
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                ...(body['properties'] as object),
                status: STATUS,
              },
            },
          },
        },
      ],
    },
  };
}
