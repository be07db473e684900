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
      /the Pod did not start: .*other/,
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

  it('explains itself, and refuses what it does not know', async () => {
    const help = recording();
    const wrong = recording();

    expect(await devCommand.run(['--help'], help.deps)).to.equal(0);
    expect(await devCommand.run(['--nonsense'], wrong.deps)).to.equal(2);
    expect(help.output()).to.include('Examples:').and.to.include('Exit codes:');
    expect(wrong.output()).to.include('--nonsense');
  });
});
