import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  type AccessAnswer,
  type Actor,
  conclude,
  evaluate,
  type EvaluationPlan,
} from '../../../../core/policy/index.ts';
import {
  aConfig,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
  type WorldParts,
} from '../../../support/policy-world.ts';

const ANNA: Actor = { username: 'anna', uid: '1', groups: ['dev', 'all'], extra: {} };
const ARGO: Actor = {
  username: 'system:serviceaccount:argocd:app-controller',
  uid: '2',
  groups: [],
  extra: {},
};
const ANY = [{ name: 'any', keys: { allow: ['**'] } }];
const USE = aPolicy({ rules: ANY, actor: { requireUse: true } });

function planOf(parts: WorldParts, actor: Actor | undefined, object?: RawObject): EvaluationPlan {
  return evaluate(
    {
      operation: 'CREATE',
      namespace: 'team-a',
      object: object ?? anExternalSecret(['a', 'b']),
      ...(actor === undefined ? {} : { actor }),
    },
    aWorld(parts),
  );
}

function idsAfter(plan: EvaluationPlan, answer: AccessAnswer): readonly string[] {
  const answers = new Map(plan.questions.map(({ id }) => [id, answer]));
  return conclude(plan, answers).findings.map(({ id, enforcement }) => `${id} ${enforcement}`);
}

describe('the right to use a store', () => {
  it('is asked once for a store, in the namespace of the object', () => {
    const [question, ...others] = planOf({ policies: [USE] }, ANNA).questions;

    expect(others).to.deep.equal([]);
    expect(question).to.deep.include({
      user: 'anna',
      groups: ['all', 'dev'],
      verb: 'use',
      group: 'external-secrets.io',
      resource: 'clustersecretstores',
      namespace: 'team-a',
      name: 'vault-prod',
    });
  });

  it('decides the verdict, and an answer that failed is no yes', () => {
    const plan = planOf({ policies: [USE] }, ANNA);

    expect(idsAfter(plan, 'allowed')).to.deep.equal([]);
    expect(idsAfter(plan, 'refused')).to.deep.equal(['SPA-U001 Deny']);
    expect(idsAfter(plan, 'failed')).to.deep.equal(['SPA-U002 Deny']);
    expect(conclude(plan, new Map()).allowed).to.equal(false);
  });

  it('is warned of by a policy that warns', () => {
    const policy = aPolicy({
      rules: ANY,
      actor: { requireUse: true },
      validationActions: ['Warn'],
    });

    expect(idsAfter(planOf({ policies: [policy] }, ANNA), 'refused')).to.deep.equal([
      'SPA-U001 Warn',
    ]);
  });

  it('is not asked for a store that placement denied', () => {
    const policy = aPolicy({ rules: [], actor: { requireUse: true } });

    expect(planOf({ policies: [policy] }, ANNA).questions).to.deep.equal([]);
  });

  it('is asked for a service account where a deployer acts for one', () => {
    const config = aConfig({
      actors: { delegated: [{ user: ARGO.username, serviceAccount: 'deployer' }] },
    });
    const plan = planOf({ policies: [USE], config }, ARGO);

    expect(plan.questions[0]).to.deep.include({
      user: 'system:serviceaccount:team-a:deployer',
      groups: ['system:authenticated', 'system:serviceaccounts', 'system:serviceaccounts:team-a'],
    });
    expect(plan.open[0]?.whenRefused.message).to.include(
      'service account team-a/deployer (acting for system:serviceaccount:argocd:app-controller)',
    );
  });

  it('is not asked of trusted users, whom placement binds all the same', () => {
    const config = aConfig({ actors: { trusted: { groups: ['dev'] } } });
    const strict = aPolicy({ rules: [], actor: { requireUse: true } });

    expect(planOf({ policies: [USE], config }, ANNA)).to.deep.include({
      questions: [],
      trusted: true,
    });
    expect(conclude(planOf({ policies: [strict], config }, ANNA), new Map())).to.deep.include({
      allowed: false,
      exempt: 'trusted',
    });
  });

  it('is left open where nobody asks', () => {
    expect(planOf({ policies: [USE] }, undefined)).to.deep.include({
      questions: [],
      assumptions: ['actor-not-checked'],
    });
  });

  it('is not asked for more than 16 stores', () => {
    const names = Array.from({ length: 17 }, (_, index) => `s${index}`);
    const policy = aPolicy({
      rules: ANY,
      actor: { requireUse: true },
      stores: [{ kind: 'ClusterSecretStore' }],
    });
    const data = names.map((name) => ({
      remoteRef: { key: 'a' },
      sourceRef: { storeRef: { kind: 'ClusterSecretStore', name } },
    }));
    const stores = names.map((name) => aStore(name));
    const plan = planOf({ policies: [policy], stores }, ANNA, anExternalSecret([], { data }));

    expect(plan.questions).to.deep.equal([]);
    expect(plan.findings.map(({ id }) => id)).to.deep.equal(['SPA-U003']);
  });
});

