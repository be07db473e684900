import { mkdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RawObject } from '../../core/api/index.ts';
import { EXTERNAL_SECRETS } from '../../core/kube/index.ts';
import { startAwsServer } from '../support/aws-server.ts';
import { startVaultServer } from '../support/vault-server.ts';
import type { Figure } from './figure.ts';
import { memoryOf, processorMsOf, type Running, start } from './process.ts';
import { build, createWorld, type World } from './world.ts';

const REFRESHES = 1000;
const FLAGS = ['--jitless', '--max-semi-space-size=1'];
const KEYS = { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench', region: 'us-east-1' };

interface Backend {
  readonly name: string;
  readonly provider: RawObject;
  readonly environment: Readonly<Record<string, string>>;
  put(value: string): void;
  close(): Promise<void>;
}

async function vaultBackend(): Promise<Backend> {
  const server = await startVaultServer('root');
  server.allowLogin('bench', 'bench', 3600);
  return {
    name: 'vault',
    provider: {
      vault: {
        server: server.url,
        path: 'secret',
        version: 'v2',
        auth: { kubernetes: { mountPath: 'kubernetes', role: 'bench' } },
      },
    },
    environment: {},
    put: (value) => void server.put('bench', { password: value }),
    close: async () => server.close(),
  };
}

async function awsBackend(): Promise<Backend> {
  const server = await startAwsServer(KEYS);
  return {
    name: 'aws',
    provider: { aws: { service: 'SecretsManager', region: KEYS.region } },
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_REGION: KEYS.region,
    },
    put: (value) => void server.put('bench', JSON.stringify({ password: value })),
    close: async () => server.close(),
  };
}

function startSidecar(world: World, volume: string, backend: Backend): Running {
  const spec = {
    version: 1,
    externalSecrets: ['bench'],
    directory: volume,
    fileMode: 0o440,
    directoryMode: 0o750,
    layout: 'atomic',
    formats: ['keys'],
    env: [],
    nativeSecret: 'none',
    phase: 'stay',
    staleLimitSeconds: 0,
    reload: [],
    rollback: false,
  };
  return start([...FLAGS, 'dist/sync/sidecar.js'], {
    ...world.environment,
    ...backend.environment,
    SALLYPORT_SIDECAR_SPEC: JSON.stringify(spec),
    SALLYPORT_POD_NAME: 'bench',
    SALLYPORT_POD_UID: 'bench-uid',
    SALLYPORT_POD_NAMESPACE: 'default',
    SALLYPORT_IDENTITY_DIRECTORY: world.identityDirectory,
    SALLYPORT_PROBE_HOST: '127.0.0.1',
    SALLYPORT_PROBE_PORT: '0',
    SALLYPORT_LOG_LEVEL: 'warn',
  });
}

async function generationOf(volume: string): Promise<string> {
  return readlink(join(volume, 'bench', '..data')).catch(() => '');
}

async function nextGeneration(volume: string, before: string, sidecar: Running): Promise<string> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const now = await generationOf(volume);
    if (now !== before && now !== '') {
      return now;
    }
    if (performance.now() > deadline) {
      throw new Error(`no new generation in 20 s: ${sidecar.output().slice(-2000)}`);
    }
    await delay(1);
  }
}

async function refresh(world: World, backend: Backend, number: number): Promise<void> {
  backend.put(`value-${number}`);
  await world.api.patch(
    EXTERNAL_SECRETS,
    { namespace: 'default', name: 'bench' },
    { metadata: { annotations: { 'force-sync': String(number) } } },
    { type: 'merge', fieldManager: 'bench' },
    new AbortController().signal,
  );
}

async function measure(backend: Backend): Promise<readonly Figure[]> {
  const world = await createWorld();
  const volume = join(world.directory, 'volume');
  await mkdir(volume);
  backend.put('value-0');
  const head = {
    apiVersion: 'external-secrets.io/v1',
    metadata: { name: 'bench', namespace: 'default' },
  };
  await world.apply({ ...head, kind: 'SecretStore', spec: { provider: backend.provider } });
  await world.apply({
    ...head,
    kind: 'ExternalSecret',
    spec: { secretStoreRef: { name: 'bench' }, dataFrom: [{ extract: { key: 'bench' } }] },
  });

  const started = performance.now();
  const sidecar = startSidecar(world, volume, backend);
  try {
    let generation = await nextGeneration(volume, '', sidecar);
    const firstFileMs = performance.now() - started;
    await delay(1000);
    const idle = await memoryOf(sidecar.pid);
    const processorBefore = await processorMsOf(sidecar.pid);
    const lags: number[] = [];
    for (let number = 1; number <= REFRESHES; number += 1) {
      const changed = performance.now();
      await refresh(world, backend, number);
      generation = await nextGeneration(volume, generation, sidecar);
      lags.push(performance.now() - changed);
    }
    const processorMs = (await processorMsOf(sidecar.pid)) - processorBefore;
    await delay(1000);
    const after = await memoryOf(sidecar.pid);
    const bench = `sidecar ${backend.name}`;
    const figure = (what: string, value: number, unit: string): Figure => ({
      bench,
      what,
      value,
      unit,
    });
    return [
      figure('start to first file', firstFileMs, 'ms'),
      figure('anonymous, idle', idle.anonymousMib, 'MiB'),
      figure('resident, idle', idle.residentMib, 'MiB'),
      figure(`anonymous, after ${REFRESHES} refreshes`, after.anonymousMib, 'MiB'),
      figure(`resident, after ${REFRESHES} refreshes`, after.residentMib, 'MiB'),
      figure('processor time a refresh', processorMs / REFRESHES, 'ms'),
      figure(
        'force-sync to file, median',
        lags.toSorted((a, b) => a - b)[REFRESHES / 2] ?? 0,
        'ms',
      ),
    ];
  } finally {
    await sidecar.stop();
    await world.stop();
    await backend.close();
  }
}

/** The bundled sidecar, as its image starts it, over loopback backends: memory, start, cost of a refresh. */
export async function benchSidecar(): Promise<readonly Figure[]> {
  build();
  return [...(await measure(await vaultBackend())), ...(await measure(await awsBackend()))];
}
