import { expect } from 'chai';
import fc from 'fast-check';
import type { RawObject } from '../../core/api/index.ts';
import { compilePolicies } from '../../core/policy/index.ts';
import { byCheck, byWebhook, type FrontCase } from '../support/both-fronts.ts';

const ESO = 'external-secrets.io/v1';
const NAMESPACES = ['team-a', 'team-b', 'ops'] as const;
const STORES = ['vault', 'cloud', 'files', 'missing'] as const;

const namespace = fc.constantFrom(...NAMESPACES);
const storeKind = fc.constantFrom('ClusterSecretStore', 'SecretStore');
const storeRef = fc.record({ kind: storeKind, name: fc.constantFrom(...STORES) });
const key = fc.oneof(
  fc.constantFrom(
    'prod/team-a/db',
    'prod/team-b/db',
    'prod/team-a/root',
    'secret/data/prod/team-a/db',
    'shared/x',
    'arn:aws:secretsmanager:eu-central-1:1:secret:prod/team-a/db-AbCdEf',
    'a//b',
    '../x',
    '',
  ),
  fc.string({ maxLength: 12 }),
);
const verbs = fc.subarray(['read', 'find', 'push'], { minLength: 1 });
const pattern = fc.constantFrom(
  'prod/{{namespace}}/**',
  'prod/{{namespace.labels["team"]}}/*',
  'shared/*',
  '**',
  '**/root',
  'prod/team-b/**',
);
const patterns = fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 });

const policy = fc
  .record({
    action: fc.constantFrom(['Deny'], ['Warn'], ['Audit'], ['Warn', 'Audit']),
    kind: storeKind,
    names: fc.constantFrom(['vault'], ['*'], ['cloud', 'files']),
    verbs,
    allow: patterns,
    deny: fc.option(patterns, { nil: undefined }),
    requireUse: fc.boolean(),
    minRefreshInterval: fc.constantFrom(undefined, '5m'),
    namespaces: fc.constantFrom(
      undefined,
      { names: ['team-*'] },
      { selector: { matchLabels: { team: 'a' } } },
    ),
  })
  .map((parts): RawObject => ({
    apiVersion: 'policy.sallyport.dev/v1alpha1',
    kind: 'SecretAccessPolicy',
    spec: {
      validationActions: parts.action,
      stores: [{ kind: parts.kind, names: parts.names }],
      rules: [
        {
          name: 'allow',
          verbs: parts.verbs,
          keys: { allow: parts.allow },
          ...(parts.namespaces === undefined ? {} : { namespaces: parts.namespaces }),
        },
      ],
      ...(parts.deny === undefined ? {} : { deny: [{ name: 'deny', keys: parts.deny }] }),
      actor: { requireUse: parts.requireUse },
      ...(parts.minRefreshInterval === undefined
        ? {}
        : {
            constraints: { externalSecret: { minRefreshInterval: parts.minRefreshInterval } },
          }),
    },
  }));

const externalSecret = fc
  .record({
    namespace,
    storeRef,
    refreshInterval: fc.constantFrom('1h', '30s', '1d', '0'),
    keys: fc.array(key, { maxLength: 3 }),
    other: fc.option(storeRef, { nil: undefined }),
    find: fc.option(fc.constantFrom('prod/team-a', '', 'x'), { nil: undefined }),
    version: fc.constantFrom(undefined, '2'),
  })
  .map((parts): RawObject => ({
    apiVersion: ESO,
    kind: 'ExternalSecret',
    metadata: { name: 'app', namespace: parts.namespace },
    spec: {
      refreshInterval: parts.refreshInterval,
      secretStoreRef: parts.storeRef,
      data: parts.keys.map((each, at) => ({
        secretKey: `k${at}`,
        remoteRef: {
          key: each,
          ...(parts.version === undefined ? {} : { version: parts.version }),
        },
        ...(parts.other === undefined ? {} : { sourceRef: { storeRef: parts.other } }),
      })),
      ...(parts.find === undefined
        ? {}
        : { dataFrom: [{ find: { path: parts.find, name: { regexp: '.*' } } }] }),
    },
  }));

