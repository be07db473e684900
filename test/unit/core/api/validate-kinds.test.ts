import { expect } from 'chai';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import { textChecks } from '../../../../core/template/index.ts';
import {
  clusterExternalSecret,
  clusterPushSecret,
  pushSecret,
  SMALL_PUSH,
} from './distribution-manifests.ts';
import { clusterGenerator, generator, GENERATOR_SPECS } from './generator-manifests.ts';
import {
  clusterStore,
  externalSecret,
  type Manifest,
  SMALL_EXTERNAL_SECRET,
  store,
} from './manifests.ts';

function say(manifest: unknown): string[] {
  return validateManifest(manifest, textChecks).map(
    ({ id, severity, path, message }) =>
      `${severity === 'warning' ? 'warning ' : ''}${id} ${path}: ${message}`,
  );
}

type Case = readonly [name: string, manifest: unknown, findings: readonly string[]];

function check(cases: readonly Case[]): void {
  for (const [name, manifest, findings] of cases) {
    it(`answers to ${name}`, () => {
      expect(say(manifest)).to.deep.equal(findings);
    });
  }
}

const namespaceSelectors = [{ matchLabels: { team: 'a' } }];
const NO_DURATION = 'is not a duration; write it like 1h, 15m or 1h30m';

describe('validateManifest on cluster kinds', () => {
  const spread = (spec: object, more: object = {}): Manifest =>
    clusterExternalSecret({
      externalSecretSpec: { ...(SMALL_EXTERNAL_SECRET.spec as object), ...spec },
      namespaceSelectors,
      ...more,
    });

  check([
    ['no spec', clusterExternalSecret(undefined), ['SPA-S002 spec: required']],
    [
      'no spec inside',
      clusterExternalSecret({ namespaceSelectors }),
      ['SPA-S002 spec.externalSecretSpec: required'],
    ],
    [
      'every rule of an ExternalSecret, with the path it has here',
      spread({
        refreshInterval: '1d',
        secretStoreRef: null,
        target: { creationPolicy: 'Orphan', deletionPolicy: 'Delete' },
        dataFrom: [{ find: { name: { regexp: '(' } }, sourceRef: { storeRef: { name: 's' } } }],
      }),
      [
        'SPA-E016 spec.externalSecretSpec.dataFrom[0].find.name.regexp: error parsing regexp: missing closing ): `(`',
        `SPA-E003 spec.externalSecretSpec.refreshInterval: "1d" ${NO_DURATION}`,
        'SPA-E002 spec.externalSecretSpec.secretStoreRef.name: required: data[0] has no sourceRef of its own, so name its store here',
        'SPA-E005 spec.externalSecretSpec.target.deletionPolicy: deletionPolicy=Delete works only with creationPolicy=Owner; with Orphan the Secret could never be deleted',
      ],
    ],
    [
      'a malformed place inside, about which the rules are silent',
      spread({ target: false }),
      ['SPA-S003 spec.externalSecretSpec.target: must be an object, is a boolean'],
    ],
    [
      'a misspelt field, and one of the inside written outside',
      spread({}, { refreshTim: '1h', data: [] }),
      [
        'SPA-S001 spec.data: unknown field; did you mean spec.externalSecretSpec.data?',
        'SPA-S001 spec.refreshTim: unknown field; did you mean spec.refreshTime?',
      ],
    ],
    [
      'no namespace, and a refreshTime that is none',
      spread({}, { namespaceSelectors: [], refreshTime: 'daily' }),
      [
        'warning SPA-N001 spec.namespaceSelectors: chooses no namespace, so nothing is made; name some by their labels, or all by an empty selector {}',
        `SPA-E003 spec.refreshTime: "daily" ${NO_DURATION}`,
      ],
    ],
    [
      'namespaces in the older fields',
      spread({}, { namespaceSelectors: [], namespaces: ['a'] }),
      [],
    ],
    [
      'labels that Kubernetes does not have',
      spread(
        {},
        {
          namespaceSelectors: [
            {
              matchLabels: { 'a b': 'x', team: '-x' },
              matchExpressions: [
                { key: 'x/y/z', operator: 'In', values: [] },
                { key: 'old', operator: 'Exists', values: ['true'] },
              ],
            },
          ],
        },
      ),
      [
        'SPA-S008 spec.namespaceSelectors[0].matchExpressions[0].key: "x/y/z" is no label; a label is letters, digits, "-", "_" and ".", at most 63, beginning and ending with a letter or digit, and may have a DNS name and "/" before it',
        'SPA-S008 spec.namespaceSelectors[0].matchExpressions[0].values: required with In',
        'SPA-S008 spec.namespaceSelectors[0].matchExpressions[1].values: must be left out with Exists',
        'SPA-S008 spec.namespaceSelectors[0].matchLabels.team: "-x" is no label’s value; it is letters, digits, "-", "_" and ".", at most 63, beginning and ending with a letter or digit',
        'SPA-S008 spec.namespaceSelectors[0].matchLabels["a b"]: "a b" is no label; a label is letters, digits, "-", "_" and ".", at most 63, beginning and ending with a letter or digit, and may have a DNS name and "/" before it',
      ],
    ],
    [
      'a PushSecret inside without a store',
      clusterPushSecret({
        namespaceSelectors,
        pushSecretSpec: { ...SMALL_PUSH, secretStoreRefs: [] },
      }),
      ['SPA-H002 spec.pushSecretSpec.secretStoreRefs: at least one store is required'],
    ],
    [
      'a ClusterPushSecret without a spec',
      clusterPushSecret(undefined),
      ['SPA-S002 spec: required'],
    ],
  ]);
});

