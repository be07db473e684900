import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { conclude, evaluate } from '../../../../core/policy/index.ts';
import { matchesEndpoint } from '../../../../core/policy/constraint/endpoint.ts';
import { calledNames } from '../../../../core/policy/constraint/template-functions.ts';
import {
  aConfig,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
  type WorldParts,
} from '../../../support/policy-world.ts';

const ANY = [{ name: 'any', verbs: ['read', 'find', 'push'], keys: { allow: ['**'] } }];

function findingsOn(object: RawObject, parts: WorldParts): readonly string[] {
  const request = { operation: 'CREATE', namespace: 'team-a', object } as const;
  return conclude(evaluate(request, aWorld(parts)), new Map()).findings.map(
    ({ id, path, enforcement }) => `${id} ${path} ${enforcement}`,
  );
}

function underLimits(
  part: 'externalSecret' | 'pushSecret' | 'store',
  limits: RawObject,
  object: RawObject,
): readonly string[] {
  const stores = [{ kind: 'ClusterSecretStore' }, { kind: 'SecretStore' }];
  const policy = aPolicy({ stores, rules: ANY, constraints: { [part]: limits } });
  return findingsOn(object, { policies: [policy] });
}

type Row = readonly [RawObject, RawObject, string | undefined];

const EXTERNAL_SECRET: readonly Row[] = [
  [{ minRefreshInterval: '5m' }, { refreshInterval: '30s' }, 'SPA-C001 spec.refreshInterval'],
  [{ minRefreshInterval: '5m' }, { refreshInterval: '0' }, undefined],
  [
    { minRefreshInterval: '5m' },
    { refreshInterval: '1s', refreshPolicy: 'CreatedOnce' },
    undefined,
  ],
  [{ minRefreshInterval: '2h' }, {}, 'SPA-C001 spec.refreshInterval'],
  [{ allowedRefreshPolicies: ['Periodic'] }, {}, undefined],
  [
    { allowedRefreshPolicies: ['Periodic'] },
    { refreshPolicy: 'OnChange' },
    'SPA-C002 spec.refreshPolicy',
  ],
  [
    { creationPolicies: ['Owner'] },
    { target: { creationPolicy: 'Orphan' } },
    'SPA-C003 spec.target.creationPolicy',
  ],
  [{ deletionPolicies: ['Delete'] }, {}, 'SPA-C004 spec.target.deletionPolicy'],
  [{ targetNames: { allow: ['{{name}}', 'app-*'] } }, {}, undefined],
  [
    { targetNames: { allow: ['{{name}}'] } },
    { target: { name: 'x' } },
    'SPA-C005 spec.target.name',
  ],
  [
    { targetNames: { deny: ['*-sa-token'] } },
    { target: { name: 'x-sa-token' } },
    'SPA-C005 spec.target.name',
  ],
  [
    { secretTypes: ['Opaque'] },
    { target: { template: { type: 'kubernetes.io/tls' } } },
    'SPA-C006 spec.target.template.type',
  ],
  [
    { allowManifestTargets: false },
    { target: { manifest: { kind: 'ConfigMap' } } },
    'SPA-C007 spec.target.manifest',
  ],
  [
    { forbidTemplateFunctions: ['env'] },
    { target: { template: { data: { a: '{{ env "X" }}' } } } },
    'SPA-C008 spec.target.template',
  ],
  [
    { forbidTemplateFunctions: ['env'] },
    { target: { template: { data: { a: '{{ .env }} env {{ "env" }}' } } } },
    undefined,
  ],
  [{ requiredLabels: { team: '*' } }, {}, 'SPA-C009 metadata.labels'],
  [
    { maxDataEntries: 1 },
    { data: [{ remoteRef: { key: 'a' } }, { remoteRef: { key: 'b' } }] },
    'SPA-C010 spec.data',
  ],
];

const PUSH_SECRET: readonly Row[] = [
  [{ deletionPolicies: ['None'] }, { deletionPolicy: 'Delete' }, 'SPA-C020 spec.deletionPolicy'],
  [
    { allowLabelSelectors: false },
    { secretStoreRefs: [{ labelSelector: {}, kind: 'ClusterSecretStore' }] },
    'SPA-C021 spec.secretStoreRefs[0].labelSelector',
  ],
  [
    { allowLabelSelectors: false },
    { selector: { secret: { selector: {} } } },
    'SPA-C021 spec.selector.secret.selector',
  ],
];

