import { expect } from 'chai';
import fc from 'fast-check';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  conclude,
  evaluate,
  judgePod,
  type PolicyVerdict,
  trace,
} from '../../../../core/policy/index.ts';
import {
  aConfig,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
} from '../../../support/policy-world.ts';

const PATTERNS = fc.constantFrom(
  '**',
  'prod/{{namespace}}/**',
  'prod/*/db',
  'shared/*',
  '**/root',
  '{{namespace.labels["team"]}}/**',
  'prod/**',
);
const KEYS = fc.constantFrom(
  'prod/team-a/db',
  'prod/team-b/db',
  'shared/x',
  'prod/team-a/root',
  'a/x',
  'kv/data/shared/x',
  'a/../b',
  'arn:aws:x',
);
const NAMES = fc.constantFrom(undefined, ['team-a'], ['team-*'], ['team-b']);

const rule = fc
  .record({ patterns: fc.array(PATTERNS, { minLength: 1, maxLength: 2 }), names: NAMES })
  .map(({ patterns, names }) => ({
    name: 'rule',
    keys: { allow: patterns },
    ...(names === undefined ? {} : { namespaces: { names } }),
  }));
const deny = fc
  .record({ patterns: fc.array(PATTERNS, { minLength: 1, maxLength: 2 }), names: NAMES })
  .map(({ patterns, names }) => ({
    name: 'deny',
    keys: patterns,
    ...(names === undefined ? {} : { namespaces: { names } }),
  }));

interface Draft {
  readonly rules: readonly RawObject[];
  readonly deny: readonly RawObject[];
  readonly action: string;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  rules: fc.array(rule, { maxLength: 3 }),
  deny: fc.array(deny, { maxLength: 1 }),
  action: fc.constantFrom('Deny', 'Deny', 'Warn', 'Audit'),
});
const drafts = fc.array(draft, { minLength: 1, maxLength: 4 });
const keys = fc.array(KEYS, { minLength: 1, maxLength: 3 });

function named(items: readonly RawObject[]): readonly RawObject[] {
  return items.map((item, index) => ({ ...item, name: `r${index}` }));
}

function policyOf(one: Draft, index: number): RawObject {
  const spec = {
    validationActions: [one.action],
    rules: named(one.rules),
    deny: named(one.deny),
  };
  return aPolicy(spec, `p${index}`);
}

function verdictOn(policies: readonly RawObject[], object: RawObject): PolicyVerdict {
  const plan = evaluate({ operation: 'CREATE', namespace: 'team-a', object }, aWorld({ policies }));
  return conclude(plan, new Map());
}

