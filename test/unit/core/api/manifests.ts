/** Hand-written objects, one with every field of each kind and backend. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: unknown;
}

export function externalSecret(spec: unknown): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'app', namespace: 'team-a' },
    spec,
  };
}

export function store(provider: unknown, more: object = {}): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1beta1',
    kind: 'SecretStore',
    metadata: { name: 'store', namespace: 'team-a' },
    spec: { provider, ...more },
  };
}

export function clusterStore(provider: unknown, more: object = {}): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: 'store' },
    spec: { provider, ...more },
  };
}

const ref = { name: 'credentials', namespace: 'team-a', key: 'token' };
const account = { name: 'app', namespace: 'team-a', audiences: ['vault'] };
const authority = { type: 'ConfigMap', name: 'ca', key: 'ca.crt', namespace: 'team-a' };
const awsKeys = {
  accessKeyIDSecretRef: ref,
  secretAccessKeySecretRef: ref,
  sessionTokenSecretRef: ref,
};

/** `spec.provider` of every backend, all its fields set that may be set together. */
export const PROVIDERS: Readonly<Record<string, unknown>> = {
  akeyless: {
    akeylessGWApiURL: 'https://api.akeyless.io',
    authSecretRef: {
      secretRef: { accessID: ref, accessType: ref, accessTypeParam: ref },
      kubernetesAuth: {
        accessID: 'p-1',
        k8sConfName: 'k8s',
        secretRef: ref,
        serviceAccountRef: account,
      },
      serviceAccountRef: account,
    },
    caBundle: 'aGVsbG8=',
    caProvider: authority,
    ignoreCache: true,
  },
  aws: {
    service: 'ParameterStore',
    region: 'eu-west-1',
    auth: { jwt: { serviceAccountRef: account }, secretRef: awsKeys },
    role: 'arn:aws:iam::1:role/a',
    additionalRoles: ['arn:aws:iam::1:role/b'],
    externalID: 'x',
    prefix: '/team-a/',
    sessionTags: [{ key: 'team', value: 'a' }],
    sessionTagsPolicy: 'Custom',
    customSessionTags: { team: 'a' },
    transitiveTagKeys: ['team'],
    secretsManager: { forceDeleteWithoutRecovery: false },
  },
  azurekv: {
    vaultUrl: 'https://v.vault.azure.net',
    tenantId: 't',
    authType: 'WorkloadIdentity',
    authSecretRef: { clientId: ref, tenantId: ref, clientSecret: ref, clientCertificate: ref },
    serviceAccountRef: account,
    identityId: 'i',
    environmentType: 'AzureStackCloud',
    customCloudConfig: {
      activeDirectoryEndpoint: 'https://login.example',
      keyVaultEndpoint: 'https://kv.example',
      keyVaultDNSSuffix: 'vault.example',
      resourceManagerEndpoint: 'https://rm.example',
    },
    useAzureSDK: true,
  },
  doppler: {
    auth: { oidcConfig: { identity: 'i', serviceAccountRef: account, expirationSeconds: 900 } },
    project: 'p',
    config: 'c',
    format: 'dotnet-json',
    nameTransformer: 'tf-var',
  },
  fake: { data: [{ key: 'a', value: 'b', version: 'v1' }], validationResult: 0 },
  gcpsm: {
    projectID: 'p',
    location: 'europe-west1',
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
        serviceAccountRef: account,
        credConfig: ref,
        awsSecurityCredentials: {
          region: 'us-east-1',
          awsCredentialsSecretRef: { name: 'aws', namespace: 'team-a' },
        },
        externalTokenEndpoint: 'https://sts.example',
        gcpServiceAccountEmail: 'a@p.iam.gserviceaccount.com',
      },
    },
    secretVersionSelectionPolicy: 'LatestOrFetch',
  },
  gitlab: {
    url: 'https://gitlab.example/',
    auth: { SecretRef: { accessToken: ref } },
    projectID: '1',
    inheritFromGroups: true,
    environment: 'prod',
    caBundle: 'aGVsbG8=',
    caProvider: authority,
  },
  kubernetes: {
    server: { url: 'https://k.example', caBundle: 'aGVsbG8=' },
    auth: { cert: { clientCert: ref, clientKey: ref } },
    remoteNamespace: 'other',
  },
  onepassword: {
    connectHost: 'https://connect.example',
    auth: { secretRef: { connectTokenSecretRef: ref } },
    vaults: { prod: 1, shared: 2 },
  },
  onepasswordSDK: {
    auth: { serviceAccountSecretRef: ref },
    vault: 'prod',
    integrationInfo: { name: 'n', version: 'v' },
    cache: { ttl: '1m', maxSize: 5 },
  },
  openBao: {
    server: 'https://bao.example',
    path: 'kv',
    version: 'v1',
    namespace: 'n',
    caProvider: authority,
    auth: { namespace: 'n', appRole: { path: 'ar', roleId: 'r', secretRef: ref } },
  },
  vault: {
    server: 'https://vault.example',
    path: 'secret',
    version: 'v2',
    namespace: 'n',
    auth: {
      namespace: 'n',
      tokenSecretRef: ref,
      appRole: { path: 'ar', roleId: 'r', roleRef: ref, secretRef: ref },
      kubernetes: { mountPath: 'k', role: 'r', serviceAccountRef: account, secretRef: ref },
      ldap: { path: 'l', username: 'u', secretRef: ref },
      userPass: { path: 'u', username: 'u', secretRef: ref },
      jwt: {
        path: 'j',
        role: 'r',
        secretRef: ref,
        kubernetesServiceAccountToken: {
          serviceAccountRef: account,
          audiences: ['a'],
          expirationSeconds: 600,
        },
      },
      cert: { path: 'c', vaultRole: 'r', clientCert: ref, secretRef: ref },
      iam: {
        path: 'aws',
        region: 'r',
        role: 'r',
        vaultRole: 'v',
        externalID: 'x',
        vaultAwsIamServerID: 's',
        secretRef: awsKeys,
        jwt: { serviceAccountRef: account },
      },
      gcp: {
        path: 'gcp',
        role: 'r',
        location: 'l',
        projectID: 'p',
        secretRef: { secretAccessKeySecretRef: ref },
        serviceAccountRef: account,
        workloadIdentity: {
          clusterLocation: 'l',
          clusterName: 'n',
          clusterProjectID: 'p',
          serviceAccountRef: account,
        },
      },
    },
    caBundle: 'aGVsbG8=',
    caProvider: authority,
    tls: { certSecretRef: ref, keySecretRef: ref },
    headers: { 'X-Team': 'a' },
    forwardInconsistent: true,
    readYourWrites: true,
    checkAndSet: { required: true },
  },
  webhook: {
    url: 'https://api.example/{{ .remoteRef.key }}',
    method: 'GET',
    headers: { Accept: 'application/json' },
    body: '{}',
    timeout: '5s',
    result: { jsonPath: '$.value' },
    secrets: [{ name: 'auth', secretRef: ref }],
    auth: { ntlm: { usernameSecret: ref, passwordSecret: ref } },
    caBundle: 'aGVsbG8=',
    caProvider: authority,
  },
};

