import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { judgePod, type Lookup } from '../../../../core/policy/index.ts';
import { aPolicy, aWorld, type WorldParts } from '../../../support/policy-world.ts';

const RULES = [
  { name: 'app', serviceAccounts: ['app'], externalSecrets: ['db'] },
  {
    name: 'own',
    serviceAccounts: ['job-*'],
    externalSecrets: ['{{serviceAccount}}-*'],
    uses: ['Reference'],
  },
];

function podsPolicy(pods: RawObject = {}, spec: RawObject = {}): RawObject {
  return aPolicy(
    { stores: [], pods: { namespaces: { names: ['team-a'] }, rules: RULES, ...pods }, ...spec },
    'pods',
  );
}

function managed(name: string): Lookup<string> {
  switch (name) {
    case 'db-secret':
      return { state: 'known', value: 'db' };
    case 'job-x-secret':
      return { state: 'known', value: 'job-x-key' };
    case 'unread':
      return { state: 'unknown' };
    default:
      return { state: 'absent' };
  }
}

function findingsOn(
  spec: RawObject,
  parts: WorldParts = {},
  annotations: RawObject = {},
): readonly string[] {
  const world = aWorld({ policies: [podsPolicy()], ...parts });
  const pod = { kind: 'Pod', metadata: { annotations }, spec };
  return judgePod(pod, 'team-a', {
    ...world,
    managedSecret: (_namespace, name) => managed(name),
  }).map(({ id, path, enforcement }) => `${id} ${path} ${enforcement}`);
}

const PLACES: readonly (readonly [string, RawObject, string])[] = [
  [
    'a volume',
    { volumes: [{ secret: { secretName: 'db-secret' } }] },
    'spec.volumes[0].secret.secretName',
  ],
  [
    'a projected volume',
    { volumes: [{ projected: { sources: [{ secret: { name: 'db-secret' } }] } }] },
    'spec.volumes[0].projected.sources[0].secret.name',
  ],
  [
    'a CSI volume',
    { volumes: [{ csi: { nodePublishSecretRef: { name: 'db-secret' } } }] },
    'spec.volumes[0].csi.nodePublishSecretRef.name',
  ],
  [
    'an environment variable',
    { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'db-secret' } } }] }] },
    'spec.containers[0].env[0].valueFrom.secretKeyRef.name',
  ],
  [
    'a whole environment',
    { containers: [{ envFrom: [{ secretRef: { name: 'db-secret' } }] }] },
    'spec.containers[0].envFrom[0].secretRef.name',
  ],
  [
    'an init container',
    { initContainers: [{ envFrom: [{ secretRef: { name: 'db-secret' } }] }] },
    'spec.initContainers[0].envFrom[0].secretRef.name',
  ],
  [
    'an ephemeral container',
    { ephemeralContainers: [{ envFrom: [{ secretRef: { name: 'db-secret' } }] }] },
    'spec.ephemeralContainers[0].envFrom[0].secretRef.name',
  ],
  ['an image pull', { imagePullSecrets: [{ name: 'db-secret' }] }, 'spec.imagePullSecrets[0].name'],
];

describe('which Pods may have a managed Secret', () => {
  for (const [name, spec, path] of PLACES) {
    it(`sees ${name}`, () => {
      expect(findingsOn(spec)).to.deep.equal([`SPA-M002 ${path} Deny`]);
      expect(findingsOn({ ...spec, serviceAccountName: 'app' })).to.deep.equal([]);
    });
  }

  it('looks at who may opt in', () => {
    const annotations = { 'sallyport.dev/inject': 'true', 'sallyport.dev/external-secrets': 'db' };

    expect(findingsOn({}, {}, annotations)).to.deep.equal([
      'SPA-M001 metadata.annotations["sallyport.dev/external-secrets"] Deny',
    ]);
    expect(findingsOn({ serviceAccountName: 'app' }, {}, annotations)).to.deep.equal([]);
  });

  it('fills in the ServiceAccount, for the uses of the rule only', () => {
    const spec = { serviceAccountName: 'job-x', imagePullSecrets: [{ name: 'job-x-secret' }] };
    const annotations = {
      'sallyport.dev/inject': 'true',
      'sallyport.dev/external-secrets': 'job-x-key',
    };

    expect(findingsOn(spec)).to.deep.equal([]);
    expect(findingsOn({ ...spec, serviceAccountName: 'job-y' })).to.have.length(1);
    expect(findingsOn(spec, {}, annotations).map((text) => text.slice(0, 8))).to.deep.equal([
      'SPA-M001',
    ]);
  });

  it('lets other Secrets and other namespaces be', () => {
    const spec = { imagePullSecrets: [{ name: 'db-secret' }, { name: 'foreign' }] };
    const elsewhere = podsPolicy({ namespaces: { names: ['team-b'] } });

    expect(findingsOn({ imagePullSecrets: [{ name: 'foreign' }] })).to.deep.equal([]);
    expect(findingsOn(spec, { policies: [elsewhere] })).to.deep.equal([]);
    expect(
      findingsOn(spec, { policies: [podsPolicy({ externalSecrets: ['other'] })] }),
    ).to.deep.equal([]);
  });

  it('takes what cannot be read for a fault, never for permission', () => {
    const spec = { imagePullSecrets: [{ name: 'unread' }] };
    const byLabel = podsPolicy({ namespaces: { selector: { matchLabels: { team: 'a' } } } });

    expect(findingsOn(spec)).to.deep.equal(['SPA-M003 spec.imagePullSecrets[0].name Deny']);
    expect(findingsOn(spec, { policies: [byLabel], unreadable: ['team-a'] })).to.deep.equal([
      'SPA-M003 metadata.namespace Deny',
    ]);
  });

  it('warns where the policy warns, and a weaker policy allows nothing for a stronger one', () => {
    const spec = { imagePullSecrets: [{ name: 'db-secret' }] };
    const warn = podsPolicy({ rules: [] }, { validationActions: ['Warn'] });
    const generous = podsPolicy(
      { rules: [{ name: 'all', serviceAccounts: ['*'], externalSecrets: ['*'] }] },
      { validationActions: ['Warn'] },
    );

    expect(findingsOn(spec, { policies: [warn] })).to.deep.equal([
      'SPA-M002 spec.imagePullSecrets[0].name Warn',
    ]);
    expect(
      findingsOn(spec, {
        policies: [podsPolicy(), { ...generous, metadata: { name: 'generous' } }],
      }),
    ).to.deep.equal(['SPA-M002 spec.imagePullSecrets[0].name Deny']);
  });
});