describe('validateManifest on PushSecrets', () => {
  const push = (more: object): Manifest => pushSecret({ ...SMALL_PUSH, ...more });
  const match = { secretKey: 'a', remoteRef: { remoteKey: 'x' } };

  check([
    ['no spec', pushSecret(undefined), ['SPA-S002 spec: required']],
    [
      'a spec with nothing in it',
      pushSecret({}),
      ['SPA-S002 spec.secretStoreRefs: required', 'SPA-S002 spec.selector: required'],
    ],
    [
      'a duration with days',
      push({ refreshInterval: '1d' }),
      [`SPA-E003 spec.refreshInterval: "1d" ${NO_DURATION}`],
    ],
    [
      'a store without a name, and one with two ways to it',
      push({
        secretStoreRefs: [{}, { name: 'a', labelSelector: { matchLabels: { a: 'b' } } }],
      }),
      [
        'SPA-H002 spec.secretStoreRefs[0]: name or labelSelector is required',
        'warning SPA-H002 spec.secretStoreRefs[1].labelSelector: is not looked at beside name; keep one of them',
      ],
    ],
    [
      'a source that names nothing',
      push({ selector: { secret: {} } }),
      ['SPA-H003 spec.selector.secret: name or selector is required'],
    ],
    [
      'two sources',
      push({
        selector: { secret: { name: 'a' }, generatorRef: { kind: 'Password', name: 'p' } },
      }),
      ['SPA-S007 spec.selector: may have at most 1 of its fields, has generatorRef, secret'],
    ],
    [
      'nothing to push',
      push({ data: [] }),
      ['warning SPA-H001 spec: neither data nor dataTo is given, so nothing is pushed'],
    ],
    [
      'a rewrite of no kind',
      push({ dataTo: [{ storeRef: { name: 'store' }, rewrite: [{}] }] }),
      ['SPA-S007 spec.dataTo[0].rewrite[0]: exactly one of regexp or transform must be set'],
    ],
    [
      'bulk entries that contradict themselves',
      push({
        dataTo: [
          {},
          {
            storeRef: { name: 'store' },
            remoteKey: 'all',
            rewrite: [{ regexp: { source: 'a', target: 'b' } }],
          },
          { storeRef: { kind: 'ClusterSecretStore', name: 'store' } },
        ],
      }),
      [
        'SPA-H004 spec.dataTo[0]: storeRef must specify either name or labelSelector',
        'SPA-H004 spec.dataTo[1]: remoteKey and rewrite are mutually exclusive: rewrite is only supported in per-key mode (without remoteKey)',
        'SPA-H005 spec.dataTo[2].storeRef.name: dataTo[2]: storeRef "store" not found in secretStoreRefs',
      ],
    ],
    [
      'texts that do not compile',
      push({
        dataTo: [
          {
            storeRef: { name: 'store' },
            match: { regexp: '(' },
            rewrite: [
              { regexp: { source: '[', target: '' } },
              { transform: { template: '{{ nothing }}' } },
            ],
          },
        ],
        template: { data: { a: '{{' } },
      }),
      [
        'SPA-E016 spec.dataTo[0].match.regexp: error parsing regexp: missing closing ): `(`',
        'SPA-E016 spec.dataTo[0].rewrite[0].regexp.source: error parsing regexp: missing closing ]: `[`',
        'SPA-E017 spec.dataTo[0].rewrite[1].transform.template: line 1, column 4: function "nothing" not defined',
        'SPA-E017 spec.template.data.a: line 1, column 3: unclosed action',
      ],
    ],
    [
      'one remote key twice, and metadata of other kinds',
      push({
        data: [
          { match, metadata: 'text' },
          { match, metadata: { kind: 'Metadata', apiVersion: {} } },
          { match: { ...match, remoteRef: { remoteKey: 'x', property: 'p' } }, metadata: {} },
        ],
      }),
      [
        'SPA-H007 spec.data[0].metadata: must be an object of kind PushSecretMetadata',
        'warning SPA-H006 spec.data[1].match.remoteRef: duplicate remote key "x": one value would replace the other at every push',
        'SPA-H007 spec.data[1].metadata.apiVersion: this is not accepted; kubernetes.external-secrets.io/v1alpha1 is',
        'SPA-H007 spec.data[1].metadata.kind: "Metadata" is not accepted; PushSecretMetadata is',
      ],
    ],
    [
      'a version it was never served in',
      { ...pushSecret(SMALL_PUSH), apiVersion: 'external-secrets.io/v1' },
      [
        'SPA-S004 apiVersion: "external-secrets.io/v1" is not accepted; one of: external-secrets.io/v1alpha1',
      ],
    ],
  ]);
});

