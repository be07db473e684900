/** Manifests for commands that judge by policies. */
export const POLICY = `apiVersion: policy.sallyport.dev/v1alpha1
kind: SecretAccessPolicy
metadata: {name: vault-prod}
spec:
  validationActions: [Deny]
  stores: [{kind: ClusterSecretStore, names: [vault]}]
  rules: [{name: own, keys: {allow: ['prod/{{namespace}}/**']}}]
  deny: [{name: root, keys: ['**/root']}]
  actor: {requireUse: true}
`;

export const STORE = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec:
  provider:
    vault: {server: 'https://vault.example.com', path: secret, version: v2, auth: {kubernetes: {mountPath: kubernetes, role: r}}}
  conditions: [{namespaces: [team-a]}]
`;

export const NAMESPACE =
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {a: b}}\n';

export const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: vault-user}
rules: [{apiGroups: [external-secrets.io], resources: [clustersecretstores], resourceNames: [vault], verbs: [use]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: vault-user, namespace: team-a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: vault-user}
subjects: [{kind: ServiceAccount, name: deployer, namespace: team-a}]
`;

export const DEPLOYER = 'system:serviceaccount:team-a:deployer';

export function externalSecret(...keys: readonly string[]): string {
  const data = keys.map((key, at) => `{secretKey: k${at}, remoteRef: {key: '${key}'}}`).join(', ');
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: team-a}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data: [${data}]
`;
}
