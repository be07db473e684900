import { expect } from 'chai';
import { createWhoCanUseCommand } from '../../../../cli/rbac/who-can-use.ts';
import { type CommandOutcome, runCommand, treeOf } from '../../../support/cli.ts';
import { RBAC } from '../../../support/policy-files.ts';

const EVERYWHERE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: admin}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: admins}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: Group, name: admins}]
`;

async function whoCanUse(...args: readonly string[]): Promise<CommandOutcome> {
  const command = createWhoCanUseCommand({
    files: treeOf({ 'r.yaml': `${RBAC}---\n${EVERYWHERE}`, 'own.yaml': RBAC }),
    connect: async () => {
      throw new Error('no cluster is to be asked');
    },
  });
  return runCommand(command, args);
}

describe('sallyport rbac who-can-use', () => {
  it('says who, where and by what', async () => {
    const { code, output } = await whoCanUse('vault', '--rbac', 'r.yaml');

    expect(code).to.equal(0);
    expect(output).to.equal(`WHO                             IN               BY
Group admins                    every namespace  ClusterRoleBinding admins, ClusterRole admin
ServiceAccount team-a/deployer  team-a           RoleBinding team-a/vault-user, ClusterRole vault-user
`);
  });

  it('leaves out rights that do not hold in the namespace asked about', async () => {
    const { output } = await whoCanUse('vault', '-n', 'team-b', '--rbac', 'r.yaml');

    expect(output).to.include('Group admins').and.to.not.include('deployer');
  });

  it('says when nobody can', async () => {
    const { code, output } = await whoCanUse('other', '--rbac', 'own.yaml');

    expect(code).to.equal(0);
    expect(output).to.equal(
      'Nobody has the verb use on ClusterSecretStore other, but for system:masters.\n',
    );
  });

  it('gives the same to machines', async () => {
    const { output } = await whoCanUse('vault', '--rbac', 'own.yaml', '-o', 'json');

    expect(JSON.parse(output)).to.deep.equal([
      {
        subject: { kind: 'ServiceAccount', name: 'deployer', namespace: 'team-a' },
        namespace: 'team-a',
        binding: 'RoleBinding team-a/vault-user',
        role: 'ClusterRole vault-user',
      },
    ]);
  });

  for (const args of [[], ['a', 'b'], ['Pod/x'], ['SecretStore/x']]) {
    it(`exits 2 on ${JSON.stringify(args)}`, async () => {
      expect((await whoCanUse(...args, '--rbac', 'r.yaml')).code).to.equal(2);
    });
  }

  it('exits 3 on a file that is not there', async () => {
    const { code, errors } = await whoCanUse('vault', '--rbac', 'nope.yaml');

    expect(code).to.equal(3);
    expect(errors).to.include('cannot read nope.yaml');
  });
});
