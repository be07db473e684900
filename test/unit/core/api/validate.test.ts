import { expect } from 'chai';
import { KINDS } from '../../../../core/api/kinds.ts';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import {
  clusterStore,
  externalSecret,
  type Manifest,
  SMALL_EXTERNAL_SECRET,
  store,
} from './manifests.ts';

const CHECKS = {
  regexp: (source: string) => (source.includes('(') ? `cannot compile ${source}` : undefined),
  template: (text: string) => (text.includes('{{ }') ? 'unexpected "}"' : undefined),
};

function say(manifest: unknown): string[] {
  return validateManifest(manifest, CHECKS).map(
    ({ id, severity, path, message }) =>
      `${severity === 'warning' ? 'warning ' : ''}${id} ${path}: ${message}`,
  );
}

const entry = { secretKey: 'password', remoteRef: { key: 'db' } };
const secretStoreRef = { name: 'store' };

function secretWith(spec: object): Manifest {
  return externalSecret({ secretStoreRef, data: [entry], ...spec });
}

const NOT_SERVED =
  'served are akeyless, aws, azurekv, doppler, fake, gcpsm, gitlab, kubernetes, onepassword, onepasswordSDK, openBao, vault, webhook';

describe('validateManifest on ExternalSecrets', () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      'a misplaced template',
      secretWith({ template: { data: {} } }),
      ['SPA-S001 spec.template: unknown field; did you mean spec.target.template?'],
    ],
    [
      'a typo beside the right fields',
      secretWith({ refreshIntervall: '1h' }),
      ['SPA-S001 spec.refreshIntervall: unknown field; did you mean spec.refreshInterval?'],
    ],
    [
      'a field of the entry it lies in',
      secretWith({ data: [entry, { ...entry, secretKey: 'b', property: 'x' }] }),
      [
        'SPA-S001 spec.data[1].property: unknown field; did you mean spec.data[1].remoteRef.property?',
      ],
    ],
    [
      'lines indented with no-break spaces',
      { ...SMALL_EXTERNAL_SECRET, '\u00a0\u00a0name': 'x' },
      [
        'SPA-S001 ["\\u00a0\\u00a0name"]: unknown field; its line is indented with no-break spaces (U+00A0), which YAML takes for part of the name: use plain spaces',
      ],
    ],
    [
      'several faults, sorted by path',
      secretWith({
        data: [{ secretKey: 'a b' }],
        refreshInterval: 30,
        target: { creationPolicy: 'owner' },
      }),
      [
        'SPA-S002 spec.data[0].remoteRef: required',
        'SPA-S005 spec.data[0].secretKey: "a b": must be letters, digits, "-", "_" and "."',
        'SPA-S003 spec.refreshInterval: must be text, is a number; put it in quotes',
        'SPA-S004 spec.target.creationPolicy: "owner" is not accepted; one of: Owner, Orphan, Merge, None, CreateOrMerge',
      ],
    ],
    [
      'null as absence',
      secretWith({ data: null, target: null }),
      ['SPA-E001 spec: either data or dataFrom should be specified'],
    ],
    [
      'an entry without a store',
      externalSecret({ data: [entry] }),
      [
        'SPA-E002 spec.secretStoreRef.name: required: data[0] has no sourceRef of its own, so name its store here',
      ],
    ],
    [
      'no duration',
      secretWith({ refreshInterval: '1 hour' }),
      ['SPA-E003 spec.refreshInterval: "1 hour" is not a duration; write it like 1h, 15m or 1h30m'],
    ],
    ...['Merge', 'None', 'CreateOrMerge'].map(
      (creationPolicy) =>
        [
          `Delete with ${creationPolicy}`,
          secretWith({ target: { creationPolicy, deletionPolicy: 'Delete' } }),
          [
            "SPA-E004 spec.target.deletionPolicy: deletionPolicy=Delete must not be used when the controller doesn't own the secret. Please set creationPolicy=Owner",
          ],
        ] as const,
    ),
    [
      'Delete with Orphan',
      secretWith({ target: { creationPolicy: 'Orphan', deletionPolicy: 'Delete' } }),
      [
        'SPA-E005 spec.target.deletionPolicy: deletionPolicy=Delete works only with creationPolicy=Owner; with Orphan the Secret could never be deleted',
      ],
    ],
    [
      'Merge with None',
      secretWith({ target: { creationPolicy: 'None', deletionPolicy: 'Merge' } }),
      [
        'SPA-E006 spec.target.deletionPolicy: deletionPolicy=Merge must not be used with creationPolicy=None. There is no Secret to merge with',
      ],
    ],
    [
      'dataFrom with two sources, none, and a store alone',
      secretWith({
        dataFrom: [
          { extract: { key: 'a' }, find: {} },
          {},
          { sourceRef: { storeRef: { name: 's' } } },
        ],
      }),
      [
        'SPA-E007 spec.dataFrom[0]: extract, find, or generatorRef cannot be set at the same time',
        'SPA-E008 spec.dataFrom[1]: either extract, find, or sourceRef must be set to dataFrom',
        'warning SPA-E008 spec.dataFrom[2]: a storeRef alone fetches nothing; add extract or find',
      ],
    ],
    [
      'a rewrite of two kinds',
      secretWith({
        dataFrom: [
          { extract: { key: 'a' }, rewrite: [{ merge: {}, transform: { template: 'x' } }] },
        ],
      }),
      [
        'SPA-S007 spec.dataFrom[0].rewrite[0]: exactly one of the fields in [merge regexp transform] must be set',
      ],
    ],
    [
      'a key used twice',
      secretWith({ data: [entry, entry] }),
      ['SPA-E010 spec.data[1].secretKey: duplicate secretKey found: password'],
    ],
    [
      'a key used twice where keys are pruned',
      secretWith({ data: [entry, entry], target: { deletionPolicy: 'Merge' } }),
      [],
    ],
    [
      'a ServiceAccount token by annotation, and by templateFrom',
      secretWith({
        target: {
          template: {
            type: 'kubernetes.io/service-account-token',
            metadata: { annotations: { 'kubernetes.io/service-account.name': 'x' } },
            templateFrom: [{ target: 'annotations', literal: 'x' }],
          },
        },
      }),
      [
        'SPA-E011 spec.target.template.type: template.type="kubernetes.io/service-account-token" with annotation "kubernetes.io/service-account.name" is not allowed',
        'SPA-E012 spec.target.template.type: template.type="kubernetes.io/service-account-token" with templateFrom target="Annotations" is not allowed',
      ],
    ],
    [
      'a bootstrap token',
      secretWith({ target: { template: { type: 'bootstrap.kubernetes.io/token' } } }),
      [
        'SPA-E013 spec.target.template.type: template.type="bootstrap.kubernetes.io/token" is not allowed',
      ],
    ],
    [
      'a templateFrom target of no Secret',
      secretWith({ target: { template: { templateFrom: [{ target: 'spec', literal: 'x' }] } } }),
      [
        'SPA-E014 spec.target.template.templateFrom[0].target: templateFrom target="spec" is not allowed when targeting a Secret, must be one of "Data", "Annotations" or "Labels"',
      ],
    ],
    [
      'keys that are no file names',
      secretWith({
        data: [{ ...entry, secretKey: '.' }],
        target: { template: { data: { '..data': 'x' } } },
      }),
      [
        'SPA-E015 spec.data[0].secretKey: "." cannot be a key: it must not be "." and must not begin with ".."',
        'SPA-E015 spec.target.template.data["..data"]: "..data" cannot be a key: it must not be "." and must not begin with ".."',
      ],
    ],
    [
      'expressions and templates that the caller refuses',
      secretWith({
        dataFrom: [
          { find: { name: { regexp: '(' } } },
          {
            extract: { key: 'a' },
            rewrite: [
              { regexp: { source: 'a(', target: '' } },
              { transform: { template: '{{ }' } },
            ],
          },
        ],
        target: { template: { data: { a: '{{ }' } } },
      }),
      [
        'SPA-E016 spec.dataFrom[0].find.name.regexp: cannot compile (',
        'SPA-E016 spec.dataFrom[1].rewrite[0].regexp.source: cannot compile a(',
        'SPA-E017 spec.dataFrom[1].rewrite[1].transform.template: unexpected "}"',
        'SPA-E017 spec.target.template.data.a: unexpected "}"',
      ],
    ],
    [
      'a generator in data',
      secretWith({
        data: [{ ...entry, sourceRef: { generatorRef: { kind: 'Password', name: 'p' } } }],
      }),
      [
        'warning SPA-E018 spec.data[0].sourceRef.generatorRef: has no effect in data; use it in dataFrom',
      ],
    ],
    [
      'a sync window that is no duration',
      secretWith({
        syncWindows: { kind: 'allow', windows: [{ schedule: '@daily', duration: '2 h' }] },
      }),
      [
        'SPA-E019 spec.syncWindows.windows[0].duration: "2 h" is not a duration; write it like 1h, 15m or 1h30m',
      ],
    ],
    ['no spec', externalSecret(undefined), ['SPA-S002 spec: required']],
    [
      'a foreign version',
      { ...SMALL_EXTERNAL_SECRET, apiVersion: 'external-secrets.io/v1alpha1' },
      [
        'SPA-S004 apiVersion: "external-secrets.io/v1alpha1" is not accepted; one of: external-secrets.io/v1, external-secrets.io/v1beta1',
      ],
    ],
    [
      'a foreign kind',
      { kind: 'Deployment' },
      [
        `SPA-S004 kind: "Deployment" is not accepted; one of: ${KINDS.map(({ kind }) => kind).join(', ')}`,
      ],
    ],
    [
      'no kind',
      { metadata: { name: 'a' } },
      [`SPA-S002 kind: required; one of: ${KINDS.map(({ kind }) => kind).join(', ')}`],
    ],
    ['a list', [], ['SPA-S003 : must be an object, is a list']],
    ['no name', { ...SMALL_EXTERNAL_SECRET, metadata: {} }, ['SPA-S002 metadata.name: required']],
    [
      'what the API server adds',
      {
        ...SMALL_EXTERNAL_SECRET,
        metadata: { name: 'a', uid: 'u', generation: 2, managedFields: [{}] },
        status: { anything: 1 },
      },
      [],
    ],
  ];
  for (const [name, manifest, findings] of cases) {
    it(`answers to ${name}`, () => {
      expect(say(manifest)).to.deep.equal(findings);
    });
  }

  it('shows no more than 120 characters of what it quotes', () => {
    const [finding = ''] = say(secretWith({ refreshInterval: 'x'.repeat(1000) }));

    expect(finding).to.include(`"${'x'.repeat(120)}"…`);
    expect(finding.length).to.be.below(250);
  });
});

