import { expect } from 'chai';
import { readNeeds } from '../../../../cli/rbac/serviceaccount-needs.ts';
import { leastRights } from '../../../../cli/rbac/serviceaccount.ts';
import type { RawObject } from '../../../../core/api/index.ts';
import { objectsAt, textAt } from '../../../../core/runtime/index.ts';

const ACCOUNT = { namespace: 'team-a', name: 'shop' };

function deployment(annotations: Readonly<Record<string, string>>, account = 'shop'): RawObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', namespace: 'team-a' },
    spec: {
      template: {
        metadata: {
          annotations: {
            'sallyport.dev/inject': 'true',
            'sallyport.dev/external-secrets': 'database',
            ...annotations,
          },
        },
        spec: { serviceAccountName: account, containers: [{ name: 'app' }] },
      },
    },
  };
}

function externalSecret(kind: string, namespace = 'team-a'): RawObject {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'database', namespace },
    spec: {
      secretStoreRef: { kind, name: 'vault' },
      target: {
        name: 'database-login',
        template: { templateFrom: [{ configMap: { name: 'templates', items: [{ key: 'a' }] } }] },
      },
      data: [{ secretKey: 'user', remoteRef: { key: 'user' } }],
    },
  };
}

/** "verbs resource names" of each rule of the objects of this kind. */
function rights(objects: readonly RawObject[], kind: string): readonly string[] {
  return objects
    .filter((object) => textAt(object, 'kind') === kind)
    .flatMap((object) => objectsAt(object, 'rules'))
    .map(({ verbs, resources, resourceNames }) =>
      [verbs, resources, resourceNames ?? ['*']].map(String).join(' '),
    );
}

describe('the rights of a ServiceAccount', () => {
  it('to files alone are to follow what its Pods name, by name', () => {
    const { needs, gaps } = readNeeds(
      [deployment({}), externalSecret('SecretStore')],
      ACCOUNT,
      true,
    );

    expect(gaps).to.deep.equal([]);
    expect(rights(leastRights(needs), 'Role')).to.deep.equal([
      'get,list,watch externalsecrets database',
      'get,list,watch secretstores vault',
      'get configmaps templates',
      'get secrets database-login',
      'create,patch events *',
    ]);
  });

  it('to a native Secret too are to write that, where no controller does', () => {
    const objects = [
      deployment({ 'sallyport.dev/native-secret': 'true' }),
      externalSecret('SecretStore'),
    ];

    expect(
      rights(leastRights(readNeeds(objects, ACCOUNT, false).needs), 'Role'),
    ).to.include.members([
      'patch externalsecrets/status database',
      'get,update,delete secrets database-login',
      'get,update leases sallyport-database',
    ]);
    expect(
      rights(leastRights(readNeeds(objects, ACCOUNT, true).needs), 'Role').join(),
    ).not.to.match(/update|leases|status/u);
  });

  it('to a ClusterSecretStore are a ClusterRole', () => {
    const { needs } = readNeeds(
      [deployment({}), externalSecret('ClusterSecretStore')],
      ACCOUNT,
      true,
    );

    expect(rights(leastRights(needs), 'ClusterRole')).to.deep.equal([
      'get,list,watch clustersecretstores vault',
    ]);
    expect(rights(leastRights(needs), 'Role').join()).not.to.include('secretstores');
  });

  it('are bound to it alone', () => {
    const { needs } = readNeeds([deployment({}), externalSecret('SecretStore')], ACCOUNT, true);

    expect(leastRights(needs)[1]).to.deep.include({
      kind: 'RoleBinding',
      subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: 'team-a' }],
    });
  });

  for (const [what, objects, gap] of [
    ['no Pod runs as it', [deployment({}, 'other')], 'no Pod among the files runs as team-a/shop'],
    [
      'an ExternalSecret is not there',
      [deployment({}), externalSecret('SecretStore', 'team-b')],
      'ExternalSecret team-a/database is not among the files',
    ],
  ] as const) {
    it(`are said to be incomplete where ${what}`, () => {
      expect(readNeeds(objects, ACCOUNT, true).gaps.join()).to.include(gap);
    });
  }
});
