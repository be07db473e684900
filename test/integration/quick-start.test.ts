import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { devCommand } from '../../cli/dev/index.ts';
import type { Parts } from '../../cli/dev/parts.ts';
import { runQuickStart } from '../../cli/dev/quick-start.ts';
import type { CommandDeps } from '../../cli/command.ts';
import { createStyle } from '../../cli/style.ts';
import { composeController } from '../../controller/index.ts';
import { type Lifecycle, systemClock } from '../../core/runtime/index.ts';
import { composeSidecar } from '../../sidecar/index.ts';
import { composeWebhook } from '../../webhook/index.ts';

const whole: Parts = { composeWebhook, composeController, composeSidecar, patienceMs: 10_000 };
const impatient: Parts = { ...whole, patienceMs: 700 };
const options = { files: [], watch: false, verbose: false };
const idle: Lifecycle = { start: async () => {}, stop: async () => {} };

function recording(): { readonly deps: CommandDeps; readonly output: () => string } {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const deps: CommandDeps = {
    write,
    writeError: write,
    style: createStyle(false, undefined),
    environment: {},
    clock: systemClock,
    signal: new AbortController().signal,
  };
  return { deps, output: () => written.join('') };
}

async function failureOf(parts: Parts): Promise<string> {
  const { deps } = recording();
  const error: unknown = await runQuickStart(options, deps, parts).then(
    () => new Error('the quick start did not notice'),
    (fault: unknown) => fault,
  );
  return error instanceof Error ? error.message : '';
}

function store(name: string, provider: object, namespace = 'default'): object {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name, namespace },
    spec: { provider },
  };
}

function externalSecret(name: string, storeName: string, namespace = 'default'): object {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      secretStoreRef: { name: storeName },
      data: [{ secretKey: 'password', remoteRef: { key: 'k' } }],
    },
  };
}

function template(externalSecretName: string): object {
  return {
    metadata: {
      annotations: {
        'sallyport.dev/inject': 'true',
        'sallyport.dev/external-secrets': externalSecretName,
      },
    },
    spec: { containers: [{ name: 'main', image: 'registry.example.com/reader:1' }] },
  };
}

function pod(name: string, externalSecretName: string): object {
  const { metadata, spec } = { metadata: {}, spec: {}, ...template(externalSecretName) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec };
}

/** A workload with its store and ExternalSecret, in a namespace that no manifest makes. */
function workload(kind: string, apiVersion: string): readonly object[] {
  const inner = { template: template('database') };
  return [
    store('mine', { fake: { data: [{ key: 'k', value: 'abc' }] } }, 'payments'),
    externalSecret('database', 'mine', 'payments'),
    {
      apiVersion,
      kind,
      metadata: { name: 'reader', namespace: 'payments' },
      spec: kind === 'CronJob' ? { jobTemplate: { spec: inner } } : inner,
    },
  ];
}

