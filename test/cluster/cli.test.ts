import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CommandResult, eventually, kubectl, tryKubectl } from '../support/cluster.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const STORE = 'cli-suite';
const DEPLOYER = 'system:serviceaccount:cli-a:deployer';

const world = `apiVersion: v1
kind: Namespace
metadata: {name: cli-a}
---
apiVersion: v1
kind: Namespace
metadata: {name: cli-b}
---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: ${STORE}}
spec:
  provider: {fake: {data: [{key: prod/cli-a/db, value: marker-of-the-suite}]}}
  conditions: [{namespaces: [cli-a, cli-b]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ${STORE}}
rules: [{apiGroups: [external-secrets.io], resources: [clustersecretstores], resourceNames: [${STORE}], verbs: [use]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ${STORE}, namespace: cli-a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${STORE}}
subjects: [{kind: ServiceAccount, name: deployer, namespace: cli-a}]
`;

function externalSecret(namespace: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: app, namespace: ${namespace}}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: ${STORE}}
  data: [{secretKey: a, remoteRef: {key: prod/cli-a/db}}]
`;
}

const policy = `apiVersion: policy.sallyport.dev/v1alpha1
kind: SecretAccessPolicy
metadata: {name: ${STORE}}
spec:
  validationActions: [Deny]
  stores: [{kind: ClusterSecretStore, names: [${STORE}]}]
  rules: [{name: own, keys: {allow: ['prod/{{namespace}}/**']}}]
  actor: {requireUse: true}
