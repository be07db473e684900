import * as fs from 'node:fs/promises';
import { createRestApi, inClusterConnection } from '../core/kube/index.ts';
import { backendEnvironment } from '../core/provider/index.ts';
import {
  AppError,
  createLogger,
  faultFields,
  systemClock,
  systemRandom,
} from '../core/runtime/index.ts';
import { composeSidecar, type Sidecar } from './compose.ts';
import { parseSidecarConfig, type SidecarConfig } from './config.ts';
import { createProcessTable } from './reload/index.ts';

function write(line: string): void {
  process.stdout.write(line);
}

const clock = systemClock;
const DELIVERY_POLL_MS = 50;
const bootLog = createLogger({ level: 'info', clock, write });

function readConfig(): SidecarConfig {
  const parsed = parseSidecarConfig(process.env);
  if (!parsed.ok) {
    const problems = parsed.findings.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError('CONFIG_INVALID', problems);
  }
  return parsed.value;
}

async function compose(config: SidecarConfig): Promise<Sidecar> {
  const log = createLogger({ level: config.logLevel, clock, write });
  const readFile = async (path: string): Promise<string> => fs.readFile(path, 'utf8');
  const connection = await inClusterConnection({
    readFile,
    host: process.env['KUBERNETES_SERVICE_HOST'],
    port: process.env['KUBERNETES_SERVICE_PORT'],
    directory: config.identityDirectory,
    clock,
  });
  return composeSidecar(config, {
    api: createRestApi({ connection, clock, random: systemRandom, log }),
    backendEnvironment: backendEnvironment(process.env),
    identity: {
      kind: 'direct',
      readToken: async () => (await readFile(`${config.identityDirectory}/token`)).trim(),
    },
    fs,
    processes: createProcessTable({
      readdir: async (path) => fs.readdir(path),
      readFile: async (path) => fs.readFile(path),
      kill: (pid, name) => void process.kill(pid, name),
      ownPid: process.pid,
    }),
    clock,
    random: systemRandom,
    log,
    onBroken: fail,
  });
}

/** The last line of the log is the container's termination message (FallbackToLogsOnError). */
function fail(fault: unknown): never {
  const fields = faultFields(fault);
  bootLog.error('sidecar failed', fields);
  process.exit(fields.code === 'CONFIG_INVALID' ? 2 : 1);
}

async function stop(sidecar: Sidecar): Promise<void> {
  const missing = sidecar.missing();
  await sidecar.lifecycle.stop();
  if (missing === undefined) {
    process.exit(0);
  }
  bootLog.error('stopped before the first delivery', { cause: missing });
  process.exit(1);
}

/** As an init container: ends well as soon as everything is delivered. */
async function endWhenDelivered(sidecar: Sidecar): Promise<void> {
  while (!sidecar.started()) {
    await clock.sleep(DELIVERY_POLL_MS, new AbortController().signal);
  }
  await stop(sidecar);
}

// First of all: without a listener of ours this signal would have Node open its debugger.
let wake = (): void => undefined;
process.on('SIGUSR1', () => {
  wake();
});
try {
  const config = readConfig();
  const sidecar = await compose(config);
  wake = () => {
    sidecar.wake();
  };
  process.once('SIGTERM', () => void stop(sidecar).catch(fail));
  process.once('SIGINT', () => void stop(sidecar).catch(fail));
  await sidecar.lifecycle.start();
  if (config.spec.phase === 'once') {
    await endWhenDelivered(sidecar);
  }
} catch (error) {
  fail(error);
}
