import { FULL_EXTERNAL_SECRET, type Manifest, SMALL_EXTERNAL_SECRET } from './manifests.ts';

const labels = { matchLabels: { team: 'a' } };
const expressions = {
  matchExpressions: [
    { key: 'example.com/tier', operator: 'In', values: ['prod'] },
    { key: 'old', operator: 'DoesNotExist' },
  ],
};
const metadata = {
  apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
  kind: 'PushSecretMetadata',
  spec: { tags: { team: 'a' }, list: [1, true, { deep: null }] },
};

export function clusterExternalSecret(spec: unknown): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterExternalSecret',
    metadata: { name: 'app' },
    spec,
  };
}

export function pushSecret(spec: unknown): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name: 'app', namespace: 'team-a' },
    spec,
  };
}

export function clusterPushSecret(spec: unknown): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'ClusterPushSecret',
    metadata: { name: 'app' },
    spec,
  };
}

export const SMALL_PUSH = {
  secretStoreRefs: [{ name: 'store' }],
  selector: { secret: { name: 'app' } },
  data: [{ match: { secretKey: 'a', remoteRef: { remoteKey: 'prod/a' } } }],
};

const FULL_PUSH = {
  secretStoreRefs: [
    { kind: 'ClusterSecretStore', name: 'shared' },
    { kind: 'SecretStore', labelSelector: labels },
  ],
  selector: { secret: { selector: expressions } },
  data: [
    {
      match: { secretKey: 'a', remoteRef: { remoteKey: 'prod/a', property: 'p' } },
      conversionStrategy: 'ReverseUnicode',
      metadata,
    },
  ],
  dataTo: [
    {
      storeRef: { kind: 'ClusterSecretStore', name: 'shared' },
      match: { regexp: '^db-' },
      rewrite: [
        { regexp: { source: '^db-', target: 'prod/' } },
        { transform: { template: '{{ .value | upper }}' } },
      ],
      conversionStrategy: 'None',
      metadata,
    },
    { storeRef: { labelSelector: labels }, remoteKey: 'prod/all' },
  ],
  template: { data: { a: '{{ .a }}' }, templateFrom: [{ literal: '{{ . }}' }] },
  refreshInterval: '15m',
  updatePolicy: 'IfNotExists',
  deletionPolicy: 'Delete',
};

/** One with every field, and small ones. */
export const DISTRIBUTIONS: Readonly<Record<string, Manifest>> = {
  'a full ClusterExternalSecret': clusterExternalSecret({
    externalSecretSpec: FULL_EXTERNAL_SECRET.spec,
    externalSecretName: 'app',
    externalSecretMetadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
    namespaceSelectors: [labels, expressions],
    namespaceSelector: labels,
    namespaces: ['team-a'],
    refreshTime: '1h',
  }),
  'a small ClusterExternalSecret': clusterExternalSecret({
    externalSecretSpec: SMALL_EXTERNAL_SECRET.spec,
    namespaceSelectors: [{}],
  }),
  'a full PushSecret': pushSecret(FULL_PUSH),
  'a small PushSecret': pushSecret(SMALL_PUSH),
  'a PushSecret of a generator': pushSecret({
    ...SMALL_PUSH,
    selector: { generatorRef: { kind: 'Password', name: 'p' } },
  }),
  'a full ClusterPushSecret': clusterPushSecret({
    pushSecretSpec: FULL_PUSH,
    pushSecretName: 'app',
    pushSecretMetadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
    namespaceSelectors: [labels],
    refreshTime: '10m',
  }),
};
