import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { conclude, evaluate, type PolicyVerdict } from '../../../../core/policy/index.ts';
import {
  aConfig,
  anExternalSecret,
  aPolicy,
  aStore,
  aWorld,
  type WorldParts,
} from '../../../support/policy-world.ts';

const OWN = { name: 'own', keys: { allow: ['prod/{{namespace}}/**', 'shared/public/*'] } };

function verdictOn(object: RawObject, parts: WorldParts): PolicyVerdict {
  const request = { operation: 'CREATE', namespace: 'team-a', object } as const;
  return conclude(evaluate(request, aWorld(parts)), new Map());
}

function idsOf(object: RawObject, parts: WorldParts): readonly string[] {
  return verdictOn(object, parts).findings.map(({ id, path }) => `${id} ${path}`);
}

describe('core/policy placement', () => {
  it('lets a namespace read what a rule allows it', () => {
    const verdict = verdictOn(anExternalSecret(['prod/team-a/db', 'shared/public/ca']), {
      policies: [aPolicy({ rules: [OWN] })],
    });

    expect(verdict).to.deep.include({ allowed: true, findings: [] });
  });

  it('refuses another key, naming the namespace, the store and what would be accepted', () => {
    const [finding] = verdictOn(anExternalSecret(['prod/team-a/db', 'prod/team-b/db']), {
      policies: [aPolicy({ rules: [OWN] })],
    }).findings;

    expect(finding).to.deep.equal({
      id: 'SPA-K001',
      severity: 'error',
      enforcement: 'Deny',
      axis: 'placement',
      path: 'spec.data[1].remoteRef.key',
      policies: ['vault-prod'],
      store: { kind: 'ClusterSecretStore', namespace: '', name: 'vault-prod' },
      message:
        '"prod/team-b/db": namespace team-a may not read this from ClusterSecretStore vault-prod (policy vault-prod). ' +
        'Allowed for team-a: prod/team-a/**, shared/public/*. Did you mean "prod/team-a/db"?',
    });
  });

  it('lets a deny win over every rule, with the words of its author', () => {
    const verdict = verdictOn(anExternalSecret(['prod/team-a/root']), {
      policies: [
        aPolicy({
          rules: [OWN],
          deny: [{ name: 'root', keys: ['**/root'], message: 'root is never synced' }],
        }),
      ],
    });

    expect(verdict.allowed).to.equal(false);
    expect(verdict.findings[0]?.message).to.include('root is never synced');
  });

  it('lets use of a store that no policy governs, unless the settings want a policy', () => {
    const object = anExternalSecret(['anything']);
    const stores = [aStore('vault-prod')];

    expect(idsOf(object, { stores })).to.deep.equal([]);
    expect(idsOf(object, { stores, config: aConfig({ ungoverned: 'Deny' }) })).to.deep.equal([
      'SPA-K007 spec.secretStoreRef',
    ]);
  });
});

describe('what a refusal shows', () => {
  const policies = [
    aPolicy({
      rules: [
        OWN,
        { name: 'b', namespaces: { names: ['team-b'] }, keys: { allow: ['secret-of-b/**'] } },
      ],
    }),
  ];

  function messageUnder(config: RawObject): string {
    const { findings } = verdictOn(anExternalSecret(['prod/team-x/db']), {
      policies,
      config: aConfig(config),
    });
    return findings[0]?.message ?? '';
  }

  it('is patterns of the namespace itself, never those of others', () => {
    expect(messageUnder({})).to.include('Allowed for team-a: prod/team-a/**');
    expect(messageUnder({})).not.to.include('secret-of-b');
  });

  it('is all patterns or none where the settings say so', () => {
    expect(messageUnder({ revealPatterns: 'All' })).to.include('secret-of-b/**');
    expect(messageUnder({ revealPatterns: 'None' })).not.to.match(/Allowed|Did you mean/u);
  });

  it('is no key where the settings redact keys', () => {
    expect(messageUnder({ redactKeys: true })).not.to.match(/team-x|Did you mean/u);
  });

  it('is the label that a rule lacks', () => {
    const rule = { name: 'l', keys: { allow: ['teams/{{namespace.labels["zone"]}}/**'] } };
    const [finding] = verdictOn(anExternalSecret(['teams/x/db']), {
      policies: [aPolicy({ rules: [rule] })],
    }).findings;

    expect(finding?.message).to.include(
      'A rule needs label "zone" of the namespace, which is not set.',
    );
  });
});