const pushSecret = fc.record({ namespace, storeRef, key }).map((parts): RawObject => ({
  apiVersion: 'external-secrets.io/v1alpha1',
  kind: 'PushSecret',
  metadata: { name: 'out', namespace: parts.namespace },
  spec: {
    secretStoreRefs: [parts.storeRef],
    selector: { secret: { name: 'local' } },
    data: [{ match: { secretKey: 'a', remoteRef: { remoteKey: parts.key } } }],
  },
}));

const BACKENDS: Readonly<Record<string, RawObject>> = {
  vault: {
    vault: {
      server: 'https://vault.example.com',
      path: 'secret',
      version: 'v2',
      auth: { kubernetes: { mountPath: 'kubernetes', role: 'r' } },
    },
  },
  cloud: { aws: { service: 'SecretsManager', region: 'eu-central-1', prefix: 'prod/' } },
  files: { fake: { data: [{ key: 'shared/x', value: 'x' }] } },
};

function storesOf(kinds: readonly string[]): readonly RawObject[] {
  return Object.entries(BACKENDS).flatMap(([name, provider]) =>
    kinds.flatMap((kind): readonly RawObject[] =>
      kind === 'ClusterSecretStore'
        ? [{ apiVersion: ESO, kind, metadata: { name }, spec: { provider } }]
        : NAMESPACES.map((place) => ({
            apiVersion: ESO,
            kind,
            metadata: { name, namespace: place },
            spec: { provider },
          })),
    ),
  );
}

const NAMESPACE_OBJECTS = NAMESPACES.map((name, at): RawObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: at === 2 ? {} : { team: name.slice(-1) } },
}));

function rbacOf(places: readonly string[]): readonly RawObject[] {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'ClusterRole',
      metadata: { name: 'use' },
      rules: [
        {
          apiGroups: ['external-secrets.io'],
          resources: ['secretstores', 'clustersecretstores'],
          verbs: ['use'],
        },
      ],
    },
    ...places.map((place) => ({
      apiVersion,
      kind: 'RoleBinding',
      metadata: { name: 'use', namespace: place },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use' },
      subjects: [{ kind: 'User', name: 'jane' }],
    })),
  ];
}

const world: fc.Arbitrary<FrontCase> = fc
  .record({
    objects: fc.array(fc.oneof(externalSecret, pushSecret), { minLength: 1, maxLength: 1 }),
    policies: fc.array(policy, { maxLength: 4 }),
    ungoverned: fc.constantFrom('Allow', 'Warn', 'Deny'),
    storeKinds: fc.subarray(['ClusterSecretStore', 'SecretStore'], { minLength: 1 }),
    places: fc.subarray([...NAMESPACES]),
  })
  .map(({ objects, policies, ungoverned, storeKinds, places }) => ({
    objects,
    policies: policies.map((each, at) => ({ ...each, metadata: { name: `p${at}` } })),
    config: {
      apiVersion: 'policy.sallyport.dev/v1alpha1',
      kind: 'SecretAccessConfig',
      metadata: { name: 'cluster' },
      spec: { ungoverned },
    },
    stores: storesOf(storeKinds),
    namespaces: NAMESPACE_OBJECTS,
    rbac: rbacOf(places),
    user: { name: 'jane', groups: ['system:authenticated'] },
  }))
  // The webhook lets no policy in that does not compile; check calls it wrong usage.
  .filter(({ policies, config }) => compilePolicies(policies, config).problems.length === 0);

describe('whatever is applied and whatever policies say', () => {
  it('the webhook and sallyport check say the same of it', async function () {
    this.timeout(60_000);

    await fc.assert(
      fc.asyncProperty(world, async (one) => {
        expect(await byCheck(one)).to.deep.equal(await byWebhook(one));
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150) },
    );
  });
});
