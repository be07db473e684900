import { eventually, fromEnvironment, kubectl } from './cluster.ts';
import { enableKubernetesAuth } from './vault.ts';

/** How Pods reach Vault and the AWS emulator. */
export function backendHost(): string {
  return fromEnvironment('SALLYPORT_BACKEND_HOST');
}

/** An image with a shell, for the applications of tests. */
export function testImage(): string {
  return process.env['SALLYPORT_TEST_IMAGE'] ?? 'localhost/busybox:1';
}

export function vaultForPods(): string {
  return `http://${backendHost()}:${new URL(fromEnvironment('VAULT_ADDR')).port}`;
}

function awsForPods(): string {
  return `http://${backendHost()}:${new URL(fromEnvironment('AWS_ENDPOINT_URL')).port}`;
}

const AWS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
const SYSTEM = ['-n', 'sallyport-system'];

async function setEnvironment(deployment: string, ...variables: readonly string[]): Promise<void> {
  await kubectl([...SYSTEM, 'set', 'env', `deployment/${deployment}`, ...variables]);
}

export async function rolledOut(deployment: string): Promise<void> {
  await kubectl([...SYSTEM, 'rollout', 'status', `deployment/${deployment}`, '--timeout=180s']);
}

/** Which namespaces a controller serves, as the webhook is told: '*' or none. */
export async function serveByController(isServed: boolean): Promise<void> {
  await setEnvironment(
    'sallyport-webhook',
    `SALLYPORT_CONTROLLER_NAMESPACES=${isServed ? '*' : ''}`,
  );
  await kubectl([
    ...SYSTEM,
    'scale',
    'deployment/sallyport-controller',
    `--replicas=${isServed ? 1 : 0}`,
  ]);
  await rolledOut('sallyport-webhook');
  await rolledOut('sallyport-controller');
}

/** `kubectl apply -k deploy/base`, with the AWS endpoint of the test and quick store checks. */
export async function install(): Promise<void> {
  await kubectl(['apply', '-k', 'deploy/base']);
  await kubectl([
    'wait',
    '--for=condition=Established',
    'crd',
    '-l',
    'external-secrets.io/component=controller',
    '--timeout=60s',
  ]);
  await setEnvironment(
    'sallyport-controller',
    `AWS_ENDPOINT_URL=${awsForPods()}`,
    'SALLYPORT_STORE_INTERVAL=5s',
  );
  await setEnvironment(
    'sallyport-webhook',
    `SALLYPORT_SIDECAR_ENVIRONMENT=${JSON.stringify({ ...AWS, AWS_ENDPOINT_URL: awsForPods() })}`,
  );
  await serveByController(true);
}

/** Vault asks the API server about the tokens it is shown. */
export async function connectVault(): Promise<void> {
  await kubectl(
    ['apply', '-f', '-'],
    `
apiVersion: v1
kind: Namespace
metadata: { name: vault-reviewer }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: vault-reviewer, namespace: vault-reviewer }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: vault-reviewer }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:auth-delegator' }
subjects: [{ kind: ServiceAccount, name: vault-reviewer, namespace: vault-reviewer }]
`,
  );
  const reviewerToken = await kubectl([
    '-n',
    'vault-reviewer',
    'create',
    'token',
    'vault-reviewer',
    '--duration=4h',
  ]);
  const host = await kubectl([
    'config',
    'view',
    '--minify',
    '-o',
    'jsonpath={.clusters[0].cluster.server}',
  ]);
  const ca = await kubectl([
    'get',
    'configmap',
    '-n',
    'default',
    'kube-root-ca.crt',
    '-o',
    'jsonpath={.data.ca\\.crt}',
  ]);
  await enableKubernetesAuth({ host, caPem: ca, reviewerToken: reviewerToken.trim() });
}

/** A fresh namespace; an earlier run's is removed first. */
export async function freshNamespace(name: string): Promise<void> {
  await kubectl([
    'delete',
    'namespace',
    name,
    '--ignore-not-found',
    '--wait=true',
    '--timeout=120s',
  ]);
  await kubectl(['create', 'namespace', name]);
  await eventually(
    `the default ServiceAccount of ${name}`,
    async () => kubectl(['-n', name, 'get', 'serviceaccounts', '-o', 'name']),
    (names) => names.includes('serviceaccount/default'),
  );
}
