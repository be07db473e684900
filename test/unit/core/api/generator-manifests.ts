import type { Manifest } from './manifests.ts';

const ref = { name: 'credentials', namespace: 'team-a', key: 'token' };
const localRef = { name: 'credentials', key: 'token' };
const account = { name: 'app', namespace: 'team-a', audiences: ['x'] };
const authority = { type: 'Secret', name: 'ca', key: 'ca.crt', namespace: 'team-a' };
const awsAuth = {
  jwt: { serviceAccountRef: account },
  secretRef: {
    accessKeyIDSecretRef: ref,
    secretAccessKeySecretRef: ref,
    sessionTokenSecretRef: ref,
  },
};
const retrySettings = { maxRetries: 3, retryInterval: '10s' };

/** `spec` of every generator, all its fields set. */
export const GENERATOR_SPECS: Readonly<Record<string, object>> = {
  ACRAccessToken: {
    registry: 'example.azurecr.io',
    scope: 'repository:foo:pull',
    tenantId: 't',
    environmentType: 'ChinaCloud',
    auth: {
      managedIdentity: { identityId: 'i' },
      servicePrincipal: { secretRef: { clientId: ref, clientSecret: ref } },
      workloadIdentity: { serviceAccountRef: account },
    },
  },
  BeyondtrustWorkloadCredentialsDynamicSecret: {
    controller: 'c',
    retrySettings,
    provider: {
      auth: { apikey: { token: ref } },
      server: { apiUrl: 'https://api.example', siteId: 's' },
      folderPath: 'f',
      caBundle: 'aGVsbG8=',
      caProvider: authority,
    },
  },
  CloudsmithAccessToken: {
    apiUrl: 'https://api.example',
    orgSlug: 'o',
    serviceSlug: 's',
    serviceAccountRef: account,
  },
  ECRAuthorizationToken: { region: 'eu-west-1', auth: awsAuth, role: 'r', scope: 'public' },
  Fake: { controller: 'c', data: { a: 'b' } },
  GCRAccessToken: {
    projectID: 'p',
    auth: {
      secretRef: { secretAccessKeySecretRef: ref },
      workloadIdentity: {
        clusterLocation: 'l',
        clusterName: 'n',
        clusterProjectID: 'p',
        serviceAccountRef: account,
      },
      workloadIdentityFederation: {
        audience: 'a',
        credConfig: ref,
        externalTokenEndpoint: 'https://sts.example',
        gcpServiceAccountEmail: 'a@p.iam.gserviceaccount.com',
      },
    },
  },
  GithubAccessToken: {
    appID: '1',
    installID: '2',
    url: 'https://github.example/api/v3',
    repositories: ['app'],
    permissions: { contents: 'read' },
    auth: { privateKey: { secretRef: ref } },
  },
  GitlabDeployToken: {
    name: 'deploy',
    scopes: ['read_registry'],
    projectID: '1',
    username: 'u',
    expiresAt: '2030-01-01T00:00:00Z',
    url: 'https://gitlab.example',
    auth: { token: { secretRef: ref } },
  },
  Grafana: {
    url: 'https://grafana.example',
    auth: { basic: { username: 'u', password: localRef }, token: localRef },
    serviceAccount: { name: 'n', role: 'Viewer', secondsToLive: 3600 },
  },
  MFA: {
    secret: ref,
    algorithm: 'sha256',
    length: 8,
    timePeriod: 60,
    when: '2030-01-01T00:00:00Z',
  },
  Password: {
    length: 30,
    digits: 5,
    symbols: 5,
    symbolCharacters: '-_$@!',
    noUpper: false,
    allowRepeat: true,
    encoding: 'hex',
    secretKeys: ['a', 'b'],
  },
  QuayAccessToken: {
    robotAccount: 'org+robot',
    serviceAccountRef: account,
    url: 'quay.example',
  },
  SSHKey: { keyType: 'ecdsa', keySize: 384, comment: 'c' },
  STSSessionToken: {
    region: 'eu-west-1',
    auth: awsAuth,
    role: 'r',
    requestParameters: { sessionDuration: 3600, serialNumber: 's', tokenCode: '1' },
  },
  UUID: {},
  VaultDynamicSecret: {
    controller: 'c',
    path: 'pki/issue/web',
    method: 'POST',
    parameters: { common_name: 'x.example', nested: [{ a: 1 }] },
    getParameters: { list: ['true'] },
    resultType: 'Raw',
    allowEmptyResponse: true,
    retrySettings,
    provider: {
      server: 'https://vault.example',
      version: 'v2',
      auth: { kubernetes: { mountPath: 'k', role: 'r', serviceAccountRef: account } },
      caProvider: authority,
    },
  },
  Webhook: {
    url: 'https://api.example/{{ .auth.token }}',
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: '{}',
    timeout: '5s',
    result: { jsonPath: '$.value' },
    secrets: [{ name: 'auth', secretRef: localRef }],
    auth: { ntlm: { usernameSecret: ref, passwordSecret: ref } },
    caBundle: 'aGVsbG8=',
    caProvider: authority,
  },
};

export function generator(kind: string, spec: unknown): Manifest {
  return {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind,
    metadata: { name: 'made', namespace: 'team-a' },
    spec,
  };
}

export function clusterGenerator(kind: string, settings: unknown): Manifest {
  return {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'ClusterGenerator',
    metadata: { name: 'made' },
    spec: { kind, generator: settings },
  };
}