const VAULT = { server: 'https://vault.internal.example/x', auth: { kubernetes: { role: 'r' } } };
const STORE: readonly Row[] = [
  [{ providers: ['vault'] }, { fake: { data: [] } }, 'SPA-C030 spec.provider'],
  [{ requireExplicitAuth: true }, { aws: { region: 'x' } }, 'SPA-C031 spec.provider.aws'],
  [
    { requireExplicitAuth: true },
    { aws: { auth: { jwt: { serviceAccountRef: { name: 'a' } } } } },
    undefined,
  ],
  [{ requireExplicitAuth: true }, { vault: VAULT }, 'SPA-C031 spec.provider.vault'],
  [
    { requireExplicitAuth: true },
    { vault: { auth: { tokenSecretRef: { name: 't' } } } },
    undefined,
  ],
  [
    { requireExplicitAuth: true },
    { azurekv: { authType: 'ManagedIdentity' } },
    'SPA-C031 spec.provider.azurekv',
  ],
  [{ allowedAuth: ['kubernetes'] }, { vault: VAULT }, undefined],
  [
    { allowedAuth: ['kubernetes'] },
    { vault: { auth: { tokenSecretRef: { name: 't' } } } },
    'SPA-C032 spec.provider.vault.auth',
  ],
  [{ allowedAuth: ['jwt'] }, { aws: {} }, 'SPA-C032 spec.provider.aws'],
  [{ endpoints: ['https://vault.internal.example/**'] }, { vault: VAULT }, undefined],
  [
    { endpoints: ['https://vault.internal.example/**'] },
    { vault: { server: 'https://evil' } },
    'SPA-C033 spec.provider.vault',
  ],
  [{ requireConditions: true }, { fake: {} }, 'SPA-C034 spec.conditions'],
  [{ requireSessionTags: true }, { aws: {} }, 'SPA-C035 spec.provider.aws.sessionTagsPolicy'],
  [{ requireSessionTags: true }, { aws: { sessionTagsPolicy: 'Simple' } }, undefined],
];

describe('constraints', () => {
  for (const [part, rows] of Object.entries({
    externalSecret: EXTERNAL_SECRET,
    pushSecret: PUSH_SECRET,
    store: STORE,
  })) {
    for (const [limits, given, expected] of rows) {
      it(`${part} ${JSON.stringify(limits)} ${expected === undefined ? 'lets be' : 'refuses'} ${JSON.stringify(given)}`, () => {
        const object = {
          externalSecret: anExternalSecret(['a'], given),
          pushSecret: {
            kind: 'PushSecret',
            metadata: { name: 'p', namespace: 'team-a' },
            spec: {
              secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'vault-prod' }],
              data: [{ match: { remoteRef: { remoteKey: 'r' } } }],
              ...given,
            },
          },
          store: aStore('vault-prod', given),
        }[part];

        const found = underLimits(part as 'store', limits, object ?? {});

        expect(found).to.deep.equal(expected === undefined ? [] : [`${expected} Deny`]);
      });
    }
  }

  it('refuse a push into another namespace', () => {
    const object = {
      kind: 'PushSecret',
      metadata: { name: 'p', namespace: 'team-a' },
      spec: {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'k8s' }],
        data: [
          {
            match: { remoteRef: { remoteKey: 'r' } },
            metadata: { spec: { remoteNamespace: 'kube-system' } },
          },
        ],
      },
    };
    const policy = aPolicy({ stores: [{ kind: 'ClusterSecretStore' }], rules: ANY });
    const stores = [aStore('k8s', { kubernetes: { remoteNamespace: 'shared' } })];

    expect(findingsOn(object, { policies: [policy], stores })).to.deep.equal([
      'SPA-K004 spec.data[0].match.remoteRef.remoteKey Deny',
    ]);
    expect(underLimits('pushSecret', { allowMetadataRemoteNamespace: false }, object)[0]).to.equal(
      'SPA-K004 spec.data[0].match.remoteRef.remoteKey Deny',
    );
  });

  it('of the settings hold for every SecretStore, and for no ClusterSecretStore', () => {
    const config = aConfig({ tenantStores: { constraints: { requireExplicitAuth: true } } });
    const aws = { aws: { service: 'SecretsManager', region: 'x' } };

    expect(findingsOn(aStore('s', aws, { namespace: 'team-a' }), { config })).to.deep.equal([
      'SPA-C031 spec.provider.aws Deny',
    ]);
    expect(findingsOn(aStore('s', aws), { config })).to.deep.equal([]);
  });

  it('of a ClusterSecretStore are not met by a condition that holds for every namespace', () => {
    for (const condition of [{ namespaceSelector: {} }, { namespaceRegexes: ['.*'] }]) {
      const store = aStore('vault-prod');
      const object = { ...store, spec: { ...(store['spec'] as object), conditions: [condition] } };

      expect(underLimits('store', { requireConditions: true }, object)).to.deep.equal([
        'SPA-C034 spec.conditions Deny',
      ]);
    }
  });

  for (const [pattern, address, expected] of [
    ['https://v.example/**', 'https://v.example', true],
    ['https://v.example/**', 'https://V.EXAMPLE/a/b', true],
    ['https://v.example', 'https://v.example/', true],
    ['https://v.example', 'https://v.example/a', false],
    ['https://v.example/**', 'http://v.example/a', false],
    ['https://v.example/**', 'https://v.example@evil/a', false],
    ['https://v.example/**', 'https://v.example.evil/a', false],
    ['https://*.example/**', 'https://a.example/x', true],
    ['https://*.example/**', 'https://{{.x}}.example/x', false],
    ['https://*.example/**', 'https://evil?.example/x', false],
    ['https://v.example/a/**', 'https://v.example/a/../b', false],
  ] as const) {
    it(`endpoint ${pattern} ${expected ? 'takes' : 'does not take'} ${address}`, () => {
      expect(matchesEndpoint(pattern, address)).to.equal(expected);
    });
  }

  it('see functions in every place of an action, and nowhere else', () => {
    const text = '{{- if (env "a") -}} x {{ .a | expandenv | `b` }} {{ $lower }} {{"}} upper {{"}}';

    expect([...calledNames(text)]).to.deep.equal(['if', 'env', 'expandenv']);
  });
});