describe('properties of verdicts', () => {
  it('adding an allow never turns an allowed object into a denied one', () => {
    fc.assert(
      fc.property(drafts, rule, keys, (all, added, wanted) => {
        const [first, ...others] = all;
        fc.pre(first?.deny.length === 0);
        const more = [{ ...first, rules: [...first.rules, added] }, ...others];
        const object = anExternalSecret(wanted);
        fc.pre(verdictOn(all.map(policyOf), object).allowed);

        expect(verdictOn(more.map(policyOf), object).allowed).to.equal(true);
      }),
    );
  });

  it('adding a deny never turns a denied object into an allowed one', () => {
    fc.assert(
      fc.property(drafts, deny, keys, (all, added, wanted) => {
        const [first, ...others] = all;
        fc.pre(first !== undefined);
        const more = [{ ...first, deny: [...first.deny, added] }, ...others];
        const object = anExternalSecret(wanted);
        fc.pre(!verdictOn(all.map(policyOf), object).allowed);

        expect(verdictOn(more.map(policyOf), object).allowed).to.equal(false);
      }),
    );
  });

  it('a policy that warns or audits never changes whether an object is allowed', () => {
    fc.assert(
      fc.property(drafts, keys, (all, wanted) => {
        const object = anExternalSecret(wanted);
        const strong = all.filter(({ action }) => action === 'Deny');

        expect(verdictOn(all.map(policyOf), object).allowed).to.equal(
          verdictOn(strong.map(policyOf), object).allowed,
        );
      }),
    );
  });

  it('the order of policies never changes what is found', () => {
    fc.assert(
      fc.property(drafts, keys, (all, wanted) => {
        const object = anExternalSecret(wanted);
        const policies = all.map(policyOf);

        expect(verdictOn(policies.toReversed(), object)).to.deep.equal(verdictOn(policies, object));
      }),
    );
  });

  it('other names of policies never change what is found, but for the names', () => {
    fc.assert(
      fc.property(drafts, keys, (all, wanted) => {
        const object = anExternalSecret(wanted);
        const idsUnder = (prefix: string): readonly string[] =>
          verdictOn(
            all.map((one, index) => ({
              ...policyOf(one, index),
              metadata: { name: `${prefix}${prefix === 'z' ? 9 - index : index}` },
            })),
            object,
          ).findings.map(({ id, path, enforcement }) => `${id} ${path} ${enforcement}`);

        expect(idsUnder('z')).to.deep.equal(idsUnder('a'));
      }),
    );
  });

  it('every way to write a key gets one verdict', () => {
    const paths = fc.constantFrom('prod/team-a/db', 'prod/team-b/db', 'shared/x', 'a/root');
    fc.assert(
      fc.property(drafts, paths, (all, path) => {
        const policies = all.map(policyOf);
        const answers = [path, `secret/${path}`, `secret/data/${path}`].map((key) =>
          verdictOn(policies, anExternalSecret([key])).findings.map(({ id }) => id),
        );

        expect(answers[1]).to.deep.equal(answers[0]);
        expect(answers[2]).to.deep.equal(answers[0]);
      }),
    );
  });

  it('there is a verdict on any JSON whatever, and findings for policies of any JSON', () => {
    const kinds = fc.constantFrom(
      'ExternalSecret',
      'ClusterExternalSecret',
      'PushSecret',
      'ClusterPushSecret',
      'SecretStore',
      'ClusterSecretStore',
      'Pod',
      undefined,
    );
    const world = aWorld({
      policies: [aPolicy({ rules: [], pods: { namespaces: {}, rules: [] } })],
    });
    fc.assert(
      fc.property(
        kinds,
        fc.jsonValue(),
        fc.jsonValue(),
        fc.jsonValue(),
        (kind, spec, metadata, policy) => {
          const object = { kind, metadata, spec };
          const request = {
            operation: 'UPDATE',
            namespace: 'team-a',
            object,
            oldObject: {},
          } as const;

          conclude(evaluate(request, world), new Map());
          judgePod(object, 'team-a', { ...world, managedSecret: () => ({ state: 'unknown' }) });
          evaluate(
            request,
            aWorld({
              policies: [{ spec: policy }, aPolicy({ rules: policy })],
              config: aConfig({ actors: policy }),
            }),
          );
        },
      ),
    );
  });

  it('any ExternalSecret-like JSON whose sources are odd is not allowed by a strict policy', () => {
    const world = aWorld({
      policies: [aPolicy({ stores: [{ kind: 'ClusterSecretStore' }, { kind: 'SecretStore' }] })],
      stores: [aStore('vault-prod')],
    });
    const entry = fc.record({ remoteRef: fc.jsonValue(), sourceRef: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), (data) => {
        const object = anExternalSecret([], { data });
        const request = { operation: 'CREATE', namespace: 'team-a', object } as const;

        expect(conclude(evaluate(request, world), new Map()).allowed).to.equal(false);
      }),
    );
  });

  it('the trace of a key agrees with its verdict', () => {
    fc.assert(
      fc.property(drafts, KEYS, (all, key) => {
        const strong = all.filter(({ action }) => action === 'Deny').map(policyOf);
        fc.pre(strong.length > 0);
        const traced = trace(
          {
            namespace: 'team-a',
            store: { kind: 'ClusterSecretStore', namespace: '', name: 'vault-prod' },
            key,
            verb: 'read',
            actor: undefined,
          },
          aWorld({ policies: strong }),
        );
        const rules = traced.policies.flatMap((policy) => policy.rules);
        const isAllowed =
          traced.problem === '' &&
          !rules.some(({ effect, answer }) => effect === 'deny' && answer === 'yes') &&
          rules.some(({ effect, answer }) => effect === 'allow' && answer === 'yes');

        expect(verdictOn(strong, anExternalSecret([key])).allowed).to.equal(isAllowed);
      }),
    );
  });
});
