import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  allowsDirectCredentials,
  conclude,
  evaluate,
  impactOf,
  mayHave,
  mayRead,
  type PolicyRequest,
  type PolicyVerdict,
} from '../../../../core/policy/index.ts';
import {
  aLargeWorld,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
  type WorldParts,
} from '../../../support/policy-world.ts';

const OWN = { name: 'own', keys: { allow: ['prod/{{namespace}}/**'] } };
const POLICY = aPolicy({ rules: [OWN] });
const STORE = { kind: 'ClusterSecretStore', namespace: '', name: 'vault-prod' } as const;

function verdictOn(
  object: RawObject,
  parts: WorldParts,
  change: Partial<PolicyRequest> = {},
): PolicyVerdict {
  const request: PolicyRequest = { operation: 'CREATE', namespace: 'team-a', object, ...change };
  return conclude(evaluate(request, aWorld(parts)), new Map());
}

function idsOf({ findings }: PolicyVerdict): readonly string[] {
  return findings.map(({ id, enforcement }) => `${id} ${enforcement}`);
}

function aClusterSecret(keys: readonly string[], spec: RawObject): RawObject {
  return {
    kind: 'ClusterExternalSecret',
    metadata: { name: 'all' },
    spec: { externalSecretSpec: anExternalSecret(keys)['spec'], ...spec },
  };
}

describe('a request', () => {
  const object = anExternalSecret(['prod/team-b/db']);

  it('that deletes is not judged', () => {
    expect(verdictOn(object, { policies: [POLICY] }, { operation: 'DELETE' }).skip).to.equal(
      'operation',
    );
  });

  it('that leaves the spec is not judged again, whatever else it changes', () => {
    const metadata = { name: 'app', namespace: 'team-a', finalizers: [], labels: { new: 'x' } };
    const change = { operation: 'UPDATE', oldObject: { ...object, metadata } } as const;

    expect(verdictOn(object, { policies: [POLICY] }, change)).to.deep.include({
      allowed: true,
      skip: 'unchanged',
    });
  });

  it('that changes a label a policy reads is judged', () => {
    const policy = aPolicy({
      rules: [{ name: 'all', keys: { allow: ['**'] } }],
      constraints: { externalSecret: { requiredLabels: { team: '*' } } },
    });
    const before = {
      ...object,
      metadata: { name: 'app', namespace: 'team-a', labels: { team: 'a' } },
    };

    expect(
      idsOf(verdictOn(object, { policies: [policy] }, { operation: 'UPDATE', oldObject: before })),
    ).to.deep.equal(['SPA-C009 Deny']);
  });

  it('for a kind that policies do not know is a finding, never allowed', () => {
    expect(idsOf(verdictOn({ kind: 'Deployment' }, {}))).to.deep.equal(['SPA-W003 Deny']);
  });
});

describe('facts that are missing', () => {
  const byLabel = aPolicy({
    rules: [{ ...OWN, namespaces: { selector: { matchLabels: { team: 'a' } } } }],
  });
  const object = anExternalSecret(['prod/team-a/db']);

  it('of a namespace are a finding where a rule asks for its labels', () => {
    expect(idsOf(verdictOn(object, { policies: [byLabel], unreadable: ['team-a'] }))).to.deep.equal(
      ['SPA-W001 Deny'],
    );
    expect(verdictOn(object, { policies: [byLabel] }).allowed).to.equal(true);
    expect(verdictOn(object, { policies: [POLICY], unreadable: ['team-a'] }).allowed).to.equal(
      true,
    );
  });

  it('of a store are a finding where a policy may govern it', () => {
    const stores = [{ kind: 'ClusterSecretStore', selector: { matchLabels: { tier: 'prod' } } }];

    expect(
      idsOf(verdictOn(object, { policies: [aPolicy({ stores })], unreadable: ['vault-prod'] })),
    ).to.deep.equal(['SPA-W002 Deny']);
    expect(idsOf(verdictOn(object, { unreadable: ['vault-prod'] }))).to.deep.equal([]);
  });

  it('of a store that is not there are an assumption, and the key counts as it is written', () => {
    const verdict = verdictOn(anExternalSecret(['kv/data/prod/team-a/db', 'prod/team-a/db']), {
      policies: [POLICY],
      stores: [],
    });

    expect(verdict.assumptions).to.deep.equal(['store-definition-unknown']);
    expect(verdict.findings.map(({ path }) => path)).to.deep.equal(['spec.data[0].remoteRef.key']);
  });
});

