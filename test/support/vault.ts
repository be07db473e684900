import { fromEnvironment } from './cluster.ts';

/** The real Vault's HTTP API, as its administrator. */
export async function vault(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${fromEnvironment('VAULT_ADDR')}/v1/${path}`, {
    method,
    headers: { 'x-vault-token': fromEnvironment('VAULT_TOKEN') },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`Vault ${method} ${path}: ${response.status} ${text}`);
  }
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  return parsed;
}

export async function writeVaultSecret(
  path: string,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  await vault('POST', `secret/data/${path}`, { data });
}

/** Lets ServiceAccounts of the cluster log in: Vault asks the API server about each token. */
export async function enableKubernetesAuth(cluster: {
  readonly host: string;
  readonly caPem: string;
  readonly reviewerToken: string;
}): Promise<void> {
  const mounts = await vault('GET', 'sys/auth');
  if (!JSON.stringify(mounts).includes('"kubernetes/"')) {
    await vault('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  }
  await vault('POST', 'auth/kubernetes/config', {
    kubernetes_host: cluster.host,
    kubernetes_ca_cert: cluster.caPem,
    token_reviewer_jwt: cluster.reviewerToken,
    disable_local_ca_jwt: true,
  });
}

export async function createVaultRole(
  role: string,
  bound: { readonly namespace: string; readonly serviceAccount: string; readonly path: string },
): Promise<void> {
  await vault('PUT', `sys/policies/acl/${role}`, {
    policy: `path "secret/data/${bound.path}" { capabilities = ["read"] }\npath "secret/metadata/${bound.path}" { capabilities = ["read", "list"] }`,
  });
  await vault('POST', `auth/kubernetes/role/${role}`, {
    bound_service_account_names: [bound.serviceAccount],
    bound_service_account_namespaces: [bound.namespace],
    token_policies: [role],
    token_ttl: '10m',
  });
}
