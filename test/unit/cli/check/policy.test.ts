import { expect } from 'chai';
import { createCheckCommand } from '../../../../cli/check/command.ts';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import { textChecks } from '../../../../core/template/index.ts';
import { type CommandOutcome, runCommand, treeOf } from '../../../support/cli.ts';
import {
  DEPLOYER,
  externalSecret,
  NAMESPACE,
  POLICY,
  RBAC,
  STORE,
} from '../../../support/policy-files.ts';

const FILES = {
  'own.yaml': externalSecret('prod/team-a/db'),
  'other.yaml': externalSecret('prod/team-a/db', 'prod/team-b/db'),
  'w/policy.yaml': POLICY,
  'w/store.yaml': STORE,
  'w/namespace.yaml': NAMESPACE,
  'w/rbac.yaml': RBAC,
};
const WORLD = ['policies', 'stores', 'namespaces', 'rbac'].flatMap((name) => [`--${name}`, 'w']);

async function check(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<CommandOutcome> {
  const command = createCheckCommand({
    files: treeOf({ ...FILES, ...more }),
    writeFile: async () => undefined,
    validate: (object) => validateManifest(object, textChecks),
  });
  return runCommand(command, args);
}

describe('sallyport check with policies', () => {
  it('lets pass what they allow, with nothing assumed', async () => {
    const { code, output, errors } = await check([
      'own.yaml',
      ...WORLD,
      '--as',
      DEPLOYER,
      '--require-complete',
    ]);

    expect({ code, output, errors }).to.deep.equal({
      code: 0,
      output: '1 object in 1 file: no findings\n',
      errors: '',
    });
  });

  it('refuses what they do not, at the key', async () => {
    const { code, output } = await check(['other.yaml', ...WORLD, '--as', DEPLOYER]);

    expect(code).to.equal(1);
    expect(output).to.match(
      /^other\.yaml:6:\d+: error: spec\.data\[1\]\.remoteRef\.key: "prod\/team-b\/db": namespace team-a may not read this from ClusterSecretStore vault .*\[SPA-K001\]\n1 object/u,
    );
  });

  it('refuses whoever has no right to use the store', async () => {
    const { code, output } = await check([
      'own.yaml',
      ...WORLD,
      '--as',
      'jane',
      '--as-group',
      'developers',
    ]);

    expect(code).to.equal(1);
    expect(output).to.include('[SPA-U001]');
    expect(output).to.include('jane');
  });

  for (const [what, args, words] of [
    [
      'no --as',
      ['--policies', 'w', '--stores', 'w', '--rbac', 'w'],
      'has the right to use the store',
    ],
    ['no RBAC', ['--policies', 'w', '--stores', 'w', '--as', DEPLOYER], 'has the right to use'],
    ['no store', ['--policies', 'w', '--rbac', 'w', '--as', DEPLOYER], 'the store is not among'],
  ] as const) {
    it(`notes what it assumes with ${what}, and exits 3 when that may not be`, async () => {
      const lenient = await check(['own.yaml', ...args]);
      const strict = await check(['own.yaml', ...args, '--require-complete']);

      expect(lenient.code).to.equal(0);
      expect(lenient.output).to.include(`note: assumed: `).and.to.include(words);
      expect(strict.code).to.equal(3);
      expect(strict.errors).to.equal('sallyport check: 1 verdict rests on an assumption\n');
    });
  }

  it('exits 3 rather than 1 when something is assumed', async () => {
    const args = ['other.yaml', '--policies', 'w', '--require-complete'];

    expect((await check(args)).code).to.equal(3);
  });

  it('exits 3 with --require-complete when there are no policies at all', async () => {
    const { code, errors } = await check(['own.yaml', '--require-complete']);

    expect(code).to.equal(3);
    expect(errors).to.include('no policies were handed in');
  });

  it('counts what lies among the files', async () => {
    const { code, output } = await check(['other.yaml', 'w']);

    expect(code).to.equal(1);
    expect(output).to.include('[SPA-K001]');
    expect(output).to.not.include('the store is not among');
  });

  it('exits 2 when a policy that is handed in does not compile, though something is denied too', async () => {
    const broken = POLICY.replace('prod/{{namespace}}/**', 'prod/{{nope}}/**');

    const { code, errors } = await check(['other.yaml', '--policies', 'b.yaml'], {
      'b.yaml': broken,
    });

    expect(code).to.equal(2);
    expect(errors).to.match(/^sallyport check: SecretAccessPolicy "vault-prod": spec\.rules\[0\]/u);
  });

  it('takes a policy that does not compile, among the files, for a finding', async () => {
    const broken = POLICY.replace('prod/{{namespace}}/**', 'prod/{{nope}}/**');

    const { code, output } = await check(['b.yaml'], { 'b.yaml': broken });

    expect(code).to.equal(1);
    expect(output).to.match(/^b\.yaml:7:\d+: error: spec\.rules\[0\]\.keys\.allow\[0\]/u);
  });

  it('does not take a file that holds nothing of the kind for an empty cluster', async () => {
    const { code, errors } = await check(['own.yaml', '--policies', 'w/store.yaml']);

    expect(code).to.equal(3);
    expect(errors).to.include('it has nothing that --policies is for');
  });

  it('does not take another file for a snapshot', async () => {
    const { code, errors } = await check(['own.yaml', '--snapshot', 'w/policy.yaml']);

    expect(code).to.equal(3);
    expect(errors).to.include('it is no snapshot');
  });

  it('shows what an Audit policy records as a note, and what a Warn policy says as a warning', async () => {
    for (const [action, word] of [
      ['Audit', 'note'],
      ['Warn', 'warning'],
    ]) {
      const policy = POLICY.replace('[Deny]', `[${action}]`);

      const { code, output } = await check(['other.yaml', '--policies', 'p.yaml'], {
        'p.yaml': policy,
      });

      expect(code).to.equal(0);
      expect(output).to.match(new RegExp(`${word}: spec\\.data\\[1\\].*\\[SPA-K001\\]`, 'u'));
    }
  });

  it('judges objects without a namespace in the one that -n names', async () => {
    const homeless = externalSecret('prod/team-a/db').replace(', namespace: team-a', '');

    const inA = await check(['h.yaml', '--policies', 'w', '-n', 'team-a'], { 'h.yaml': homeless });
    const inDefault = await check(['h.yaml', '--policies', 'w'], { 'h.yaml': homeless });

    expect(inA.code).to.equal(0);
    expect(inDefault.output).to.include('namespace default may not read');
  });

  it('does not miss a store that is handed in, and misses one that is not', async () => {
    const { output } = await check(['own.yaml', '--stores', 'w']);
    const other = await check(['own.yaml', '--stores', 'x.yaml'], {
      'x.yaml': STORE.replace('name: vault', 'name: valt'),
    });

    expect(output).to.not.include('SPA-X003');
    expect(other.output).to.include('SPA-X003');
  });

  it('needs --as for --as-group', async () => {
    expect((await check(['own.yaml', '--as-group', 'g'])).code).to.equal(2);
  });
});
