import { expect } from 'chai';
import { createTestCommand } from '../../../../cli/test/command.ts';
import { testCommand } from '../../../../cli/test/index.ts';
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

const TREE = {
  't/world/p.yaml': POLICY,
  't/world/s.yaml': STORE,
  't/world/n.yaml': NAMESPACE,
  't/world/r.yaml': RBAC,
  't/own.yaml': externalSecret('prod/team-a/db'),
  't/other.yaml': externalSecret('prod/team-b/db'),
};

function suite(...cases: readonly string[]): string {
  return `apiVersion: cli.sallyport.dev/v1
kind: PolicyTest
metadata: {name: suite}
world: [world]
cases:
${cases.map((each) => `  - {${each}}`).join('\n')}
`;
}

async function run(text: string, ...args: readonly string[]): Promise<CommandOutcome> {
  const command = createTestCommand({
    files: treeOf({ ...TREE, 't/suite.yaml': text }),
    validate: (object) => validateManifest(object, textChecks),
  });
  return runCommand(command, ['t', ...args]);
}

const AS = `as: '${DEPLOYER}'`;
const OWN = `name: own, file: own.yaml, ${AS}, expect: {verdict: allowed, exactly: true}`;
const OTHER = `name: other, file: other.yaml, ${AS}, expect: {verdict: denied, findings: [SPA-K001]}`;

describe('sallyport test', () => {
  it('exits 0 when every case gets what it expects', async () => {
    const { code, output } = await run(suite(OWN, OTHER));

    expect(output).to.equal('suite\n  ok      own\n  ok      other\n\n2 passed, 0 failed\n');
    expect(code).to.equal(0);
  });

  for (const [what, text, words] of [
    [
      'a denial that was not expected',
      `name: x, file: other.yaml, ${AS}, expect: {verdict: allowed}`,
      'expected allowed, was denied:\n            error: spec.data[0].remoteRef.key',
    ],
    [
      'a missing denial',
      `name: x, file: own.yaml, ${AS}, expect: {verdict: denied}`,
      'expected denied, was allowed',
    ],
    [
      'a missing finding',
      `name: x, file: other.yaml, ${AS}, expect: {verdict: denied, findings: [SPA-K002]}`,
      'expected finding SPA-K002; there are SPA-K001',
    ],
    [
      'a finding too many',
      `name: x, file: other.yaml, ${AS}, expect: {verdict: denied, exactly: true}`,
      'unexpected finding: error: spec.data[0]',
    ],
    [
      'an object that the webhook refuses for its shape',
      `name: x, ${AS}, object: {apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {}}, expect: {verdict: allowed}`,
      'expected allowed, was denied',
    ],
  ] as const) {
    it(`exits 1 and shows ${what}`, async () => {
      const { code, output } = await run(suite(text));

      expect(output).to.include('FAILED  x').and.to.include(words);
      expect(code).to.equal(1);
    });
  }

  it('gives results to CI as JUnit', async () => {
    const failing = OTHER.replace('SPA-K001', 'SPA-K002');

    const { output } = await run(suite(OWN, failing), '-o', 'junit');

    expect(output).to.include('<testsuite name="suite" tests="2" failures="1" errors="0">');
    expect(output).to.include('<testcase classname="suite" name="own"/>');
  });

  for (const [what, text, words] of [
    ['an unknown field', suite(OWN.replace('file:', 'fil:')), 'cases[0].fil: unknown field'],
    [
      'a verdict that is none',
      suite(OWN.replace('allowed', 'ok')),
      'cases[0].expect.verdict: it is allowed or denied',
    ],
    ['no case', suite().replace('cases:\n', 'cases: []'), 'cases: there are none'],
    [
      'a file that is not there',
      suite(OWN.replace('own.yaml', 'nope.yaml')),
      'cannot read t/nope.yaml',
    ],
    [
      'a world that is not there',
      suite(OWN).replace('[world]', '[nowhere]'),
      'cannot read t/nowhere',
    ],
    ['no suite at all', NAMESPACE, 'no PolicyTest in t'],
  ] as const) {
    it(`exits 3 on ${what}`, async () => {
      const { code, errors } = await run(text);

      expect(errors).to.include(words);
      expect(code).to.equal(3);
    });
  }

  it('passes on examples/policies', async () => {
    const { code, output } = await runCommand(testCommand, ['examples/policies']);

    expect(output).to.match(/4 passed, 0 failed\n$/u);
    expect(code).to.equal(0);
  });
});
