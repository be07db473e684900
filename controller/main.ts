import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { type Connection, createRestApi, inClusterConnection } from '../core/kube/index.ts';
import {
  AppError,
  createLogger,
  faultFields,
  systemClock,
  systemRandom,
} from '../core/runtime/index.ts';
import { backendEnvironment } from '../core/provider/index.ts';
import { createStoreConnector } from '../core/sync/index.ts';
import { composeController, type Controller } from './compose.ts';
import { type ControllerConfig, parseControllerConfig } from './config.ts';

const clock = systemClock;
const random = systemRandom;
const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

function write(line: string): void {
  process.stdout.write(line);
}

const bootLog = createLogger({ level: 'info', clock, write });

function readConfig(): ControllerConfig {
  const parsed = parseControllerConfig(process.env);
  if (!parsed.ok) {
    const problems = parsed.findings.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new AppError('CONFIG_INVALID', problems);
  }
  return parsed.value;
}

/** The cluster of KUBECONFIG where that is set; otherwise the one whose Pod this is. */
async function connection(): Promise<Connection> {
  const path = process.env['KUBECONFIG'];
  if (path !== undefined) {
    const { loadKubeconfig } = await import('../core/kube/kubeconfig/index.ts');
    return loadKubeconfig({
      path,
      context: undefined,
      homeDirectory: homedir(),
      pathSeparator: delimiter,
    });
  }
  return inClusterConnection({
    readFile: async (file) => readFile(file, 'utf8'),
    host: process.env['KUBERNETES_SERVICE_HOST'],
    port: process.env['KUBERNETES_SERVICE_PORT'],
    clock,
  });
}

/** Of the Pod; outside one there is none, and a store that would need it says so. */
async function readToken(): Promise<string> {
  try {
    return (await readFile(TOKEN_FILE, 'utf8')).trim();
  } catch (cause) {
    throw new AppError(
      'UNAUTHENTICATED',
      `the controller has no ServiceAccount token here (${TOKEN_FILE} cannot be read); give the store a serviceAccountRef or secretRef`,
      { cause },
    );
  }
}

async function compose(config: ControllerConfig): Promise<Controller> {
  const log = createLogger({ level: config.logLevel, clock, write });
  const api = createRestApi({ connection: await connection(), clock, random, log });
  const connect = createStoreConnector;
  return composeController(config, {
    api,
    clock,
    random,
    log,
    connect,
    readToken,
    backendEnvironment: backendEnvironment(process.env),
    onBroken: fail,
  });
}

function fail(fault: unknown): never {
  const fields = faultFields(fault);
  bootLog.error('controller failed', fields);
  process.exit(fields.code === 'CONFIG_INVALID' ? 2 : 1);
}

async function stop(controller: Controller): Promise<void> {
  await controller.lifecycle.stop();
  process.exit(0);
}

try {
  const controller = await compose(readConfig());
  process.once('SIGTERM', () => void stop(controller).catch(fail));
  process.once('SIGINT', () => void stop(controller).catch(fail));
  await controller.lifecycle.start();
  bootLog.info('controller started', { probePort: controller.probePort() });
} catch (error) {
  fail(error);
}