/** Runs the quick start with one more file, which holds these objects. */
async function runWith(
  objects: readonly object[],
  parts = whole,
): Promise<{ readonly code: number; readonly output: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  try {
    const file = join(directory, 'mine.yaml');
    await writeFile(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
    const { deps, output } = recording();
    const code = await runQuickStart({ ...options, files: [file] }, deps, parts);
    return { code, output: output() };
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('sallyport dev', () => {
  it('shows verdicts, injection, files, keys and a rotation, and no value', async function () {
    this.timeout(20_000);
    const { deps, output } = recording();

    const code = await runQuickStart(options, deps, whole);

    expect(code).to.equal(0);
    expect(output()).to.include('externalsecret.external-secrets.io/database created');
    expect(output()).to.include(
      'admission webhook "externalsecrets.sallyport.dev" denied the request: ExternalSecret default/refused',
    );
    expect(output()).to.match(/\+ {6}restartPolicy: Always/);
    expect(output()).to.match(/database\/database.properties +0444 +\d+ bytes/);
    expect(output()).to.include('Secret default/database (Opaque): keys database.properties');
    expect(output()).to.match(/the application was told to reload and uses the new password/);
    expect(output()).to.not.include('\u001b');
    expect(output()).to.not.match(/first-password|second-password/);
  });

  const broken: readonly (readonly [string, Parts, RegExp])[] = [
    [
      'a webhook that does not start',
      {
        ...impatient,
        composeWebhook: (config, deps) => ({ ...composeWebhook(config, deps), lifecycle: idle }),
      },
      /failed calling webhook/,
    ],
    [
      'a webhook that answers for another port',
      {
        ...impatient,
        composeWebhook: (config, deps) => ({ ...composeWebhook(config, deps), port: () => 1 }),
      },
      /failed calling webhook/,
    ],
    [
      'a controller that does nothing',
      {
        ...impatient,
        composeController: (config, deps) => ({
          ...composeController(config, deps),
          lifecycle: idle,
        }),
      },
      /waited 0.7 s for ExternalSecret database to have a status/,
    ],
    [
      'a sidecar that does nothing',
      {
        ...impatient,
        composeSidecar: (config, deps) => ({ ...composeSidecar(config, deps), lifecycle: idle }),
      },
      /fetch failed|did not start/,
    ],
    [
      'a sidecar that never tells the application',
      {
        ...impatient,
        composeSidecar: (config, deps) =>
          composeSidecar({ ...config, spec: { ...config.spec, reload: [] } }, deps),
      },
      /waited 0.7 s for the application to be told/,
    ],
    [
      'a sidecar that follows nothing',
      {
        ...impatient,
        composeSidecar: (config, deps) =>
          composeSidecar({ ...config, spec: { ...config.spec, externalSecrets: ['other'] } }, deps),
      },
      /for the Pod to start: .*other/,
    ],
  ];
  for (const [what, parts, message] of broken) {
    it(`fails with ${what}`, async function () {
      this.timeout(20_000);

      expect(await failureOf(parts)).to.match(message);
    });
  }

  const refused: readonly (readonly [string, RegExp])[] = [
    [
      'test/fixtures/seeds/damaged/04-dep.yaml',
      /04-dep\.yaml:4:1: error: indented with no-break spaces/,
    ],
    [
      'test/fixtures/seeds/damaged/07-dynamic-db-secret.yaml',
      /secret\.yaml:4:1: error: .*lost its indentation/,
    ],
    [
      'test/fixtures/misplaced-template.yaml',
      /template\.yaml:8:3: error: .*did you mean spec\.target\.template\?/,
    ],
  ];
  for (const [file, message] of refused) {
    it(`refuses ${file} with its place and a hint, and applies nothing of it`, async function () {
      this.timeout(20_000);
      const { deps, output } = recording();

      const code = await runQuickStart({ ...options, files: [file] }, deps, whole);

      expect(code).to.equal(1);
      expect(output()).to.match(message);
      expect(output()).to.not.include('externalsecret.external-secrets.io/dep ');
      expect(output()).to.include(`Refused: ${file}`);
    });
  }

  const workloads = [
    ['Deployment', 'apps/v1', 'deployment.apps/reader'],
    ['StatefulSet', 'apps/v1', 'statefulset.apps/reader'],
    ['CronJob', 'batch/v1', 'cronjob.batch/reader'],
  ] as const;
  for (const [kind, apiVersion, shown] of workloads) {
    it(`runs the Pod template of a ${kind} as a Pod of its name, in a namespace it provides`, async function () {
      this.timeout(20_000);

      const { code, output } = await runWith(workload(kind, apiVersion));

      expect(code, output).to.equal(0);
      expect(output).to.include('namespace/payments created');
      expect(output).to.include(`pod/reader created (the Pod template of ${shown})`);
      expect(output).to.match(/Pod payments\/reader: the sidecar's startup probe passed/);
      expect(output).to.match(/database\/password +0444 +3 bytes/);
    });
  }

  const incomplete: readonly (readonly [string, readonly object[], RegExp])[] = [
    [
      'an ExternalSecret whose store does not exist',
      [externalSecret('lost', 'missing')],
      /ExternalSecret default\/lost: not Ready, SecretSyncedError: .*SecretStore "missing" does not exist/,
    ],
    [
      'a store of a backend that is not built',
      [store('later', { gcpsm: { projectID: 'p' } })],
      /SecretStore default\/later: not Ready, UnsupportedProvider: /,
    ],
    [
      'a Pod whose ExternalSecret does not exist',
      [pod('waiting', 'nowhere')],
      /Pod default\/waiting: waited 3 s for the Pod to start: .*there is no ExternalSecret "nowhere"/,
    ],
  ];
  for (const [what, objects, line] of incomplete) {
    it(`goes on past ${what}, and does not call that a success`, async function () {
      this.timeout(20_000);

      const { code, output } = await runWith(objects, { ...whole, patienceMs: 3000 });

      expect(code).to.equal(1);
      expect(output).to.match(line);
      expect(output).to.match(/the application was told to reload/);
      expect(output).to.include('Not everything of yours arrived');
      expect(output.includes('… waiting for the Pod to start: ')).to.equal(
        what.startsWith('a Pod'),
      );
      expect(output).to.not.include('everything else arrived');
    });
  }

  it('shows the warnings that kubectl would print, before the verdict', async function () {
    this.timeout(20_000);
    const annotations = { 'sallyport.dev/external-secrets': 'database' };
    const metadata = { name: 'hesitant', namespace: 'default', annotations };
    const spec = { containers: [{ name: 'app', image: 'app' }] };

    const { output } = await runWith([{ apiVersion: 'v1', kind: 'Pod', metadata, spec }], whole);

    expect(output).to.match(/Warning: .*sallyport\.dev\/inject.*\n +pod\/hesitant created/);
  });

  it('exits 3 on a file that cannot be read, before anything is started', async () => {
    const { deps, output } = recording();

    expect(await devCommand.run(['-f', 'no-such-file.yaml'], deps)).to.equal(3);
    expect(output()).to.equal(
      'sallyport dev: cannot read no-such-file.yaml: there is no such file or directory\n',
    );
  });

  it('exits 130 when it is interrupted before its end', async function () {
    this.timeout(20_000);
    const interrupt = new AbortController();
    const { deps } = recording();
    const write = (text: string): void => {
      if (text.includes('3. What')) {
        interrupt.abort();
      }
    };

    expect(await devCommand.run([], { ...deps, write, signal: interrupt.signal })).to.equal(130);
  });

  it('explains itself, and refuses what it does not know', async () => {
    const help = recording();
    const wrong = recording();

    expect(await devCommand.run(['--help'], help.deps)).to.equal(0);
    expect(await devCommand.run(['--nonsense'], wrong.deps)).to.equal(2);
    expect(help.output()).to.include('Examples:').and.to.include('Exit codes:');
    expect(wrong.output()).to.include('--nonsense');
  });
});
