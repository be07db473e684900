import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  checkPolicyObject,
  conclude,
  evaluate,
  type PolicyRequest,
} from '../../../../core/policy/index.ts';
import {
  aConfig,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
  type WorldParts,
} from '../../../support/policy-world.ts';

const EVERY = [{ name: 'any', verbs: ['read', 'find', 'push'], keys: { allow: ['**'] } }];
const ANNA = { username: 'anna', uid: '1', groups: [], extra: {} };

function idsOf(object: RawObject, parts: WorldParts): readonly string[] {
  const request: PolicyRequest = { operation: 'CREATE', namespace: 'team-a', object };
  const { findings } = conclude(evaluate(request, aWorld(parts)), new Map());
  return findings.map(({ id, path }) => `${id} ${path}`);
}

describe('a push into another namespace', () => {
  const policies = [aPolicy({ stores: [{ kind: 'ClusterSecretStore' }], rules: EVERY })];
  const stores = [aStore('k8s', { kubernetes: { remoteNamespace: 'shared' } })];

  function push(entry: RawObject): RawObject {
    const store = { kind: 'ClusterSecretStore', name: 'k8s' };
    return {
      kind: 'PushSecret',
      metadata: { name: 'p', namespace: 'team-a' },
      spec: { secretStoreRefs: [store], ...entry },
    };
  }

  for (const metadata of [
    { spec: { RemoteNamespace: 'team-b' } },
    { SPEC: { remotenamespace: 'team-b' } },
    { spec: { 'remoteName\u017fpace': 'team-b' } },
    { spec: { remoteNamespace: 'shared', REMOTENAMESPACE: 'team-b' } },
  ]) {
    it(`is refused however its field is spelt: ${JSON.stringify(metadata)}`, () => {
      const match = { secretKey: 'a', remoteRef: { remoteKey: 'r' } };
      const found = idsOf(push({ data: [{ match, metadata }] }), { policies, stores });

      expect(found.join()).to.match(/SPA-K005 spec\.data\[0\]\.metadata\./u);
    });
  }

  it('is refused of a whole Secret too, whose keys come from the Secret', () => {
    const dataTo = [
      {
        storeRef: { kind: 'ClusterSecretStore', name: 'k8s' },
        metadata: { spec: { remoteNamespace: 'team-b' } },
      },
    ];

    expect(idsOf(push({ dataTo }), { policies, stores })).to.deep.equal([
      'SPA-K004 spec.dataTo[0]',
    ]);
  });
});

describe('a key of Parameter Store', () => {
  const parts = (rule: RawObject): WorldParts => ({
    policies: [
      aPolicy({ rules: [{ ...EVERY[0], ...rule }], deny: [{ name: 'b', keys: ['team-b/x'] }] }),
    ],
    stores: [aStore('vault-prod', { aws: { service: 'ParameterStore', region: 'eu-west-1' } })],
  });

  it('does not reach a denied parameter by its ARN and version', () => {
    const key = 'arn:aws:ssm:eu-west-1:1:parameter/team-b/x:3';

    expect(idsOf(anExternalSecret([key]), parts({ allowAbsolute: true }))).to.deep.equal([
      'SPA-K002 spec.data[0].remoteRef.key',
    ]);
  });

  it('does not reach Secrets Manager by the reference path', () => {
    const key = '/aws/reference/secretsmanager/team-b/x';

    expect(idsOf(anExternalSecret([key]), parts({ allowAbsolute: true }))).to.deep.equal([
      'SPA-K002 spec.data[0].remoteRef.key',
    ]);
    expect(
      idsOf(anExternalSecret(['/aws/reference/secretsmanager/other']), parts({})),
    ).to.deep.equal(['SPA-K004 spec.data[0].remoteRef.key']);
  });
});

describe('a key of 1Password', () => {
  it('is one secret in whatever case a secret reference is written', () => {
    const policies = [aPolicy({ rules: EVERY, deny: [{ name: 'b', keys: ['team-b/**'] }] })];
    const stores = [
      aStore('vault-prod', {
        onepasswordSDK: { vault: 'v', auth: { serviceAccountSecretRef: { name: 's', key: 'k' } } },
      }),
    ];

    expect(idsOf(anExternalSecret(['Team-B/password']), { policies, stores })).to.deep.equal([
      'SPA-K002 spec.data[0].remoteRef.key',
    ]);
  });
});

describe('a store whose settings cannot be read', () => {
  it('has its keys read in every way that its backend may read them', () => {
    const policies = [aPolicy({ rules: EVERY, deny: [{ name: 'b', keys: ['team-b/**'] }] })];
    const stores = [aStore('vault-prod', { vault: { path: 7 } })];

    expect(idsOf(anExternalSecret(['kv/data/team-b/x']), { policies, stores })).to.deep.equal([
      'SPA-K002 spec.data[0].remoteRef.key',
    ]);
  });
});