describe('a placeholder', () => {
  const label = '{{namespace.labels["team"]}}';
  const object = anExternalSecret(['a/x']);
  const all = { name: 'all', keys: { allow: ['**'] } };

  it('that nothing fills allows nothing, and denies every value', () => {
    const namespaces = { 'team-a': {} };
    const allow = aPolicy({ rules: [{ name: 'team', keys: { allow: [`${label}/**`] } }] });
    const deny = aPolicy({ rules: [all], deny: [{ name: 'd', keys: [`${label}/x`] }] });

    expect(idsOf(verdictOn(object, { policies: [allow], namespaces }))).to.deep.equal([
      'SPA-K001 Deny',
    ]);
    expect(idsOf(verdictOn(object, { policies: [deny], namespaces }))).to.deep.equal([
      'SPA-K002 Deny',
    ]);
    expect(idsOf(verdictOn(object, { policies: [deny] }))).to.deep.equal(['SPA-K002 Deny']);
    expect(idsOf(verdictOn(anExternalSecret(['b/x']), { policies: [deny] }))).to.deep.equal([]);
  });

  for (const value of ['*', 'a/b', '']) {
    it(`never becomes more than a name: ${JSON.stringify(value)}`, () => {
      const policy = aPolicy({ rules: [{ name: 'team', keys: { allow: [`${label}/**`] } }] });
      const key = anExternalSecret(['a/b/x']);

      expect(
        verdictOn(key, { policies: [policy], namespaces: { 'team-a': { team: value } } }).allowed,
      ).to.equal(false);
    });
  }
});

describe('what cannot be foreseen', () => {
  const rules = (pattern: string): RawObject =>
    aPolicy({ rules: [{ name: 'r', verbs: ['find', 'push'], keys: { allow: [pattern] } }] });
  const find = (path?: string): RawObject =>
    anExternalSecret([], {
      data: [],
      dataFrom: [{ find: path === undefined ? { name: { regexp: '.*' } } : { path } }],
    });

  for (const [pattern, object, expected] of [
    ['**', find(), []],
    ['prod/**', find(), ['SPA-K006 Deny']],
    ['prod/**', find('prod/x'), []],
    ['prod/*', find('prod'), ['SPA-K001 Deny']],
  ] as const) {
    it(`needs a rule for all of it: ${pattern} ${JSON.stringify(object['spec'])}`, () => {
      expect(idsOf(verdictOn(object, { policies: [rules(pattern)] }))).to.deep.equal(expected);
    });
  }

  it('is denied where a part of it is', () => {
    const policy = aPolicy({
      rules: [{ name: 'r', verbs: ['find'], keys: { allow: ['**'] } }],
      deny: [{ name: 'root', keys: ['**/root'] }],
    });

    expect(idsOf(verdictOn(find('prod'), { policies: [policy] }))).to.deep.equal(['SPA-K002 Deny']);
  });
});

describe('actions', () => {
  const object = anExternalSecret(['prod/team-b/db']);

  it('say with a warning what Deny would refuse, and neither satisfy nor make a default deny', () => {
    const warn = aPolicy({ rules: [OWN], validationActions: ['Warn'] }, 'warn');
    const audit = aPolicy({ rules: [OWN], validationActions: ['Audit'] }, 'audit');
    const generous = aPolicy(
      { rules: [{ name: 'all', keys: { allow: ['**'] } }], validationActions: ['Warn'] },
      'x',
    );

    expect(idsOf(verdictOn(object, { policies: [warn] }))).to.deep.equal(['SPA-K001 Warn']);
    expect(idsOf(verdictOn(object, { policies: [audit] }))).to.deep.equal(['SPA-K001 Audit']);
    expect(idsOf(verdictOn(object, { policies: [POLICY, generous] }))).to.deep.equal([
      'SPA-K001 Deny',
    ]);
  });
});

describe('kinds for many namespaces', () => {
  it('are judged in each namespace they select, and equal findings are told once', () => {
    const namespaces = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`n${index}`, { team: 'x' }]),
    );
    const object = aClusterSecret(['prod/n0/db'], {
      namespaceSelectors: [{ matchLabels: { team: 'x' } }],
    });
    const { findings } = verdictOn(
      object,
      { policies: [POLICY], namespaces: { ...namespaces, other: {} } },
      { namespace: '' },
    );

    expect(findings).to.have.length(1);
    expect(findings[0]?.namespaces).to.deep.equal(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect(findings[0]?.message).to.match(
      /The same in 7 namespaces: n1, n2, n3, n4, n5 and 2 more\.$/u,
    );
  });

  it('are judged in namespaces that they name', () => {
    const object = aClusterSecret(['prod/team-a/db'], { namespaces: ['team-b'] });
    const { findings } = verdictOn(object, { policies: [POLICY] }, { namespace: '' });

    expect(findings.map(({ message }) => message).join()).to.include('namespace team-b may not');
  });

  it('are judged in 200 namespaces, and say so', () => {
    const namespaces = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`n${index}`, {}]),
    );
    const object = aClusterSecret(['x'], { namespaceSelector: {} });

    expect(idsOf(verdictOn(object, { namespaces }, { namespace: '' }))).to.deep.equal([
      'SPA-K008 Warn',
    ]);
  });

  it('are asked about once for all namespaces, in the whole cluster', () => {
    const policy = aPolicy({
      stores: [{ kind: 'SecretStore' }],
      rules: [{ name: 'all', keys: { allow: ['**'] } }],
      actor: { requireUse: true },
    });
    const externalSecretSpec = {
      secretStoreRef: { name: 's' },
      data: [{ remoteRef: { key: 'x' } }],
    };
    const plan = evaluate(
      {
        operation: 'CREATE',
        namespace: '',
        actor: { username: 'anna', uid: '', groups: [], extra: {} },
        object: {
          kind: 'ClusterExternalSecret',
          spec: { externalSecretSpec, namespaceSelector: {} },
        },
      },
      aWorld({ policies: [policy] }),
    );

    expect(plan.questions).to.have.length(1);
    expect(plan.questions[0]).to.deep.include({
      namespace: '',
      resource: 'secretstores',
      name: 's',
    });
    expect(plan.open).to.have.length(1);
  });

  it('with a selector that cannot be read are refused', () => {
    const object = aClusterSecret(['x'], { namespaceSelectors: [{ matchExpressions: 'x' }] });

    expect(idsOf(verdictOn(object, {}, { namespace: '' }))).to.deep.equal(['SPA-W004 Deny']);
  });
});