export const STORE_SETTINGS = {
  controller: 'sallyport',
  retrySettings: { maxRetries: 5, retryInterval: '10s' },
  refreshInterval: '5m',
  conditions: [
    {
      namespaceSelector: {
        matchLabels: { team: 'a' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['prod'] }],
      },
      namespaces: ['team-a'],
      namespaceRegexes: ['^team-'],
    },
  ],
};

const remoteRef = {
  key: 'prod/db',
  property: 'password',
  version: '2',
  metadataPolicy: 'Fetch',
  conversionStrategy: 'Unicode',
  decodingStrategy: 'Base64',
  nullBytePolicy: 'Fail',
};
const storeRef = { kind: 'ClusterSecretStore', name: 'shared' };
const items = [{ key: 'tmpl', templateAs: 'KeysAndValues' }];

export const FULL_EXTERNAL_SECRET = externalSecret({
  secretStoreRef: { kind: 'SecretStore', name: 'store' },
  target: {
    name: 'app-secret',
    creationPolicy: 'Owner',
    deletionPolicy: 'Delete',
    immutable: true,
    template: {
      type: 'Opaque',
      engineVersion: 'v2',
      mergePolicy: 'Merge',
      metadata: { annotations: { a: 'b' }, labels: { c: 'd' }, finalizers: ['x.example/y'] },
      data: { 'url.txt': 'postgres://{{ .user }}' },
      templateFrom: [
        { configMap: { name: 'tmpl', items }, target: 'Labels', valuesDecodingStrategy: 'Auto' },
        { secret: { name: 'tmpl', items } },
        { literal: '{{ . }}' },
      ],
    },
  },
  refreshPolicy: 'OnChange',
  refreshInterval: '15m',
  syncWindows: { kind: 'deny', windows: [{ schedule: '0 9 * * 1-5', duration: '8h' }] },
  data: [{ secretKey: 'password', remoteRef, sourceRef: { storeRef } }],
  dataFrom: [
    {
      extract: remoteRef,
      rewrite: [
        { regexp: { source: 'a', target: 'b' } },
        { transform: { template: '{{ .value }}' } },
        {
          merge: {
            strategy: 'JSON',
            into: 'all',
            priority: ['a'],
            priorityPolicy: 'IgnoreNotFound',
            conflictPolicy: 'Ignore',
          },
        },
      ],
    },
    {
      find: {
        path: 'prod',
        name: { regexp: '^db' },
        tags: { team: 'a' },
        conversionStrategy: 'Default',
        decodingStrategy: 'None',
        nullBytePolicy: 'Ignore',
      },
      sourceRef: { storeRef },
    },
    {
      sourceRef: {
        generatorRef: {
          apiVersion: 'generators.external-secrets.io/v1alpha1',
          kind: 'Password',
          name: 'p',
        },
      },
    },
  ],
});

export const SMALL_EXTERNAL_SECRET = externalSecret({
  secretStoreRef: { name: 'store' },
  data: [{ secretKey: 'password', remoteRef: { key: 'db' } }],
});
