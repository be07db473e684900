import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import {
  checkPolicyObject,
  compilePolicies,
  type CompiledPolicies,
  conclude,
  evaluate,
} from '../../../../core/policy/index.ts';
import { aConfig, anExternalSecret, aPolicy, aWorld } from '../../../support/policy-world.ts';

const OWN = [{ name: 'own', keys: { allow: ['prod/{{namespace}}/**'] } }];
const GOOD = aPolicy({ rules: OWN });
const UNPARSABLE = aPolicy({ rules: [{ name: 'own', keys: { allow: ['a**'] } }] });
const UNREADABLE = aPolicy({ rules: 'none' });

function isAllowed(compiled: CompiledPolicies, key: string): boolean {
  const object = anExternalSecret([key]);
  const request = { operation: 'CREATE', namespace: 'team-a', object } as const;
  return conclude(evaluate(request, aWorld({ compiled })), new Map()).allowed;
}

const FAULTS: readonly (readonly [string, RawObject, readonly string[]])[] = [
  [
    'a pattern that does not parse',
    { rules: [{ name: 'a', keys: { allow: ['a**'] } }] },
    ['SPA-R001 spec.rules[0].keys.allow[0]'],
  ],
  [
    'an unknown placeholder',
    { rules: [{ name: 'a', keys: { allow: ['{{user}}'] } }] },
    ['SPA-R002 spec.rules[0].keys.allow[0]'],
  ],
  [
    'a pattern of a deny',
    { rules: OWN, deny: [{ name: 'd', keys: ['/x'] }] },
    ['SPA-R001 spec.deny[0].keys[0]'],
  ],
  ['no store', { rules: OWN, stores: [] }, ['SPA-R003 spec.stores']],
  [
    'a deny that shadows every rule',
    { rules: OWN, deny: [{ name: 'd', keys: ['**'] }] },
    ['SPA-R004 spec.deny'],
  ],
  [
    'Deny with Warn',
    { rules: OWN, validationActions: ['Deny', 'Warn'] },
    ['SPA-R005 spec.validationActions'],
  ],
  [
    'namespaces of a ClusterSecretStore',
    { rules: OWN, stores: [{ kind: 'ClusterSecretStore', namespaces: ['x'] }] },
    ['SPA-R006 spec.stores[0].namespaces'],
  ],
  ['a name used twice', { rules: [...OWN, ...OWN] }, ['SPA-R007 spec.rules[1].name']],
  ['no rule', {}, ['SPA-R008 spec.rules']],
  [
    'a minimum that is no duration',
    { rules: OWN, constraints: { externalSecret: { minRefreshInterval: '5' } } },
    ['SPA-R009 spec.constraints.externalSecret.minRefreshInterval'],
  ],
  ['an unknown field', { rules: OWN, store: [] }, ['SPA-S001 spec.store']],
  ['a missing field', { rules: [{ name: 'a' }] }, ['SPA-S002 spec.rules[0].keys']],
  [
    'an unknown verb',
    { rules: [{ ...OWN[0], verbs: ['write'] }] },
    ['SPA-S004 spec.rules[0].verbs[0]'],
  ],
];

describe('policies are checked and compiled', () => {
  for (const [name, spec, expected] of FAULTS) {
    it(`a policy is told of ${name}`, () => {
      const findings = checkPolicyObject(aPolicy(spec));

      expect(findings.map(({ id, path }) => `${id} ${path}`)).to.deep.equal(expected);
    });
  }

  it('nothing is found in a good one', () => {
    expect(checkPolicyObject(GOOD)).to.deep.equal([]);
    expect(checkPolicyObject(aConfig({ ungoverned: 'Warn' }))).to.deep.equal([]);
  });

  it('settings of another name have no effect and are told so', () => {
    const findings = checkPolicyObject({ ...aConfig(), metadata: { name: 'default' } });

    expect(findings.map(({ id }) => id)).to.deep.equal(['SPA-R010']);
  });

  for (const [name, broken] of [
    ['does not parse', UNPARSABLE],
    ['cannot be read', UNREADABLE],
  ] as const) {
    it(`a policy that ${name} keeps its last good version`, () => {
      const compiled = compilePolicies([broken], undefined, compilePolicies([GOOD], undefined));

      expect(compiled.problems.map(({ governedBy }) => governedBy)).to.deep.equal(['last-good']);
      expect(isAllowed(compiled, 'prod/team-a/db')).to.equal(true);
      expect(isAllowed(compiled, 'prod/team-b/db')).to.equal(false);
    });

    it(`a policy that ${name} and never was good allows nothing`, () => {
      const compiled = compilePolicies([broken], undefined);

      expect(compiled.problems.map(({ governedBy }) => governedBy)).to.deep.equal(['strict']);
      expect(isAllowed(compiled, 'prod/team-a/db')).to.equal(false);
    });
  }

  it('a policy that cannot be read denies what others allow', () => {
    const compiled = compilePolicies(
      [GOOD, { ...UNREADABLE, metadata: { name: 'other' } }],
      undefined,
    );

    expect(isAllowed(compiled, 'prod/team-a/db')).to.equal(false);
  });

  it('a deny that does not parse denies everything', () => {
    const policy = aPolicy({ rules: OWN, deny: [{ name: 'd', keys: ['x**'] }] });

    expect(isAllowed(compilePolicies([policy], undefined), 'prod/team-a/db')).to.equal(false);
  });

  it('a policy that was deleted does not live on as its last good version', () => {
    const compiled = compilePolicies([], undefined, compilePolicies([GOOD], undefined));

    expect(isAllowed(compiled, 'anything')).to.equal(true);
  });

  it('settings that cannot be read keep the last good ones', () => {
    const before = compilePolicies([], aConfig({ ungoverned: 'Deny' }));
    const compiled = compilePolicies([], aConfig({ ungoverned: 'Maybe' }), before);

    expect(compiled.configFindings.map(({ id }) => id)).to.deep.equal(['SPA-S004']);
    expect(compiled.config.ungoverned).to.equal('Deny');
  });
});