describe('validateManifest on stores', () => {
  const token = { name: 'token', key: 'token' };
  const vault = { server: 'https://vault.example' };
  const aws = { service: 'SecretsManager', region: 'eu-west-1' };
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      'two backends, one of them malformed',
      store({ aws, fake: { data: [{ key: 'a', value: 5 }] } }),
      [
        'SPA-B001 spec.provider: secret stores must only have exactly one backend specified, found 2',
        'SPA-S003 spec.provider.fake.data[0].value: must be text, is a number; put it in quotes',
      ],
    ],
    [
      'no backend',
      store({}),
      [
        'SPA-B001 spec.provider: secret stores must only have exactly one backend specified, found 0',
      ],
    ],
    [
      'a backend of ESO that is not served',
      store({ infisical: { anything: {} } }),
      [
        `SPA-B002 spec.provider.infisical: "infisical" is a provider of External Secrets Operator that Sallyport does not serve; ${NOT_SERVED}`,
      ],
    ],
    [
      'a backend nobody has',
      store({ hashicorp: {} }),
      [
        `SPA-S001 spec.provider.hashicorp: unknown field; ${NOT_SERVED.replace('served', 'backends')}`,
      ],
    ],
    [
      'authentication beside its backend',
      store({ aws, auth: {} }),
      ['SPA-S001 spec.provider.auth: unknown field; did you mean spec.provider.aws.auth?'],
    ],
    ['seconds as interval', store({ aws }, { refreshInterval: 60 }), []],
    [
      'no interval',
      store({ aws }, { refreshInterval: 'soon' }),
      ['SPA-B003 spec.refreshInterval: "soon" is not a duration; write it like 1h, 15m or 1h30m'],
    ],
    [
      'a negative interval',
      store({ aws }, { refreshInterval: '-5m' }),
      ['SPA-B003 spec.refreshInterval: "-5m": must not be negative'],
    ],
    [
      'a retry interval without unit',
      store({ aws }, { retrySettings: { retryInterval: '10' } }),
      [
        'SPA-B007 spec.retrySettings.retryInterval: "10" is not a duration; write it like 1h, 15m or 1h30m',
      ],
    ],
    [
      'a namespace expression that the caller refuses',
      clusterStore({ aws }, { conditions: [{ namespaceRegexes: ['a', '('] }] }),
      [
        'SPA-B004 spec.conditions[0].namespaceRegexes[1]: failed to compile 1th namespace regex in 0th condition: cannot compile (',
      ],
    ],
    [
      'a credential of another namespace',
      store({ vault: { ...vault, auth: { tokenSecretRef: { ...token, namespace: 'team-b' } } } }),
      [
        'SPA-B005 spec.provider.vault.auth.tokenSecretRef.namespace: "team-b": namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore',
      ],
    ],
    [
      'a ClusterSecretStore whose backend may leave the namespace out',
      clusterStore({ vault: { ...vault, auth: { tokenSecretRef: token } } }),
      [],
    ],
    [
      'a ClusterSecretStore whose backend may not',
      clusterStore({ doppler: { auth: { secretRef: { dopplerToken: token } } } }),
      [
        'SPA-B005 spec.provider.doppler.auth.secretRef.dopplerToken.namespace: cluster scope requires namespace',
      ],
    ],
    [
      'aws deletion settings',
      store({
        aws: {
          ...aws,
          secretsManager: { recoveryWindowInDays: 3, forceDeleteWithoutRecovery: true },
        },
      }),
      [
        'SPA-B006 spec.provider.aws.secretsManager: invalid DeleteSecretInput: ForceDeleteWithoutRecovery conflicts with RecoveryWindowInDays',
        'SPA-B006 spec.provider.aws.secretsManager.recoveryWindowInDays: invalid DeleteSecretInput: RecoveryWindowInDays must be between 7 and 30 days',
      ],
    ],
    [
      'half a client certificate and check-and-set on v1 in vault',
      store({
        vault: {
          ...vault,
          version: 'v1',
          checkAndSet: { required: true },
          tls: { certSecretRef: token },
        },
      }),
      [
        'SPA-B006 spec.provider.vault.checkAndSet: checkAndSet is not supported with Vault KV version v1',
        'SPA-B006 spec.provider.vault.tls: when provided, both ClientTLS.ClientCert and ClientTLS.SecretRef should be provided',
      ],
    ],
    [
      'two sources of trust in openBao',
      store({
        openBao: {
          ...vault,
          caBundle: '',
          caProvider: { type: 'Secret', name: 'ca' },
          auth: {},
        },
      }),
      [
        'SPA-S007 spec.provider.openBao: at most one of the fields in [caBundle caProvider] may be set',
        'SPA-S007 spec.provider.openBao.auth: exactly one of the fields in [appRole tokenSecretRef userPass] must be set',
      ],
    ],
    [
      'kubernetes without key, with foreign trust',
      store({
        kubernetes: {
          server: { caProvider: { type: 'Secret', name: 'ca', namespace: 'team-a' } },
          auth: { token: { bearerToken: { name: 'token' } } },
          authRef: token,
        },
      }),
      [
        'SPA-B006 spec.provider.kubernetes.auth.token.bearerToken.key: BearerToken.Key cannot be empty',
        'SPA-B006 spec.provider.kubernetes.authRef: authRef and inline auth cannot both be set',
        'SPA-B006 spec.provider.kubernetes.server.caProvider.namespace: CAProvider.namespace must be empty with SecretStore',
      ],
    ],
    [
      'kubernetes that trusts the system',
      clusterStore({ kubernetes: { auth: { serviceAccount: { name: 'reader' } } } }),
      [
        'warning SPA-B006 spec.provider.kubernetes.server: No caBundle or caProvider specified; TLS connections will use system certificate roots.',
      ],
    ],
    [
      'fake data without key and value',
      store({ fake: { data: [{ key: '', value: '' }] } }),
      [
        'SPA-B006 spec.provider.fake.data[0].key: key must be set in data',
        'SPA-B006 spec.provider.fake.data[0].value: at least one value must be set in data',
      ],
    ],
    [
      'azure clouds',
      store({
        azurekv: {
          vaultUrl: 'https://v',
          authType: 'ManagedIdentity',
          environmentType: 'AzureStackCloud',
        },
      }),
      [
        'SPA-B006 spec.provider.azurekv.customCloudConfig: CustomCloudConfig is required when EnvironmentType is AzureStackCloud',
      ],
    ],
    [
      'doppler with both ways to log in',
      store({
        doppler: {
          auth: {
            secretRef: { dopplerToken: token },
            oidcConfig: { identity: 'i', serviceAccountRef: { name: 's' } },
          },
        },
      }),
      [
        "SPA-S007 spec.provider.doppler.auth: Exactly one of 'secretRef' or 'oidcConfig' must be specified",
      ],
    ],
    [
      'gitlab without a project',
      store({ gitlab: { auth: { SecretRef: { accessToken: { name: 'x' } } } } }),
      [
        'SPA-B006 spec.provider.gitlab: projectID and groupIDs must not both be empty',
        'SPA-B006 spec.provider.gitlab.auth.SecretRef.accessToken.key: accessToken.key cannot be empty',
      ],
    ],
    [
      '1Password without vaults',
      store({
        onepassword: {
          connectHost: 'nowhere',
          auth: { secretRef: { connectTokenSecretRef: token } },
          vaults: {},
        },
      }),
      [
        'SPA-B006 spec.provider.onepassword.connectHost: unable to parse URL: spec.provider.onepassword.connectHost',
        'SPA-B006 spec.provider.onepassword.vaults: must be at least one vault: spec.provider.onepassword.vaults',
      ],
    ],
    [
      'akeyless without a gateway',
      store({ akeyless: { akeylessGWApiURL: 'here', authSecretRef: { secretRef: {} } } }),
      [
        'SPA-B006 spec.provider.akeyless.akeylessGWApiURL: invalid akeyless GW API URL',
        'SPA-B006 spec.provider.akeyless.authSecretRef.secretRef.accessID.key: missing akeyless accessID key',
        'SPA-B006 spec.provider.akeyless.authSecretRef.secretRef.accessID.name: missing akeyless accessID name',
      ],
    ],
  ];
  for (const [name, manifest, findings] of cases) {
    it(`answers to ${name}`, () => {
      expect(say(manifest)).to.deep.equal(findings);
    });
  }

  it('repeats no value of a fake store', () => {
    const found = say(store({ fake: { data: [{ key: 7, value: 'MARKER', verson: 'MARKER' }] } }));

    expect(found).to.have.length(2);
    expect(found.join('\n')).not.to.include('MARKER');
  });
});
