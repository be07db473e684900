import { expect } from 'chai';
import Joi from 'joi';
import {
  checkPolicyShape,
  parseAccessConfig,
  parseAccessPolicy,
  type RawObject,
} from '../../../../../core/api/index.ts';
import { accessConfigSchema, accessPolicySchema } from '../../../../../core/api/schema/index.ts';
import { formatPath } from '../../../../../core/api/structural/path.ts';
import { aConfig, aPolicy } from '../../../../support/policy-world.ts';

function joiPaths(schema: Joi.ObjectSchema, { spec }: RawObject): readonly string[] {
  const { error } = schema.validate({ spec }, { abortEarly: false, convert: false });
  return (error?.details ?? []).map(({ path }) => formatPath(path)).toSorted();
}

const SPECS: readonly RawObject[] = [
  {},
  { validationActions: [] },
  { validationActions: ['Refuse'] },
  { stores: [{}] },
  { stores: [{ kind: 'Store' }] },
  { stores: [{ kind: 'SecretStore', namespaces: ['a'], selector: { matchLabels: { a: 'b' } } }] },
  { rules: [{ name: 'a', keys: { allow: ['x'] }, verbs: ['read', 'list'] }] },
  { rules: [{ keys: {} }] },
  { rules: [{ name: 'a', keys: { allow: [''] }, subjects: [{ kind: 'User' }] }] },
  { deny: [{ name: 'a', keys: 'x' }] },
  { actor: { requireUse: 'yes' } },
  { constraints: { externalSecret: { maxDataEntries: -1, creationPolicies: ['owner'] } } },
  { constraints: { store: { endpoints: [1] }, other: {} } },
  { pods: {} },
  { pods: { namespaces: { names: ['a'] }, rules: [{ name: 'r', serviceAccounts: [] }] } },
  {
    pods: {
      namespaces: {},
      rules: [{ name: 'r', serviceAccounts: ['a'], externalSecrets: ['b'], uses: ['Mount'] }],
    },
  },
];

const CONFIGS: readonly RawObject[] = [
  {},
  { ungoverned: 'Maybe' },
  { tenantStores: {} },
  { tenantStores: { constraints: { providers: ['vault'] }, validationAction: 'Warn' } },
  { actors: { delegated: [{ user: 'a' }], trusted: { users: 'b' } } },
  { actors: { delegated: [{ user: 'a', serviceAccount: 'B' }] } },
  { bypass: 'All', revealPatterns: 'own', redactKeys: 1, docsURLTemplate: 2, clusterName: 3 },
];

describe('the two ways to read a policy', () => {
  for (const spec of SPECS) {
    it(`agree on ${JSON.stringify(spec)}`, () => {
      const policy = aPolicy(spec);
      const found = checkPolicyShape(policy).map(({ path }) => path);

      expect([...new Set(found)].toSorted()).to.deep.equal([
        ...new Set(joiPaths(accessPolicySchema(Joi), policy)),
      ]);
    });
  }

  for (const spec of CONFIGS) {
    it(`agree on settings ${JSON.stringify(spec)}`, () => {
      const config = aConfig(spec);
      const found = checkPolicyShape(config).map(({ path }) => path);

      expect([...new Set(found)].toSorted()).to.deep.equal([
        ...new Set(joiPaths(accessConfigSchema(Joi), config)),
      ]);
    });
  }
});

describe('a policy that is read', () => {
  it('has every default', () => {
    const parsed = parseAccessPolicy(
      aPolicy({
        rules: [{ name: 'a', keys: { allow: ['x'] } }],
        deny: [{ name: 'd', keys: ['y'] }],
      }),
    );

    expect(parsed.ok && parsed.value.spec).to.deep.equal({
      validationActions: ['Deny'],
      stores: [{ kind: 'ClusterSecretStore', names: ['vault-prod'] }],
      rules: [
        { name: 'a', keys: { allow: ['x'] }, verbs: ['read'], allowAbsolute: false, subjects: [] },
      ],
      deny: [
        { name: 'd', keys: ['y'], verbs: ['read', 'find', 'push'], subjects: [], message: '' },
      ],
      actor: { requireUse: false },
      allowDirectCredentials: false,
      constraints: {},
    });
  });

  it('may have fields of a newer schema', () => {
    expect(parseAccessPolicy(aPolicy({ later: true })).ok).to.equal(true);
  });

  it('is none of another group or kind', () => {
    expect(parseAccessPolicy({ ...aPolicy(), apiVersion: 'example.com/v1' }).ok).to.equal(false);
    expect(parseAccessPolicy(aConfig()).ok).to.equal(false);
  });

  it('has settings beside it whose defaults let everything be', () => {
    const parsed = parseAccessConfig(aConfig());

    expect(parsed.ok && parsed.value.spec).to.deep.equal({
      ungoverned: 'Allow',
      actors: { delegated: [], trusted: { users: [], groups: [] } },
      bypass: 'Nobody',
      revealPatterns: 'Own',
      redactKeys: false,
      docsURLTemplate: '',
      clusterName: '',
    });
  });
});
