import { parseArgs } from 'node:util';
import { composeController } from '../../controller/index.ts';
import { AppError, toAppError } from '../../core/runtime/index.ts';
import { composeSidecar } from '../../sidecar/index.ts';
import { composeWebhook } from '../../webhook/index.ts';
import type { Command, CommandDeps } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import type { Parts } from './parts.ts';
import { runQuickStart } from './quick-start.ts';

/** As the images start them. */
const REAL_PARTS: Parts = { composeWebhook, composeController, composeSidecar, patienceMs: 15_000 };

const USAGE = `Usage: sallyport dev [-f FILE|DIRECTORY]... [--watch] [--verbose]

The quick start: an API server in memory, the real webhook over HTTPS, the real controller and a real
sidecar, in this process. It applies the manifests of examples/quickstart and yours, shows each verdict as
kubectl would, and lets a rotation reach a running application. No cluster is touched.
Of a Deployment, StatefulSet, DaemonSet, Job or CronJob it runs one Pod, made of the Pod template.

  -f, --filename   Also apply these manifests (repeatable; a directory means its .yaml and .yml files)
  -w, --watch      Stay, and apply a file again when it changes
      --verbose    Show the log lines of webhook, controller and sidecar
  -h, --help       This text

The backend is 'fake'. With VAULT_ADDR and VAULT_TOKEN set it is that Vault (KV v2 at secret/); with
AWS_ENDPOINT_URL, or AWS_REGION and credentials, it is that Secrets Manager. One key,
sallyport-quickstart/database, is written there and removed at the end.

Examples:
  sallyport dev
  sallyport dev -f my-external-secret.yaml --watch
  VAULT_ADDR=http://127.0.0.1:8200 VAULT_TOKEN=root sallyport dev

Exit codes: 0 everything arrived, 1 it did not, 2 wrong usage, 3 a file could not be read,
130 interrupted before the end.
`;

function parse(args: readonly string[]): {
  readonly files: readonly string[];
  readonly watch: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
} {
  const { values } = parseArgs({
    args: [...args],
    options: {
      filename: { type: 'string', short: 'f', multiple: true },
      watch: { type: 'boolean', short: 'w' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: true,
  });
  return {
    files: values.filename ?? [],
    watch: values.watch ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
  };
}

async function run(args: readonly string[], deps: CommandDeps): Promise<number> {
  let options: ReturnType<typeof parse>;
  try {
    options = parse(args);
  } catch (error) {
    deps.writeError(
      `sallyport dev: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`,
    );
    return EXIT.usage;
  }
  if (options.help) {
    deps.write(USAGE);
    return EXIT.clean;
  }
  try {
    return await runQuickStart(options, deps, REAL_PARTS);
  } catch (error) {
    if (deps.signal.aborted) {
      deps.writeError('sallyport dev: interrupted\n');
      return EXIT.interrupted;
    }
    const fault = toAppError(error);
    deps.writeError(`${deps.style.red(`The quick start failed: ${fault.message}`)}\n`);
    if (!(error instanceof AppError)) {
      throw error;
    }
    return EXIT.findings;
  }
}

export const devCommand: Command = {
  name: 'dev',
  summary: 'Try everything without a cluster',
  usage: USAGE,
  options: {
    filename: { short: 'f', value: 'FILE', repeatable: true, help: 'Also apply these manifests' },
    watch: { short: 'w', help: 'Stay, and apply a file again when it changes' },
    verbose: { help: 'Show the log lines of webhook, controller and sidecar' },
  },
  run,
};
