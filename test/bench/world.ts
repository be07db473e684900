import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createAuthority, issueServingCertificate } from '../../certs/authority.ts';
import type { RawObject } from '../../core/api/index.ts';
import type { KubernetesApi } from '../../core/kube/index.ts';
import { createMemoryApi } from '../../core/kube/memory/index.ts';
import { systemClock } from '../../core/runtime/index.ts';
import { applyManifest } from '../../cli/dev/apply.ts';
import { schemaOf } from '../../cli/dev/schemas.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

/** An API server other processes can reach, and what a Pod of it has mounted. */
export interface World {
  readonly api: KubernetesApi;
  readonly directory: string;
  readonly identityDirectory: string;
  readonly kubeconfig: string;
  readonly environment: Readonly<Record<string, string>>;
  apply(object: RawObject): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the bundles once a run. */
let isBuilt = false;
export function build(): void {
  if (!isBuilt) {
    const { status, stderr } = spawnSync(process.execPath, ['deploy/build.ts'], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      throw new Error(`npm run build failed: ${stderr}`);
    }
    isBuilt = true;
  }
}

export async function createWorld(
  options: Pick<Parameters<typeof createMemoryApi>[0], 'authorize'> = {},
): Promise<World> {
  const now = new Date();
  const authority = await createAuthority('bench', now);
  const serving = await issueServingCertificate(authority, ['localhost'], now);
  const api = createMemoryApi({ clock: systemClock, schemas: schemaOf, ...options });
  const server: ApiServer = await startApiServer({
    api,
    key: serving.privateKeyPem,
    cert: serving.certificatePem,
  });
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
  const files = { token: 'bench', 'ca.crt': authority.certificatePem, namespace: 'default' };
  await Promise.all(
    Object.entries(files).map(async ([name, text]) => writeFile(join(directory, name), text)),
  );
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'bench',
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
      users: [{ name: 'bench', user: { token: 'bench' } }],
      clusters: [
        {
          name: 'bench',
          cluster: {
            server: `https://localhost:${server.port}`,
            'certificate-authority-data': Buffer.from(authority.certificatePem).toString('base64'),
          },
        },
      ],
    }),
  );
  return {
    api,
    directory,
    identityDirectory: directory,
    kubeconfig,
    environment: {
      KUBERNETES_SERVICE_HOST: 'localhost',
      KUBERNETES_SERVICE_PORT: String(server.port),
    },
    async apply(object) {
      const applied = await applyManifest(api, 'bench', object, new AbortController().signal);
      if (applied.kind !== 'stored') {
        throw new Error(applied.line);
      }
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
