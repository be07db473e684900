import { expect } from 'chai';
import { createExplainCommand } from '../../../../cli/explain/command.ts';
import { type CommandOutcome, runCommand, treeOf } from '../../../support/cli.ts';
import { DEPLOYER, NAMESPACE, POLICY, RBAC, STORE } from '../../../support/policy-files.ts';

const FILES = { 'w/p.yaml': POLICY, 'w/s.yaml': STORE, 'w/n.yaml': NAMESPACE, 'w/r.yaml': RBAC };
const WORLD = ['policies', 'stores', 'namespaces', 'rbac'].flatMap((name) => [`--${name}`, 'w']);

async function explain(...args: readonly string[]): Promise<CommandOutcome> {
  const command = createExplainCommand({
    files: treeOf(FILES),
    connect: async () => {
      throw new Error('no cluster is to be asked');
    },
  });
  return runCommand(command, [...args, ...WORLD]);
}

describe('sallyport explain', () => {
  it('prints the way to a yes', async () => {
    const { code, output } = await explain(
      'team-a',
      'vault',
      'secret/data/prod/team-a/db',
      '--as',
      DEPLOYER,
    );

    expect(code).to.equal(0);
    expect(output).to
      .equal(`Namespace team-a, ClusterSecretStore vault, read "secret/data/prod/team-a/db": allowed

Key: "prod/team-a/db"
Policies that govern this store:
  SecretAccessPolicy vault-prod (Deny, wants the right 'use')
      silent  deny "root": its patterns do not match ("**/root")
      allows  allow "own": "prod/{{namespace}}/**"
`);
  });

  for (const [key, ...lines] of [
    ['prod/team-b/db', 'silent  allow "own": its patterns do not match', '[SPA-K001]'],
    ['prod/team-a/root', 'denies  deny "root": "**/root"', '[SPA-K002]'],
    ['prod//x', 'Key: it ', '[SPA-K003]'],
  ] as const) {
    it(`exits 1 and says why not ${key}`, async () => {
      const { code, output } = await explain('team-a', 'vault', key, '--as', DEPLOYER);

      expect(code).to.equal(1);
      for (const line of lines) {
        expect(output).to.include(line);
      }
    });
  }

  it('says that a rule is not for the verb', async () => {
    const { code, output } = await explain('team-a', 'vault', 'prod/team-a/db', '--verb', 'push');

    expect(code).to.equal(1);
    expect(output).to.include('silent  allow "own": it is not for this verb');
  });

  it('asks RBAC for the user', async () => {
    const { code, output } = await explain('team-a', 'vault', 'prod/team-a/db', '--as', 'jane');

    expect(code).to.equal(1);
    expect(output).to.include('[SPA-U001]');
  });

  it('says when no policy governs the store', async () => {
    const { code, output } = await explain('team-a', 'SecretStore/own', 'x');

    expect(code).to.equal(0);
    expect(output).to.include('none governs this store');
    expect(output).to.include('Assumed: store-definition-unknown');
  });

  it('gives the same to machines', async () => {
    const { output } = await explain('team-a', 'vault', 'prod/team-b/db', '-o', 'json');

    const parsed: unknown = JSON.parse(output);
    expect(parsed).to.include({ allowed: false, key: 'prod/team-b/db', verb: 'read' });
    expect(parsed).to.have.nested.property('trace.policies[0].rules[1].reason', 'key');
  });

  for (const args of [
    [],
    ['a', 'b'],
    ['a', 'Pod/x', 'k'],
    ['a', 'b/c/d', 'k'],
    ['a', 'b', 'k', 'x'],
  ]) {
    it(`exits 2 on ${JSON.stringify(args)}`, async () => {
      expect((await explain(...args)).code).to.equal(2);
    });
  }
});
