import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SidecarSpec } from '../../core/api/index.ts';
import { SECRET_STORES } from '../../core/kube/index.ts';
import type { MemoryApi } from '../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { type Clock, createLogger, systemClock } from '../../core/runtime/index.ts';
import { composeSidecar, type Sidecar } from '../../sidecar/index.ts';

export const AS_USER = { fieldManager: 'kubectl' };
export const signal = new AbortController().signal;

const NO_PROCESSES = { list: async () => Promise.resolve([]), kill: () => undefined };

export interface Pod {
  readonly api: MemoryApi;
  readonly sidecar: Sidecar;
  readonly directory: string;
  readonly log: string[];
}

export interface PodOptions extends Partial<SidecarSpec> {
  readonly podName?: string;
  readonly clock?: Clock;
}

export async function inPod(
  { podName = 'app-0', clock = systemClock, ...spec }: PodOptions,
  api: MemoryApi,
  work: (pod: Pod) => Promise<void>,
): Promise<void> {
  const directory = await fs.mkdtemp(join(tmpdir(), 'sallyport-sidecar-'));
  const log: string[] = [];
  const sidecar = composeSidecar(
    {
      spec: {
        version: 1,
        externalSecrets: ['database'],
        directory,
        fileMode: 0o640,
        directoryMode: 0o750,
        layout: 'atomic',
        formats: ['keys'],
        env: [],
        nativeSecret: 'none',
        phase: 'stay',
        staleLimitSeconds: 0,
        reload: [],
        rollback: false,
        ...spec,
      },
      namespace: 'default',
      podName,
      podUid: 'pod-uid',
      identityDirectory: '/nonexistent',
      probeHost: '127.0.0.1',
      probePort: 0,
      logLevel: 'debug',
    },
    {
      api,
      backendEnvironment: {},
      identity: { kind: 'direct', readToken: async () => 'token' },
      fs,
      processes: NO_PROCESSES,
      clock,
      random: () => 0.5,
      log: createLogger({ level: 'debug', clock: systemClock, write: (line) => log.push(line) }),
      onBroken: (error) => log.push(`broken: ${error.message} ${String(error.cause)}`),
    },
  );
  try {
    await sidecar.lifecycle.start();
    await work({ api, sidecar, directory, log });
  } catch (error) {
    console.error(log.join(''));
    throw error;
  } finally {
    await sidecar.lifecycle.stop();
    await fs.rm(directory, { recursive: true, force: true });
  }
}

function fakeStore(values: Readonly<Record<string, string>>): Record<string, unknown> {
  const data = Object.entries(values).map(([key, value]) => ({ key, value }));
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: 'vault', namespace: 'default' },
    spec: { provider: { fake: { data } } },
  };
}

export function externalSecret(
  name: string,
  keys: readonly string[],
  spec: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: 'default' },
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: keys.map((key) => ({ secretKey: key, remoteRef: { key } })),
      ...spec,
    },
  };
}

export async function cluster(values: Readonly<Record<string, string>>): Promise<MemoryApi> {
  const api = createMemoryApi({ clock: systemClock });
  await api.create(SECRET_STORES, fakeStore(values), AS_USER, signal);
  return api;
}

/** Rotates: another value at the backend. */
export async function rotate(
  api: MemoryApi,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const data = Object.entries(values).map(([key, value]) => ({ key, value }));
  await api.patch(
    SECRET_STORES,
    { namespace: 'default', name: 'vault' },
    { spec: { provider: { fake: { data } } } },
    { ...AS_USER, type: 'merge' },
    signal,
  );
}

/** Before mocha's own deadline, after which a wait in vain would go on for ever. */
const PATIENCE_MS = 4500;

/** Until it holds; a wait in vain ends in an error, so that what was started is stopped. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = systemClock.monotonicMs() + PATIENCE_MS;
  while (!(await condition())) {
    if (systemClock.monotonicMs() > deadline) {
      throw new Error(`not within ${PATIENCE_MS / 1000} s: ${condition.toString()}`);
    }
    await systemClock.sleep(2, signal);
  }
}

export async function fileText(pod: Pod, file: string): Promise<string | undefined> {
  return fs.readFile(join(pod.directory, file), 'utf8').catch(() => undefined);
}
