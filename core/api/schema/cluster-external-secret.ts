import type { ArraySchema, ObjectSchema, Root, StringSchema } from 'joi';
import type {
  ClusterExternalSecretBody,
  ClusterExternalSecretSpec,
  ClusterExternalSecretStatus,
  CopiedMetadata,
  NamespaceOutcome,
} from '../cluster-external-secret.ts';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import { conditionsSchema } from './condition.ts';
import { externalSecretSpec } from './external-secret.ts';
import { labelSelector } from './label-selector.ts';

export function namespaceSelectors(f: FieldSchemas): ArraySchema {
  return f
    .assumed(f.list(labelSelector(f)), [])
    .description('The namespaces, by their labels; any of these is enough.');
}

export function refreshTime(f: FieldSchemas): StringSchema {
  return f
    .assumed(f.text(), '')
    .description('Go duration between looks at all namespaces; none means on changes only.');
}

export function copiedMetadata(f: FieldSchemas): ObjectSchema<Mutable<CopiedMetadata>> {
  return f
    .assumed(
      f.object<CopiedMetadata>({
        labels: f.assumed(f.map(), {}),
        annotations: f.assumed(f.map(), {}),
      }),
    )
    .description('Labels and annotations of each object made.');
}

/** Status fields of the kinds that write into many namespaces. */
export function namespaceOutcome(f: FieldSchemas): Record<keyof NamespaceOutcome, ArraySchema> {
  return {
    conditions: conditionsSchema(f),
    failedNamespaces: f.assumed(
      f.list(
        f.object<NamespaceOutcome['failedNamespaces'][number]>({
          namespace: f.text().required(),
          reason: f.assumed(f.text(), ''),
        }),
      ),
      [],
    ),
    provisionedNamespaces: f.assumed(f.list(f.text()), []),
  };
}

export function clusterExternalSecretSchema(
  joi: Root,
): ObjectSchema<Mutable<ClusterExternalSecretBody>> {
  const f = fieldSchemas(joi);
  return f.object<ClusterExternalSecretBody>({
    spec: f
      .object<ClusterExternalSecretSpec>({
        externalSecretSpec: externalSecretSpec(f).description('The spec of each ExternalSecret.'),
        externalSecretName: f
          .assumed(f.name(), '')
          .description('Name of each ExternalSecret; none means this object’s own.'),
        externalSecretMetadata: copiedMetadata(f),
        namespaceSelectors: namespaceSelectors(f),
        namespaceSelector: labelSelector(f).description('Older than namespaceSelectors.'),
        namespaces: f
          .assumed(f.list(f.namespace()), [])
          .description('Older than namespaceSelectors; the namespaces by name.'),
        refreshTime: refreshTime(f),
      })
      .required(),
    status: f.assumed(
      f.object<ClusterExternalSecretStatus>({
        ...namespaceOutcome(f),
        externalSecretName: f.assumed(f.text(), ''),
      }),
    ),
  });
}