describe('validateManifest on generators', () => {
  const password = (spec: object): Manifest => generator('Password', spec);

  check([
    [
      'a generator that needs a spec and has none',
      generator('ECRAuthorizationToken', undefined),
      ['SPA-S002 spec: required'],
    ],
    ['one that needs none', generator('UUID', undefined), []],
    [
      'a password of more digits and symbols than it is long',
      password({ length: 8, digits: 6, symbols: 6 }),
      ['SPA-G001 spec.length: 8 is less than digits and symbols together'],
    ],
    [
      'a password that would have to repeat itself',
      password({ length: 60 }),
      [
        'SPA-G001 spec.allowRepeat: 15 digits are wanted, and without repeats there are 10; set allowRepeat: true or fewer of them',
      ],
    ],
    ['the same, allowed to', password({ length: 60, allowRepeat: true }), []],
    [
      'a password of nothing',
      password({ length: 0 }),
      ['SPA-G001 spec.length: 0: must be at least 1'],
    ],
    [
      'a key of an odd size',
      generator('SSHKey', { keyType: 'ecdsa', keySize: 512 }),
      ['SPA-G001 spec.keySize: 512: an ecdsa key has 256, 384 or 521 bits'],
    ],
    [
      'half a key pair, no region and another scope',
      generator('ECRAuthorizationToken', {
        region: '',
        scope: 'all',
        auth: { secretRef: { accessKeyIDSecretRef: { name: 'a', key: 'b' } } },
      }),
      [
        'SPA-B009 spec.auth.secretRef.secretAccessKeySecretRef: required: accessKeyIDSecretRef and secretAccessKeySecretRef belong together',
        'SPA-G001 spec.region: region not found: none is given',
        'SPA-G001 spec.scope: "all" is not accepted; one of: private, public',
      ],
    ],
    [
      'a Secret of another namespace',
      generator('MFA', { secret: { name: 'a', key: 'b', namespace: 'team-b' } }),
      [
        'SPA-B005 spec.secret.namespace: "team-b": a generator reads its own namespace only; leave the namespace out',
      ],
    ],
    [
      'Vault settings that a store could not have either',
      generator('VaultDynamicSecret', {
        path: 'pki/issue/web',
        retrySettings: { retryInterval: '10' },
        provider: {
          server: 'https://vault.example',
          version: 'v1',
          checkAndSet: { required: true },
          auth: {
            tokenSecretRef: { name: 'a', key: 'b' },
            kubernetes: { mountPath: 'k', role: 'r' },
          },
        },
      }),
      [
        'SPA-B008 spec.provider.auth: tokenSecretRef and kubernetes are ways to do the same; keep one',
        'SPA-B006 spec.provider.checkAndSet: checkAndSet is not supported with Vault KV version v1',
        `SPA-B007 spec.retrySettings.retryInterval: "10" ${NO_DURATION}`,
      ],
    ],
    [
      'a webhook with a template and a timeout that are none',
      generator('Webhook', {
        url: 'https://api.example/{{ .a',
        timeout: 'soon',
        result: {},
      }),
      [
        `SPA-G001 spec.timeout: "soon" ${NO_DURATION}`,
        'SPA-E017 spec.url: line 1, column 26: unclosed action',
      ],
    ],
    [
      'logins that are none',
      generator('Grafana', {
        url: 'https://grafana.example',
        auth: {},
        serviceAccount: { name: 'n', role: 'Viewer' },
      }),
      ['SPA-G001 spec.auth: one of basic and token is required'],
    ],
    [
      'a deploy token of a project and a group',
      generator('GitlabDeployToken', { ...GENERATOR_SPECS['GitlabDeployToken'], groupID: '2' }),
      ['SPA-S007 spec: exactly one of projectID or groupID must be set'],
    ],
    [
      'a ClusterGenerator whose kind and settings differ',
      clusterGenerator('UUID', { passwordSpec: {} }),
      ['SPA-G002 spec.generator: when kind is UUID, uuidSpec must be set'],
    ],
    [
      'a ClusterGenerator with settings that cannot work',
      clusterGenerator('Password', { passwordSpec: { length: 4, digits: 5 } }),
      ['SPA-G001 spec.generator.passwordSpec.length: 4 is less than digits and symbols together'],
    ],
    [
      'a ClusterGenerator without a spec',
      clusterGenerator('X', undefined),
      [
        'SPA-S002 spec.generator: required',
        'SPA-S004 spec.kind: "X" is not accepted; one of: ACRAccessToken, BeyondtrustWorkloadCredentialsDynamicSecret, CloudsmithAccessToken, ECRAuthorizationToken, Fake, GCRAccessToken, GithubAccessToken, GitlabDeployToken, Grafana, MFA, Password, QuayAccessToken, SSHKey, STSSessionToken, UUID, VaultDynamicSecret, Webhook',
      ],
    ],
  ]);
});

