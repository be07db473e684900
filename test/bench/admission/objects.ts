import type { RawObject } from '../../../core/api/index.ts';

const POLICIES = 500;
const NAMESPACES = 5000;

/** What a whole cluster has: policies for stores of their own, and one for the store that is asked for. */
export function policies(): readonly RawObject[] {
  return Array.from({ length: POLICIES }, (_, index) => ({
    apiVersion: 'policy.sallyport.dev/v1alpha1',
    kind: 'SecretAccessPolicy',
    metadata: { name: `policy-${index}` },
    spec: {
      validationActions: ['Deny'],
      stores: [
        index === 0
          ? { kind: 'ClusterSecretStore', names: ['vault-prod'] }
          : { kind: 'ClusterSecretStore', names: [`vault-${index}`, `vault-${index}-*`] },
      ],
      rules: [
        {
          name: 'own',
          namespaces: { names: ['team-*'], selector: { matchLabels: { tier: 'gold' } } },
          keys: { allow: ['prod/{{namespace}}/**', 'shared/public/*'] },
        },
        {
          name: 'by-label',
          keys: { allow: ['teams/{{namespace.labels["team"]}}/**'] },
        },
      ],
      deny: [{ name: 'no-root', keys: ['**/root', 'sys/**'] }],
      actor: { requireUse: true },
      constraints: {
        externalSecret: { minRefreshInterval: '5m', targetNames: { deny: ['*-sa-token'] } },
      },
    },
  }));
}

export function namespaces(): readonly RawObject[] {
  return Array.from({ length: NAMESPACES }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `team-${index}`,
      labels: {
        tier: 'gold',
        team: `t${index}`,
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
    },
  }));
}

export const STORE: RawObject = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ClusterSecretStore',
  metadata: { name: 'vault-prod' },
  spec: {
    provider: {
      vault: {
        server: 'https://vault.internal.example',
        path: 'secret',
        version: 'v2',
        auth: { kubernetes: { mountPath: 'kubernetes', role: 'sallyport' } },
      },
    },
  },
};

function externalSecret(entries: number): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: 'app',
      namespace: 'team-7',
      uid: '6a1f2a4e-5b35-4d1f-9a31-0d3b6f0c9f11',
      creationTimestamp: '2026-11-24T12:00:00Z',
      generation: 1,
      labels: { 'app.kubernetes.io/name': 'app', 'app.kubernetes.io/part-of': 'shop' },
      managedFields: [
        { manager: 'argocd-controller', operation: 'Apply', apiVersion: 'external-secrets.io/v1' },
      ],
    },
    spec: {
      refreshPolicy: 'Periodic',
      refreshInterval: '15m',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault-prod' },
      target: { name: 'app', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: Array.from({ length: entries }, (_, index) => ({
        secretKey: `key-${index}`,
        remoteRef: {
          key: `prod/team-7/app/service-${index}`,
          property: 'password',
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      })),
    },
  };
}

/** The review of an ExternalSecret with so many entries, as an API server writes it. */
export function review(entries: number): Buffer {
  const kind = { group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret' };
  const resource = { group: 'external-secrets.io', version: 'v1', resource: 'externalsecrets' };
  const request = {
    uid: 'b6f2c1d0-8a51-4a43-9d2c-0c7d5f7f0001',
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    name: 'app',
    namespace: 'team-7',
    operation: 'CREATE',
    userInfo: {
      username: 'system:serviceaccount:argocd:argocd-application-controller',
      uid: '3c0c9b5a-7f65-4d9d-8a55-5b0a2f9d0002',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:argocd', 'system:authenticated'],
    },
    object: externalSecret(entries),
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'argocd' },
  };
  return Buffer.from(
    JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }),
  );
}
