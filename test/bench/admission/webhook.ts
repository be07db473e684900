import { readFile } from 'node:fs/promises';
import { createRestApi, inClusterConnection } from '../../../core/kube/index.ts';
import { createLogger, systemClock, systemRandom } from '../../../core/runtime/index.ts';
import { composeWebhook, parseWebhookConfig } from '../../../webhook/index.ts';

/** The webhook as webhook/main.ts runs it, but for where its ServiceAccount is mounted, and it says its port. */
const [directory = '', host = '', port = ''] = process.argv.slice(2);
const config = parseWebhookConfig({
  SALLYPORT_SIDECAR_IMAGE: 'localhost/sallyport-sync:1',
  SALLYPORT_LISTEN_HOST: '127.0.0.1',
  SALLYPORT_LISTEN_PORT: '0',
  SALLYPORT_DRAIN: '0s',
});
if (!config.ok) {
  throw new Error(JSON.stringify(config.findings));
}
const clock = systemClock;
const random = systemRandom;
const log = createLogger({
  level: 'info',
  clock,
  write: (line) => {
    process.stderr.write(line);
  },
});
const connection = await inClusterConnection({
  readFile: async (path) => readFile(path, 'utf8'),
  host,
  port,
  directory,
  clock,
});
const webhook = composeWebhook(config.value, {
  api: createRestApi({ connection, clock, random, log }),
  clock,
  random,
  log,
});
process.once('SIGTERM', () => {
  void webhook.lifecycle.stop().then(() => process.exit());
});
await webhook.lifecycle.start();
process.stdout.write(`port ${webhook.port()}\n`);