describe('subjects of rules', () => {
  for (const [subject, allowed] of [
    [{ kind: 'User', name: 'anna' }, true],
    [{ kind: 'User', name: 'bert' }, false],
    [{ kind: 'Group', name: 'dev' }, true],
    [{ kind: 'ServiceAccount', name: 'anna' }, false],
  ] as const) {
    it(`${subject.kind} ${subject.name} ${allowed ? 'is' : 'is not'} user anna of group dev`, () => {
      const policy = aPolicy({ rules: [{ ...ANY[0], subjects: [subject] }] });

      expect(conclude(planOf({ policies: [policy] }, ANNA), new Map()).allowed).to.equal(allowed);
    });
  }

  it('of a rule are not asked of trusted users, of a deny they are', () => {
    const config = aConfig({ actors: { trusted: { users: ['anna'] } } });
    const others = [{ kind: 'User', name: 'bert' }];
    const rules = [{ ...ANY[0], subjects: others }];
    const deny = [{ name: 'd', keys: ['a'], subjects: [{ kind: 'User', name: 'anna' }] }];

    expect(planOf({ policies: [aPolicy({ rules })], config }, ANNA).findings).to.deep.equal([]);
    expect(planOf({ policies: [aPolicy({ rules, deny })], config }, ANNA).findings).to.have.length(
      1,
    );
  });

  it('of a deny hold for those it names', () => {
    const deny = [{ name: 'd', keys: ['a'], subjects: [{ kind: 'User', name: 'anna' }] }];
    const parts = { policies: [aPolicy({ rules: ANY, deny })] };

    expect(planOf(parts, ANNA).findings.map(({ id }) => id)).to.deep.equal(['SPA-K002']);
    expect(planOf(parts, ARGO).findings).to.deep.equal([]);
  });
});

describe('the verb bypass', () => {
  const strict = aPolicy({ rules: [] });
  const config = aConfig({ bypass: 'Users' });

  it('turns denials into warnings where the settings let users pass', () => {
    const plan = planOf({ policies: [strict], config }, ANNA);
    const answers = new Map(plan.questions.map(({ id }) => [id, 'allowed'] as const));

    expect(plan.questions[0]).to.deep.include({ verb: 'bypass', resource: 'secretaccesspolicies' });
    expect(conclude(plan, answers)).to.deep.include({ allowed: true, exempt: 'bypass' });
    expect(idsAfter(plan, 'refused')).to.include('SPA-K001 Deny');
  });

  it('is asked neither of service accounts nor where the settings say nobody', () => {
    expect(planOf({ policies: [strict], config }, ARGO).questions).to.deep.equal([]);
    expect(planOf({ policies: [strict] }, ANNA).questions).to.deep.equal([]);
  });
});

describe('a relabelled store', () => {
  it('that leaves a policy needs the right to change the policy', () => {
    const policy = aPolicy({
      rules: ANY,
      stores: [{ kind: 'ClusterSecretStore', selector: { matchLabels: { tier: 'prod' } } }],
    });
    const before = aStore('s', undefined, { labels: { tier: 'prod' } });
    const plan = evaluate(
      { operation: 'UPDATE', namespace: '', actor: ANNA, object: aStore('s'), oldObject: before },
      aWorld({ policies: [policy] }),
    );

    expect(plan.questions[0]).to.deep.include({ verb: 'update', name: 'vault-prod' });
    expect(idsAfter(plan, 'refused')).to.deep.equal(['SPA-U004 Deny']);
    expect(idsAfter(plan, 'allowed')).to.deep.equal([]);
  });
});
