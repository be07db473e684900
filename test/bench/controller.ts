import { setTimeout as delay } from 'node:timers/promises';
import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import { objectAt, objectsAt } from '../../core/runtime/index.ts';
import { startVaultServer } from '../support/vault-server.ts';
import type { Figure } from './figure.ts';
import { memoryOf, processorMsOf, start } from './process.ts';
import { build, createWorld } from './world.ts';

const EXTERNAL_SECRET_COUNT = 1000;
const signal = new AbortController().signal;

/** The bundled controller: 1,000 ExternalSecrets, one Vault key each, until all are Ready. */
export async function benchController(): Promise<readonly Figure[]> {
  build();
  const world = await createWorld();
  const vault = await startVaultServer('root');
  const store = { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore' };
  await world.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'vault-token', namespace: 'default' },
    stringData: { token: 'root' },
  });
  await world.apply({
    ...store,
    metadata: { name: 'vault', namespace: 'default' },
    spec: {
      provider: {
        vault: {
          server: vault.url,
          path: 'secret',
          version: 'v2',
          auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
        },
      },
    },
  });
  for (let number = 0; number < EXTERNAL_SECRET_COUNT; number += 1) {
    vault.put(`app-${number}`, { username: `user-${number}`, password: `password-${number}` });
    await world.apply({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: `app-${number}`, namespace: 'default' },
      spec: {
        secretStoreRef: { name: 'vault' },
        dataFrom: [{ extract: { key: `app-${number}` } }],
      },
    });
  }

  const started = performance.now();
  const controller = start(['dist/sync/controller.js'], {
    KUBECONFIG: world.kubeconfig,
    SALLYPORT_PROBE_HOST: '127.0.0.1',
    SALLYPORT_PROBE_PORT: '0',
    SALLYPORT_LOG_LEVEL: 'warn',
  });
  const isReady = (object: Readonly<Record<string, unknown>>): boolean =>
    objectsAt(objectAt(object, 'status'), 'conditions').some(
      (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
    );
  try {
    for (;;) {
      const objects = await world.api.list(EXTERNAL_SECRETS, {}, signal);
      if (objects.every(isReady)) {
        break;
      }
      if (performance.now() - started > 120_000) {
        const count = objects.filter(isReady).length;
        throw new Error(`${count} Ready in 120 s: ${controller.output().slice(-2000)}`);
      }
      await delay(20);
    }
    const seconds = (performance.now() - started) / 1000;
    const processorMs = await processorMsOf(controller.pid);
    await delay(2000);
    const memory = await memoryOf(controller.pid);
    const figure = (what: string, value: number, unit: string): Figure => ({
      bench: 'controller',
      what,
      value,
      unit,
    });
    return [
      figure(`start to ${EXTERNAL_SECRET_COUNT} Ready`, seconds, 's'),
      figure('processor time for it', processorMs / 1000, 's'),
      figure('calls to Vault', vault.calls.length, 'calls'),
      figure('anonymous, afterwards', memory.anonymousMib, 'MiB'),
      figure('resident, afterwards', memory.residentMib, 'MiB'),
    ];
  } finally {
    await controller.stop();
    await vault.close();
    await world.stop();
  }
}