describe('validateManifest on what ESO lets pass in stores', () => {
  const key = { name: 'a', key: 'b' };
  const aws = { service: 'SecretsManager', region: 'eu-west-1' };
  const vault = { server: 'https://vault.example' };
  const foreign = { type: 'Secret', name: 'ca', key: 'ca.crt', namespace: 'team-b' };
  const notOurs =
    'namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore';

  check([
    [
      'no region, and one that is none',
      store({ aws: { ...aws, region: '' } }),
      ['SPA-B006 spec.provider.aws.region: region not found: none is given'],
    ],
    [
      'a region in capitals',
      store({ aws: { ...aws, region: 'EU-WEST-1' } }),
      [
        'SPA-B006 spec.provider.aws.region: region not found: "EU-WEST-1"; it is written like eu-west-1',
      ],
    ],
    [
      'a tag the provider sets itself',
      store({ aws: { ...aws, customSessionTags: { esoNamespace: 'x' } } }),
      [
        'SPA-B006 spec.provider.aws.customSessionTags: customSessionTags cannot contain automatically injected reserved keys: esoNamespace, esoStoreName, esoStoreKind',
      ],
    ],
    [
      'two logins',
      store({ vault: { ...vault, auth: { tokenSecretRef: key, cert: { clientCert: key } } } }),
      [
        'SPA-B008 spec.provider.vault.auth: tokenSecretRef and cert are ways to do the same; keep one',
        'SPA-B009 spec.provider.vault.auth.cert.secretRef: required: clientCert and secretRef belong together',
      ],
    ],
    [
      'a service principal without what makes it one',
      store({ azurekv: { vaultUrl: 'https://v', authSecretRef: { clientId: key } } }),
      [
        'SPA-B006 spec.provider.azurekv.authSecretRef.clientSecret: required: a service principal has a clientSecret or a clientCertificate',
        'SPA-B006 spec.provider.azurekv.tenantId: missing tenantID in store config',
      ],
    ],
    [
      'selectors that reach into another namespace',
      store({
        webhook: {
          url: 'https://api.example',
          secrets: [{ name: 'auth', secretRef: { ...key, namespace: 'team-b' } }],
          caProvider: foreign,
        },
      }),
      [
        `SPA-B005 spec.provider.webhook.caProvider.namespace: "team-b": ${notOurs}`,
        `SPA-B005 spec.provider.webhook.secrets[0].secretRef.namespace: "team-b": ${notOurs}`,
      ],
    ],
    [
      'a namespace where the store’s own is left to kubectl',
      { ...store({ vault: { ...vault, caProvider: foreign } }), metadata: { name: 'store' } },
      [
        'warning SPA-B005 spec.provider.vault.caProvider.namespace: "team-b": is refused in any other namespace than this; leave it out',
      ],
    ],
    [
      'certificates of a ClusterSecretStore that lie nowhere',
      clusterStore({ vault: { ...vault, caProvider: { type: 'Secret', name: 'ca' } } }),
      ['SPA-B005 spec.provider.vault.caProvider.namespace: missing namespace on caProvider secret'],
    ],
    [
      'conditions of a SecretStore, and a selector that is none',
      store({ vault }, { conditions: [{ namespaceSelector: { matchLabels: { a: 'b c' } } }] }),
      [
        'warning SPA-B010 spec.conditions: has no effect: a SecretStore is for its own namespace',
        'SPA-S008 spec.conditions[0].namespaceSelector.matchLabels.a: "b c" is no label’s value; it is letters, digits, "-", "_" and ".", at most 63, beginning and ending with a letter or digit',
      ],
    ],
    [
      'templates of a webhook that do not parse',
      store({ webhook: { url: 'https://x/{{ .remoteRef.key', headers: { 'X-A': '{{ nix }}' } } }),
      [
        'SPA-E017 spec.provider.webhook.headers.X-A: line 1, column 4: function "nix" not defined',
        'SPA-E017 spec.provider.webhook.url: line 1, column 28: unclosed action',
      ],
    ],
  ]);

  it('answers a target that is no object without looking into it', () => {
    expect(say(externalSecret({ data: [], target: false }))).to.deep.equal([
      'SPA-E001 spec: either data or dataFrom should be specified',
      'SPA-S003 spec.target: must be an object, is a boolean',
    ]);
  });
});
