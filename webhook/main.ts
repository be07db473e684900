import { readFile } from 'node:fs/promises';
import { createRestApi, inClusterConnection } from '../core/kube/index.ts';
import { createLogger, faultFields, systemClock, systemRandom } from '../core/runtime/index.ts';
import { composeWebhook } from './compose.ts';
import { parseWebhookConfig, type WebhookConfig } from './config.ts';

const EXIT_FAULT = 1;
const EXIT_USAGE = 2;

function write(line: string): void {
  process.stderr.write(line);
}

async function serve(config: WebhookConfig): Promise<void> {
  const clock = systemClock;
  const random = systemRandom;
  const log = createLogger({ level: config.logLevel, clock, write });
  const stopAsked = new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  const connection = await inClusterConnection({
    readFile: async (path) => readFile(path, 'utf8'),
    host: process.env['KUBERNETES_SERVICE_HOST'],
    port: process.env['KUBERNETES_SERVICE_PORT'],
    clock,
  });
  const api = createRestApi({ connection, clock, random, log });
  const webhook = composeWebhook(config, { api, clock, random, log });
  await webhook.lifecycle.start();
  log.info('webhook serves', { port: webhook.port() });
  log.info('webhook stops', { signal: await stopAsked });
  await webhook.lifecycle.stop();
}

const config = parseWebhookConfig(process.env);
if (config.ok) {
  try {
    await serve(config.value);
    process.exit();
  } catch (error) {
    const { code, cause, at } = faultFields(error);
    write(`${code}: ${cause}${at === undefined ? '' : `\n${at}`}\n`);
    process.exit(code === 'CONFIG_INVALID' ? EXIT_USAGE : EXIT_FAULT);
  }
} else {
  for (const { path, message } of config.findings) {
    write(`${path}: ${message}\n`);
  }
  process.exit(EXIT_USAGE);
}
