import type { RawObject } from '../../core/api/index.ts';
import {
  createFakeBackend,
  type DevBackend,
  EXAMPLE_KEY,
  EXAMPLE_STORE,
  POD_IDENTITY,
} from './backend.ts';
import {
  createStoreBackend,
  type StoreBackendDeps,
  type StoreBackendPlan,
} from './backend-store.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where AWS_ENDPOINT_URL is set and no region is. */
const DEFAULT_REGION = 'us-east-1';

function setting(environment: Environment, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => environment[name])
    .find((value) => value !== undefined && value !== '');
}

function storeOf(provider: RawObject): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: EXAMPLE_STORE,
    spec: { provider },
  };
}

/** KV version 2 at secret/, by token. */
function planVault(address: string, token: string, environment: Environment): StoreBackendPlan {
  const namespace = setting(environment, 'VAULT_NAMESPACE');
  const store = storeOf({
    vault: {
      server: address,
      path: 'secret',
      version: 'v2',
      ...(namespace === undefined ? {} : { namespace }),
      auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
    },
  });
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: EXAMPLE_STORE.namespace, name: 'vault-token' },
    stringData: { token },
  };
  return {
    description: [
      `vault at ${address}, with VAULT_TOKEN. Writes secret/${EXAMPLE_KEY} there and removes it at the end.`,
      'The sidecar is lent the token here; in a cluster it would log in to Vault as its Pod (auth.kubernetes).',
    ],
    objects: [secret, store],
    store,
    sidecarIdentity: { kind: 'delegated' },
  };
}

/** Secrets Manager, by the SDK's default credential chain. */
function planAws(environment: Environment): StoreBackendPlan {
  const region = setting(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? DEFAULT_REGION;
  const endpoint = setting(environment, 'AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL');
  const store = storeOf({
    aws: {
      service: 'SecretsManager',
      region,
      secretsManager: { forceDeleteWithoutRecovery: true },
    },
  });
  const at = endpoint === undefined ? '' : ` at ${endpoint}`;
  return {
    description: [
      `AWS Secrets Manager${at}, region ${region}. Writes ${EXAMPLE_KEY} there and removes it at the end.`,
    ],
    objects: [store],
    store,
    sidecarIdentity: POD_IDENTITY,
  };
}

function hasAws(environment: Environment): boolean {
  return (
    setting(environment, 'AWS_ENDPOINT_URL') !== undefined ||
    (setting(environment, 'AWS_REGION', 'AWS_DEFAULT_REGION') !== undefined &&
      setting(environment, 'AWS_ACCESS_KEY_ID', 'AWS_PROFILE') !== undefined)
  );
}

/** A Vault where VAULT_ADDR and VAULT_TOKEN name one, else the AWS account or emulator that AWS_* name, else `fake`. */
export function chooseBackend(environment: Environment, deps: StoreBackendDeps): DevBackend {
  const address = setting(environment, 'VAULT_ADDR');
  const token = setting(environment, 'VAULT_TOKEN');
  if (address !== undefined && token !== undefined) {
    return createStoreBackend(planVault(address, token, environment), deps);
  }
  if (hasAws(environment)) {
    return createStoreBackend(planAws(environment), deps);
  }
  return createFakeBackend(
    address === undefined
      ? 'VAULT_ADDR and VAULT_TOKEN, or AWS_REGION and credentials, choose a real one'
      : 'VAULT_ADDR is set, but not VAULT_TOKEN',
  );
}