describe('a policy that means less than it says', () => {
  for (const [spec, path] of [
    [{ stores: [{ kind: 'ClusterSecretStore', names: [] }] }, 'spec.stores[0].names'],
    [{ stores: [{ kind: 'SecretStore', namespaces: [] }] }, 'spec.stores[0].namespaces'],
    [{ deny: [{ name: 'd', keys: [] }] }, 'spec.deny[0].keys'],
    [{ deny: [{ name: 'd', keys: ['a'], verbs: [] }] }, 'spec.deny[0].verbs'],
    [
      { deny: [{ name: 'd', keys: ['a'], namespaces: { names: [] } }] },
      'spec.deny[0].namespaces.names',
    ],
  ] as const) {
    it(`is refused where ${path} is an empty list`, () => {
      const found = checkPolicyObject(aPolicy({ rules: EVERY, ...spec }));

      expect(found.map((one) => `${one.severity} ${one.id} ${one.path}`)).to.deep.equal([
        `error SPA-R011 ${path}`,
      ]);
    });
  }

  it('is refused where a pattern begins or ends with white space, since no key does', () => {
    const found = checkPolicyObject(
      aPolicy({ rules: EVERY, deny: [{ name: 'd', keys: ['team-b/* '] }] }),
    );

    expect(found.map(({ id, path }) => `${id} ${path}`)).to.deep.equal([
      'SPA-R001 spec.deny[0].keys[0]',
    ]);
  });
});

describe('a store that must authenticate as itself', () => {
  const limits = { store: { requireExplicitAuth: true } };
  const policies = [aPolicy({ rules: EVERY, constraints: limits })];
  const secret = { clientId: { name: 's', key: 'k' } };

  for (const provider of [
    { azurekv: { authType: 'WorkloadIdentity', authSecretRef: secret } },
    { azurekv: { authType: 'ManagedIdentity', identityId: 'the-node-has-it' } },
    { gcpsm: { auth: { secretRef: {} } } },
    { oracle: { principalType: 'InstancePrincipal', auth: { user: 'u' } } },
  ]) {
    it(`is not ${JSON.stringify(provider)}`, () => {
      const [name = ''] = Object.keys(provider);

      expect(idsOf(aStore('vault-prod', provider), { policies })).to.deep.equal([
        `SPA-C031 spec.provider.${name}`,
      ]);
    });
  }

  it('is one with a service account, a Secret or a user of its own', () => {
    for (const provider of [
      { azurekv: { authType: 'WorkloadIdentity', serviceAccountRef: { name: 'a' } } },
      { azurekv: { authSecretRef: secret } },
      { gcpsm: { auth: { workloadIdentity: { serviceAccountRef: { name: 'a' } } } } },
      { oracle: { auth: { user: 'u' } } },
    ]) {
      expect(idsOf(aStore('vault-prod', provider), { policies })).to.deep.equal([]);
    }
  });
});

describe('a forbidden template function', () => {
  const limits = { externalSecret: { forbidTemplateFunctions: ['env'] } };
  const policies = [aPolicy({ rules: EVERY, constraints: limits })];

  for (const template of [
    { data: { a: `{{/* it's */}}{{ env "X" }}` } },
    { data: { a: '{{- /* " */ -}}{{ env "X" }}' } },
    { metadata: { annotations: { a: '{{ env "X" }}' } } },
    { metadata: { labels: { a: '{{ env "X" }}' } } },
  ]) {
    it(`is found in ${JSON.stringify(template)}`, () => {
      expect(idsOf(anExternalSecret(['a'], { target: { template } }), { policies })).to.deep.equal([
        'SPA-C008 spec.target.template',
      ]);
    });
  }
});

describe('who may bypass one policy', () => {
  const config = aConfig({ bypass: 'Users' });
  const cluster = 'ClusterSecretStore';

  function passes(object: RawObject, policies: readonly RawObject[]): boolean {
    const request = { operation: 'CREATE', namespace: 'team-a', object, actor: ANNA } as const;
    const plan = evaluate(request, aWorld({ policies, config }));
    const answers = plan.questions.map(
      ({ id, verb, name }) =>
        [id, verb === 'bypass' && name === 'one' ? 'allowed' : 'refused'] as const,
    );
    return conclude(plan, new Map(answers)).allowed;
  }

  const denying = aPolicy({ rules: [], deny: [{ name: 'd', keys: ['**'] }] }, 'one');

  it('passes it, and only it', () => {
    const allowing = aPolicy({ rules: EVERY }, 'two');

    expect(passes(anExternalSecret(['a']), [denying, allowing])).to.equal(true);
  });

  it('does not pass another that allows nothing', () => {
    expect(passes(anExternalSecret(['a']), [denying, aPolicy({ rules: [] }, 'two')])).to.equal(
      false,
    );
  });

  it('does not pass another that asks for the right to use the store', () => {
    const asking = aPolicy({ rules: EVERY, actor: { requireUse: true } }, 'two');

    expect(passes(anExternalSecret(['a']), [denying, asking])).to.equal(false);
  });

  it('does not pass another by a hundred entries before what that one refuses', () => {
    const other = aPolicy({ stores: [{ kind: cluster, names: ['other'] }], rules: [] }, 'two');
    const object = anExternalSecret([], {
      data: Array.from({ length: 120 }, (_, index) => ({
        remoteRef: { key: 'a' },
        ...(index < 110 ? {} : { sourceRef: { storeRef: { kind: cluster, name: 'other' } } }),
      })),
    });

    expect(passes(object, [denying, other])).to.equal(false);
  });
});
