import * as fs from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SidecarSpec } from '../../core/api/index.ts';
import { EXTERNAL_SECRETS, SECRET_STORES, SECRETS } from '../../core/kube/index.ts';
import { createMemoryApi, type MemoryApi } from '../../core/kube/memory/index.ts';
import { createLogger, systemClock } from '../../core/runtime/index.ts';
import { composeSidecar, type Sidecar } from '../../sidecar/index.ts';

const AS_USER = { fieldManager: 'kubectl' };
const signal = new AbortController().signal;

interface Pod {
  readonly api: MemoryApi;
  readonly sidecar: Sidecar;
  readonly directory: string;
  readonly log: string[];
}

async function inPod(
  spec: Partial<SidecarSpec>,
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
        nativeSecret: 'none',
        reload: [],
        ...spec,
      },
      namespace: 'default',
      podName: 'app-0',
      identityDirectory: '/nonexistent',
      probeHost: '127.0.0.1',
      probePort: 0,
      logLevel: 'debug',
    },
    {
      api,
      readToken: async () => 'token',
      fs,
      clock: systemClock,
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

function externalSecret(name: string, keys: readonly string[]): Record<string, unknown> {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: 'default' },
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: keys.map((key) => ({ secretKey: key, remoteRef: { key } })),
    },
  };
}

async function cluster(values: Readonly<Record<string, string>>): Promise<MemoryApi> {
  const api = createMemoryApi({ clock: systemClock });
  await api.create(SECRET_STORES, fakeStore(values), AS_USER, signal);
  return api;
}

/** Rotates: another value at the backend. */
async function rotate(api: MemoryApi, values: Readonly<Record<string, string>>): Promise<void> {
  const data = Object.entries(values).map(([key, value]) => ({ key, value }));
  await api.patch(
    SECRET_STORES,
    { namespace: 'default', name: 'vault' },
    { spec: { provider: { fake: { data } } } },
    { ...AS_USER, type: 'merge' },
    signal,
  );
}

/** Until it holds; mocha's deadline ends a wait in vain. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await systemClock.sleep(2, signal);
  }
}

async function fileText(pod: Pod, file: string): Promise<string | undefined> {
  return fs.readFile(join(pod.directory, file), 'utf8').catch(() => undefined);
}

describe('a sidecar beside a Pod', () => {
  it('is started once every named ExternalSecret has its files', async () => {
    const api = await cluster({ user: 'alice', token: 't-1' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({ externalSecrets: ['database', 'api'] }, api, async (pod) => {
      await until(async () => (await fileText(pod, 'database/user')) === 'alice');
      const url = `http://127.0.0.1:${pod.sidecar.probePort()}`;
      const waiting = await fetch(`${url}/started`);
      expect(waiting.status).to.equal(503);
      expect(await waiting.text()).to.contain('there is no ExternalSecret "api"');
      expect((await fetch(`${url}/livez`)).status).to.equal(200);

      await api.create(EXTERNAL_SECRETS, externalSecret('api', ['token']), AS_USER, signal);
      await until(() => pod.sidecar.started());

      expect((await fetch(`${url}/started`)).status).to.equal(200);
      expect(await fileText(pod, 'api/token')).to.equal('t-1');
      expect(await (await fetch(`${url}/metrics`)).text()).to.contain(
        'externalsecret_provider_api_calls_count{provider="Fake",call="GetSecret",status="success"} 2',
      );
    });
  });

  it('writes no native Secret and no status where a controller does', async () => {
    const api = await cluster({ user: 'alice' });
    const created = await api.create(
      EXTERNAL_SECRETS,
      externalSecret('database', ['user']),
      AS_USER,
      signal,
    );

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.started());

      expect(await api.list(SECRETS, { namespace: 'default' }, signal)).to.deep.equal([]);
      expect(
        await api.get(EXTERNAL_SECRETS, { namespace: 'default', name: 'database' }, signal),
      ).to.deep.equal(created);
    });
  });

  it('delivers a changed value and calls the hook once for ExternalSecrets that change together', async () => {
    let calls = 0;
    const application = createServer((request, response) => {
      calls += request.method === 'POST' && request.url === '/reload' ? 1 : 0;
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
    const address = application.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const api = await cluster({ user: 'alice', token: 't-1' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);
    await api.create(EXTERNAL_SECRETS, externalSecret('api', ['token']), AS_USER, signal);
    const reload = [
      { kind: 'http', method: 'POST', url: `http://127.0.0.1:${port}/reload` },
    ] as const;

    await inPod({ externalSecrets: ['database', 'api'], reload }, api, async (pod) => {
      await until(() => pod.sidecar.started());
      expect(calls).to.equal(0);

      await rotate(api, { user: 'bob', token: 't-2' });
      await until(() => calls > 0);

      expect(await fileText(pod, 'database/user')).to.equal('bob');
      expect(await fileText(pod, 'api/token')).to.equal('t-2');
      pod.sidecar.wake();
      await until(() => pod.log.filter((line) => line.includes('"result":"unchanged"')).length > 1);
      expect(calls).to.equal(1);
    }).finally(() => application.close());
  });

  it('keeps the files and says why when a pass fails', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({}, api, async (pod) => {
      await until(() => pod.sidecar.started());

      await rotate(api, { other: 'x' });
      await until(() => pod.sidecar.faults() !== undefined);

      expect(pod.sidecar.faults()).to.contain('ExternalSecret "database": SECRET_MISSING');
      expect(await fileText(pod, 'database/user')).to.equal('alice');
      expect(pod.sidecar.started()).to.equal(true);
    });
  });
});
