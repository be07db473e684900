import { expect } from 'chai';
import type { CommandDeps } from '../../cli/command.ts';
import { devCommand } from '../../cli/dev/index.ts';
import type { Parts } from '../../cli/dev/parts.ts';
import { runQuickStart } from '../../cli/dev/quick-start.ts';
import { createStyle } from '../../cli/style.ts';
import { composeController } from '../../controller/index.ts';
import { type Lifecycle, systemClock } from '../../core/runtime/index.ts';
import { composeSidecar } from '../../sidecar/index.ts';
import { composeWebhook } from '../../webhook/index.ts';
import { startAwsServer } from '../support/aws-server.ts';
import type { FaultyServer } from '../support/faulty-server.ts';
import { startVaultServer } from '../support/vault-server.ts';

const KEY = 'sallyport-quickstart/database';
const TOKEN = 'hvs.loopback-root-token';
const AWS = {
  accessKeyId: 'AKIAQUICKSTART000001',
  secretAccessKey: 'q/secret',
  region: 'eu-west-1',
};

interface Bench {
  readonly server: FaultyServer;
  readonly environment: Readonly<Record<string, string>>;
  putForeign(): void;
  close(): Promise<void>;
}

async function vaultBench(): Promise<Bench> {
  const server = await startVaultServer(TOKEN);
  return {
    server,
    environment: { VAULT_ADDR: server.url, VAULT_TOKEN: TOKEN },
    putForeign: () => void server.put(KEY, { password: 'theirs' }),
    close: server.close,
  };
}

/** The AWS SDK reads the process's environment itself. */
async function awsBench(): Promise<Bench> {
  const server = await startAwsServer(AWS);
  const environment = {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: AWS.region,
    AWS_ACCESS_KEY_ID: AWS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: AWS.secretAccessKey,
  };
  Object.assign(process.env, environment);
  return {
    server,
    environment,
    putForeign: () => void server.put(KEY, '{"password":"theirs"}'),
    async close() {
      for (const name of Object.keys(environment)) {
        Reflect.deleteProperty(process.env, name);
      }
      await server.close();
    },
  };
}

function actionsOf({ calls }: FaultyServer): readonly string[] {
  return calls
    .map(({ method, headers }) => String(headers['x-amz-target'] ?? method))
    .filter((action) => /DELETE|POST|[.](Create|Put|Delete)/u.test(action));
}

const OPTIONS = { files: [], watch: false, verbose: false };
const WHOLE: Parts = { composeWebhook, composeController, composeSidecar, patienceMs: 700 };
const idle: Lifecycle = { start: async () => {}, stop: async () => {} };

function terminal(
  environment: Bench['environment'],
  signal = new AbortController().signal,
): { readonly deps: CommandDeps; readonly output: () => string } {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const style = createStyle(false, undefined);
  const deps = { write, writeError: write, style, environment, clock: systemClock, signal };
  return { deps, output: () => written.join('') };
}

async function dev(environment: Bench['environment']): Promise<{ code: number; output: string }> {
  const { deps, output } = terminal(environment);
  const code = await devCommand.run([], deps);
  return { code, output: output() };
}

const BENCHES = [
  ['vault', vaultBench, 'Backend: vault at http://127.0.0.1:'],
  ['aws', awsBench, 'Backend: AWS Secrets Manager at http://127.0.0.1:'],
] as const;

for (const [name, setUp, says] of BENCHES) {
  describe(`sallyport dev, backend ${name}`, function () {
    this.timeout(20_000);
    let bench: Bench;
    before(async () => {
      bench = await setUp();
    });
    after(async () => {
      await bench.close();
    });

    it('follows a rotation in the backend, and takes away what it wrote', async () => {
      const { code, output } = await dev(bench.environment);

      expect(code, output).to.equal(0);
      expect(output).to.include(says).and.include('Writes ').and.include(KEY);
      expect(output).to.match(/the application was told to reload and uses the new password/u);
      expect(output).to.include(`${KEY} is removed from the backend.`);
      expect(output).to.not.match(/first-password|second-password/u);
      expect(actionsOf(bench.server).at(-1)).to.match(/DELETE|DeleteSecret/u);
    });

    it('takes away what it wrote also when a part of it breaks', async () => {
      const before = actionsOf(bench.server).length;
      const parts: Parts = {
        ...WHOLE,
        composeSidecar: (config, deps) => ({ ...composeSidecar(config, deps), lifecycle: idle }),
      };
      const { deps } = terminal(bench.environment);

      const fault = await runQuickStart(OPTIONS, deps, parts).catch((error: unknown) => error);

      expect(fault).to.be.an('error');
      const actions = actionsOf(bench.server).slice(before);
      expect(actions.at(0)).to.match(/POST|CreateSecret/u);
      expect(actions.at(-1)).to.match(/DELETE|DeleteSecret/u);
    });

    it('takes away what it wrote also when it is interrupted', async () => {
      const before = actionsOf(bench.server).length;
      const interrupt = new AbortController();
      const { deps } = terminal(bench.environment, interrupt.signal);
      const write = (text: string): void => {
        if (text.includes('4. Rotate')) {
          interrupt.abort();
        }
      };

      const code = await devCommand.run([], { ...deps, write });

      expect(interrupt.signal.aborted).to.equal(true);
      expect(code).to.equal(130);
      expect(actionsOf(bench.server).slice(before).at(-1)).to.match(/DELETE|DeleteSecret/u);
    });

    it('says what it could not take away, and does not call that a success', async () => {
      const { deps, output } = terminal(bench.environment);
      const write = (text: string): void => {
        deps.write(text);
        if (text.includes('Done in')) {
          bench.server.failWrites('forbidden');
        }
      };

      const code = await devCommand.run([], { ...deps, write });
      bench.server.fault(undefined);

      expect(code).to.equal(1);
      expect(output()).to.include(
        `${KEY} is left in the backend: SecretStore "quickstart": key "${KEY}": `,
      );
      expect(output()).to.not.match(/first-password|second-password/u);
    });

    it('does not touch somebody else’s secret of that name', async () => {
      bench.putForeign();
      const before = actionsOf(bench.server);

      const { code, output } = await dev(bench.environment);

      expect(code).to.equal(1);
      expect(output).to.include(
        `The quick start failed: SecretStore "quickstart": key "${KEY}": secret not managed by external-secrets`,
      );
      expect(actionsOf(bench.server)).to.deep.equal(before);
    });
  });
}
