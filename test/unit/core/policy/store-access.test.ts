import { expect } from 'chai';
import type { StoreCondition } from '../../../../core/api/index.ts';
import { isNamespaceAllowed, needsNamespaceLabels } from '../../../../core/policy/store-access.ts';
import { faultOf } from '../../../support/sync-builders.ts';

const TEAM_A = { name: 'team-a', labels: { team: 'a', tier: 'prod' } };

const CASES: readonly (readonly [string, readonly StoreCondition[], boolean])[] = [
  ['no condition', [], true],
  ['a condition without members', [{}], false],
  ['its name', [{ namespaces: ['x', 'team-a'] }], true],
  ['other names', [{ namespaces: ['team'] }], false],
  ['an expression that matches inside its name', [{ namespaceRegexes: ['eam'] }], true],
  ['an anchored expression', [{ namespaceRegexes: ['^team$'] }], false],
  ['a label', [{ namespaceSelector: { matchLabels: { team: 'a' } } }], true],
  ['one label of two', [{ namespaceSelector: { matchLabels: { team: 'a', zone: 'b' } } }], false],
  ['a selector without members', [{ namespaceSelector: {} }], true],
  [
    'In',
    [
      {
        namespaceSelector: {
          matchExpressions: [{ key: 'tier', operator: 'In', values: ['prod', 'dev'] }],
        },
      },
    ],
    true,
  ],
  [
    'In of other values',
    [{ namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['x'] }] } }],
    false,
  ],
  [
    'NotIn, for a label that is absent',
    [
      {
        namespaceSelector: {
          matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['x'] }],
        },
      },
    ],
    true,
  ],
  [
    'NotIn of its value',
    [
      {
        namespaceSelector: {
          matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }],
        },
      },
    ],
    false,
  ],
  [
    'Exists',
    [{ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] } }],
    true,
  ],
  [
    'DoesNotExist',
    [{ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } }],
    false,
  ],
  [
    'a label every object inherits',
    [{ namespaceSelector: { matchExpressions: [{ key: 'toString', operator: 'Exists' }] } }],
    false,
  ],
  ['one condition of several', [{ namespaces: ['x'] }, { namespaceRegexes: ['^team-'] }], true],
  ['one member of several', [{ namespaces: ['x'], namespaceRegexes: ['a$'] }], true],
];

describe('store access', () => {
  for (const [name, conditions, wanted] of CASES) {
    it(`${wanted ? 'is granted' : 'is denied'} by ${name}`, () => {
      expect(isNamespaceAllowed(conditions, TEAM_A)).equal(wanted);
    });
  }

  it('says which expression does not parse', async () => {
    const fault = await faultOf(() => isNamespaceAllowed([{ namespaceRegexes: ['('] }], TEAM_A));

    expect(fault.code).equal('SPEC_INVALID');
    expect(fault.message).contain('spec.conditions.namespaceRegexes: error parsing regexp');
  });

  it('needs labels only where a selector asks for them', () => {
    expect(needsNamespaceLabels([{ namespaces: ['a'] }])).equal(false);
    expect(needsNamespaceLabels([{ namespaces: ['a'] }, { namespaceSelector: {} }])).equal(true);
  });
});