`;

async function sallyport(...args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

/** Findings about the suite's own objects, of an audit's JSON. */
function ours(stdout: string): readonly unknown[] {
  const findings: unknown = JSON.parse(stdout);
  return Array.isArray(findings)
    ? findings.filter((finding) => /cli-a|cli-b|cli-suite/u.test(JSON.stringify(finding)))
    : [];
}

async function remove(): Promise<void> {
  const quietly = ['--ignore-not-found', '--wait=false'];
  await tryKubectl(['delete', 'secretaccesspolicy', STORE, ...quietly]);
  await tryKubectl(['delete', 'externalsecret', 'app', '-n', 'cli-a', ...quietly]);
  await tryKubectl(['delete', 'externalsecret', 'app', '-n', 'cli-b', ...quietly]);
  await tryKubectl(['delete', 'clustersecretstore', STORE, ...quietly]);
  await tryKubectl(['delete', 'clusterrole', STORE, ...quietly]);
  await tryKubectl(['delete', 'namespace', 'cli-a', 'cli-b', ...quietly]);
}

describe('the CLI on a cluster', function () {
  this.timeout(120_000);
  let folder: string;
  let snapshot: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'));
    snapshot = join(folder, 'snapshot.yaml');
    await kubectl(['apply', '--server-side', '--force-conflicts', '-k', 'deploy/crds']);
    await kubectl([
      'wait',
      '--for=condition=Established',
      'crd/secretaccesspolicies.policy.sallyport.dev',
    ]);
    await kubectl(['apply', '-f', '-'], world);
    // Older than the policy, so that nothing asked for them when they came.
    await eventually(
      'the ExternalSecrets are let in',
      async () =>
        tryKubectl(
          ['apply', '-f', '-'],
          `${externalSecret('cli-a')}---\n${externalSecret('cli-b')}`,
        ),
      ({ code }) => code === 0,
    );
    await kubectl(['apply', '-f', '-'], policy);
  });

  after(async () => {
    await remove();
    rmSync(folder, { recursive: true });
  });

  it('audit finds what is older than the policy', async () => {
    const { code, stdout, stderr } = await sallyport('audit', '-o', 'json');

    expect(code, stderr).to.equal(1);
    expect(ours(stdout)).to.have.length(1);
    expect(ours(stdout)[0]).to.include({
      object: 'ExternalSecret/cli-b/app',
      id: 'SPA-K001',
      severity: 'error',
      path: 'spec.data[0].remoteRef.key',
    });
  });

  it('a snapshot holds no value, and audits as the cluster does', async () => {
    const written = await sallyport('snapshot', '-o', snapshot);
    const live = await sallyport('audit', '-o', 'json');
    const offline = await sallyport('audit', '--snapshot', snapshot, '-o', 'json');

    expect(written, written.stderr).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(snapshot, 'utf8')).to.not.include('marker-of-the-suite');
    expect(offline.code).to.equal(live.code);
    expect(ours(offline.stdout)).to.deep.equal(ours(live.stdout));
  });

  it('a snapshot is the same text a second time, but for its head', async () => {
    const again = await sallyport('snapshot');
    const body = (text: string): string =>
      text.slice(text.indexOf('\n---\n')).replaceAll(/resourceVersion: .*/gu, '');

    // Leases and status move resourceVersions of other objects; what verdicts look at does not move.
    expect(body(again.stdout)).to.equal(body(readFileSync(snapshot, 'utf8')));
  });

  it('check by the snapshot, without the cluster, gives the same verdict with nothing assumed', async () => {
    const manifests = join(folder, 'manifests.yaml');
    const args = ['--snapshot', snapshot, '--as', DEPLOYER, '--require-complete', '-o', 'json'];
    writeFileSync(manifests, externalSecret('cli-a'));
    const allowed = await sallyport('check', manifests, ...args);
    writeFileSync(manifests, externalSecret('cli-b'));
    const denied = await sallyport('check', manifests, ...args);

    expect(allowed, allowed.stderr).to.deep.equal({ code: 0, stdout: '[]\n', stderr: '' });
    expect(denied.code).to.equal(1);
    expect(denied.stdout).to.include('SPA-K001');
  });

  it('explain says why', async () => {
    const yes = await sallyport('explain', 'cli-a', STORE, 'prod/cli-a/db', '--as', DEPLOYER);
    const no = await sallyport('explain', 'cli-b', STORE, 'prod/cli-a/db');

    expect(yes.code, yes.stdout + yes.stderr).to.equal(0);
    expect(yes.stdout).to.include('allows  allow "own"');
    expect(no.code).to.equal(1);
    expect(no.stdout).to.include('[SPA-K001]');
  });

  for (const [namespace, answer] of [
    ['cli-a', 'yes'],
    ['cli-b', 'no'],
  ] as const) {
    it(`who-can-use agrees with kubectl auth can-i in ${namespace}`, async () => {
      const asked = await tryKubectl([
        ...['auth', 'can-i', 'use', `clustersecretstores.external-secrets.io/${STORE}`],
        ...['--as', DEPLOYER, '-n', namespace],
      ]);
      const listed = await sallyport('rbac', 'who-can-use', STORE, '-n', namespace);

      expect(asked.stdout.trim()).to.equal(answer);
      expect(listed.code, listed.stderr).to.equal(0);
      expect(listed.stdout.includes('ServiceAccount cli-a/deployer')).to.equal(answer === 'yes');
    });
  }

  it('ends with 3 when the API server is not there, and with 2 on a context that is not', async () => {
    const config = join(folder, 'config');
    writeFileSync(
      config,
      'apiVersion: v1\nkind: Config\ncurrent-context: x\ncontexts: [{name: x, context: {cluster: x, user: x}}]\nclusters: [{name: x, cluster: {server: "https://127.0.0.1:1"}}]\nusers: [{name: x, user: {token: x}}]\n',
    );
    const before = process.env['KUBECONFIG'];
    process.env['KUBECONFIG'] = config;
    try {
      const { code, stderr } = await sallyport('audit');

      expect(code, stderr).to.equal(3);
      expect((await sallyport('audit', '--context', 'nope')).code).to.equal(2);
    } finally {
      process.env['KUBECONFIG'] = before;
    }
  });
});
