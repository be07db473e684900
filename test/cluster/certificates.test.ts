import { expect } from 'chai';
import { objectAt, isObject, textAt } from '../../core/runtime/index.ts';
import { eventually, getJson, kubectl, tryKubectl } from '../support/cluster.ts';
import { freshNamespace, install, rolledOut } from '../support/installation.ts';

const NAMESPACE = 'certificates';
const SYSTEM = ['-n', 'sallyport-system'];
const SECRET = ['secret', 'sallyport-webhook-ca'];
const REPLICAS = 5;

function manifest(turn: number): string {
  return `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: often, namespace: ${NAMESPACE} }
spec: { provider: { fake: { data: [{ key: k, value: v${turn} }] } } }
`;
}

/** Writes an object that the webhook judges until told to stop; what was refused. */
function applyUntilStopped(): {
  stop: () => Promise<{ refusals: readonly string[]; writes: number }>;
} {
  let isRunning = true;
  const refusals: string[] = [];
  async function run(): Promise<number> {
    let turn = 0;
    for (; isRunning; turn += 1) {
      const { code, stderr } = await tryKubectl(['apply', '-f', '-'], manifest(turn));
      refusals.push(...(code === 0 ? [] : [stderr]));
    }
    return turn;
  }
  const running = run();
  return {
    async stop() {
      isRunning = false;
      return { writes: await running, refusals };
    },
  };
}

async function stored(entry: string): Promise<string> {
  const secret = await getJson(...SYSTEM, ...SECRET);
  const data = objectAt(isObject(secret) ? secret : {}, 'data');
  return Buffer.from(textAt(data, entry), 'base64').toString();
}

async function phase(): Promise<string> {
  const meta: unknown = JSON.parse(await stored('meta.json'));
  return textAt(isObject(meta) ? meta : {}, 'phase');
}

/** The authorities under which each Pod made its certificates, in their order. */
async function authorities(): Promise<readonly (readonly string[])[]> {
  const selector = ['-l', 'app.kubernetes.io/name=sallyport-webhook'];
  const names = await kubectl([...SYSTEM, 'get', 'pods', ...selector, '-o', 'name']);
  const logs = await Promise.all(
    names
      .trim()
      .split('\n')
      .map(async (name) => kubectl([...SYSTEM, 'logs', name])),
  );
  return logs.map((text) =>
    [...text.matchAll(/"serving certificate issued","authority":"([^"]+)"/gu)].map(
      ([, name = '']) => name,
    ),
  );
}

async function scale(replicas: number): Promise<void> {
  const count = `--replicas=${replicas}`;
  await kubectl([...SYSTEM, 'scale', 'deployment/sallyport-webhook', count]);
  await rolledOut('sallyport-webhook');
}

async function noPods(): Promise<void> {
  await scale(0);
  const selector = ['-l', 'app.kubernetes.io/name=sallyport-webhook'];
  await kubectl([...SYSTEM, 'wait', '--for=delete', 'pod', ...selector, '--timeout=90s']);
}

describe('certificates on a real cluster', () => {
  before(async function () {
    this.timeout(400_000);
    await install();
    await freshNamespace(NAMESPACE);
  });

  after(async function () {
    this.timeout(200_000);
    await kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
    await scale(2);
  });

  it('five replicas that start at once agree on one authority, and every registration has it', async () => {
    await noPods();
    await kubectl([...SYSTEM, 'delete', ...SECRET]);
    await scale(REPLICAS);

    const made = await authorities();
    const bundle = await kubectl([
      'get',
      'validatingwebhookconfiguration',
      'sallyport-validate',
      '-o',
      'jsonpath={.webhooks[*].clientConfig.caBundle}',
    ]);
    const published = new Set(bundle.split(' '));

    expect(made).to.have.length(REPLICAS);
    expect(new Set(made.map((names) => names.join()))).to.have.property('size', 1);
    expect([...published].map((each) => Buffer.from(each, 'base64').toString())).to.deep.equal([
      await stored('ca.crt'),
    ]);
    expect((await tryKubectl(['apply', '-f', '-'], manifest(0))).stderr).to.equal('');
  });

  it('a new key takes over under a running kubectl apply loop, and no write is refused', async function () {
    this.timeout(240_000);
    await scale(2);
    const load = applyUntilStopped();
    const request = `sallyport.dev/rekey=${Date.now()}`;
    await kubectl([...SYSTEM, 'annotate', ...SECRET, '--overwrite', request]);
    const staged = await eventually('the new key', phase, (text) => text === 'staged');
    const active = await eventually('its use', phase, (text) => text === 'retiring', 150_000);
    const issued = await eventually(
      'certificates of every replica under it',
      authorities,
      (all) =>
        new Set(all.map((names) => names.at(-1))).size === 1 &&
        all.every(({ length }) => length > 1),
      60_000,
    );
    const { refusals, writes } = await load.stop();

    expect([staged, active]).to.deep.equal(['staged', 'retiring']);
    expect(refusals).to.deep.equal([]);
    expect(writes).to.be.greaterThan(50);
    for (const names of issued) {
      expect(names[0]).not.to.equal(names.at(-1));
    }
  });

  it('the manifests applied again, client- and server-side, take no bundle away and meet no conflict', async () => {
    const file = ['-f', 'deploy/base/webhook-configurations.yaml'];
    await kubectl(['apply', ...file]);
    const client = await tryKubectl([
      'apply',
      '--server-side',
      '--field-manager=argocd-controller',
      '--force-conflicts',
      ...file,
    ]);
    const server = await tryKubectl([
      'apply',
      '--server-side',
      '--field-manager=argocd-controller',
      ...file,
    ]);
    const bundle = await kubectl([
      'get',
      'validatingwebhookconfiguration',
      'sallyport-validate',
      '-o',
      'jsonpath={.webhooks[*].clientConfig.caBundle}',
    ]);

    expect([client.code, server.code]).to.deep.equal([0, 0]);
    expect(bundle.split(' ')).to.have.length(5);
  });

  it('a Secret that is deleted while the last Pod is replaced by a first costs no write', async function () {
    this.timeout(240_000);
    const load = applyUntilStopped();
    await kubectl([...SYSTEM, 'rollout', 'restart', 'deployment/sallyport-webhook']);
    await kubectl([...SYSTEM, 'delete', ...SECRET]);
    await rolledOut('sallyport-webhook');
    const { refusals } = await load.stop();

    expect(refusals).to.deep.equal([]);
  });
});