describe('at sync time', () => {
  const question = { namespace: 'team-a', store: STORE, verb: 'read' } as const;

  it('a namespace may read what a rule allows it', () => {
    const world = aWorld({ policies: [POLICY] });
    const keys = ['prod/team-a/db', 'prod/team-b/db'].map((key) => ({ type: 'key', key }) as const);

    expect(mayRead({ ...question, keys }, world).map(({ path }) => path)).to.deep.equal([
      'keys[1]',
    ]);
    expect(mayHave(anExternalSecret(['prod/team-a/db']), 'team-a', world)).to.deep.equal([]);
    expect(mayHave(anExternalSecret(['x']), 'team-a', world)).to.have.length(1);
    expect(
      mayHave(anExternalSecret([], { dataFrom: [{ list: {} }] }), 'team-a', world).map(
        ({ id }) => id,
      ),
    ).to.deep.equal(['SPA-K005']);
  });

  it('a sidecar may read directly only what every policy of the store lets it', () => {
    const yes = aPolicy({ allowDirectCredentials: true }, 'yes');
    const no = aPolicy({}, 'no');

    expect(allowsDirectCredentials(STORE, aWorld({ policies: [yes] }))).to.equal(true);
    expect(allowsDirectCredentials(STORE, aWorld({ policies: [yes, no] }))).to.equal(false);
    expect(allowsDirectCredentials(STORE, aWorld())).to.equal(false);
  });
});

describe('a new policy', () => {
  const before = aWorld();
  const after = aWorld({ policies: [POLICY] });
  const objects = ['a', 'b', 'c'].map((name) => ({
    ...anExternalSecret(['prod/team-b/db']),
    metadata: { name, namespace: 'team-a' },
  }));

  it('tells what it would newly refuse, in groups', () => {
    const impact = impactOf(
      [...objects, anExternalSecret(['prod/team-a/db'])],
      { before, after },
      () => false,
    );

    expect(impact).to.deep.include({ refused: 3, lookedAt: 4, incomplete: false });
    expect(impact.messages).to.have.length(1);
    expect(impact.messages[0]).to.match(
      /^ExternalSecret team-a\/a \(and 2 other ExternalSecrets\) would be refused: /u,
    );
  });

  it('does not tell what is refused already, and stops when it is told to', () => {
    expect(impactOf(objects, { before: after, after }, () => false).refused).to.equal(0);
    expect(impactOf(objects, { before, after }, () => true)).to.deep.include({
      lookedAt: 0,
      incomplete: true,
    });
  });
});

describe('stores picked by labels', () => {
  it('are judged each', () => {
    const stores = [aStore('vault-prod', undefined, { labels: { push: 'yes' } }), aStore('other')];
    const object = {
      kind: 'PushSecret',
      spec: {
        secretStoreRefs: [
          { kind: 'ClusterSecretStore', labelSelector: { matchLabels: { push: 'yes' } } },
        ],
        data: [{ match: { remoteRef: { remoteKey: 'r' } } }],
      },
    };

    expect(idsOf(verdictOn(object, { policies: [POLICY], stores }))).to.deep.equal([
      'SPA-K001 Deny',
    ]);
    expect(
      idsOf(verdictOn(object, { policies: [POLICY], stores: [aStore('vault-prod')] })),
    ).to.deep.equal([]);
  });
});

describe('an object with very many keys', () => {
  it('is told of a hundred of those it may not have', () => {
    const object = anExternalSecret(Array.from({ length: 5000 }, (_, index) => `x${index}`));

    expect(verdictOn(object, { policies: [POLICY] }).findings).to.have.length(100);
  });
});

describe('500 policies', () => {
  it('cost an object that uses ten of their stores less than 2 ms', () => {
    const { world, object } = aLargeWorld();
    const request = { operation: 'CREATE', namespace: 'team-7', object } as const;
    const runs = 300;

    const started = performance.now();
    for (let run = 0; run < runs; run++) {
      expect(conclude(evaluate(request, world), new Map()).allowed).to.equal(true);
    }

    expect((performance.now() - started) / runs).to.be.below(2);
  });
});
