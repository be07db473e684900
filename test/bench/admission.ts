import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build as bundle } from 'esbuild';
import type { RawObject } from '../../core/api/index.ts';
import {
  CLUSTER_SECRET_STORES,
  type KubernetesApi,
  MUTATING_WEBHOOKS,
  NAMESPACES,
  type Resource,
  SECRET_ACCESS_POLICIES,
  SECRETS,
  VALIDATING_WEBHOOKS,
} from '../../core/kube/index.ts';
import { textAt, objectAt } from '../../core/runtime/index.ts';
import { bundleOptions } from '../../deploy/bundle.ts';
import { httpsCall } from '../support/https-call.ts';
import { namespaces, policies, review, STORE } from './admission/objects.ts';
import type { Figure } from './figure.ts';
import { memoryOf, processorMsOf, start, type Running } from './process.ts';
import { createWorld, type World } from './world.ts';

const SERVER_NAME = 'sallyport-webhook.sallyport-system.svc';
/** Entries of `data` that make a review of 3 KiB and one of 100 KiB. */
const SMALL = 10;
const LARGE = 571;
const MANAGER = { fieldManager: 'bench' };
const signal = new AbortController().signal;

function figure(what: string, value: number, unit: string): Figure {
  return { bench: 'admission', what, value, unit };
}

function registration(resource: Resource, name: string): RawObject {
  const clientConfig = { service: { name: 'sallyport-webhook', namespace: 'sallyport-system' } };
  const webhooks = [
    { name: 'a.sallyport.dev', clientConfig, admissionReviewVersions: ['v1'], sideEffects: 'None' },
  ];
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', kind: resource.kind };
  return { ...head, metadata: { name }, webhooks };
}

/** What an installation has before the webhook starts. */
async function install(api: KubernetesApi): Promise<void> {
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'sallyport-system' },
  };
  await api.create(NAMESPACES, namespace, MANAGER, signal);
  for (const [resource, name] of [
    [VALIDATING_WEBHOOKS, 'sallyport-validate'],
    [VALIDATING_WEBHOOKS, 'sallyport-pods'],
    [MUTATING_WEBHOOKS, 'sallyport-inject'],
  ] as const) {
    await api.create(resource, registration(resource, name), MANAGER, signal);
  }
}

async function fill(api: KubernetesApi): Promise<void> {
  await api.create(CLUSTER_SECRET_STORES, STORE, MANAGER, signal);
  for (const object of policies()) {
    await api.create(SECRET_ACCESS_POLICIES, object, MANAGER, signal);
  }
  for (const object of namespaces()) {
    await api.create(NAMESPACES, object, MANAGER, signal);
  }
}

interface Served {
  readonly process: Running;
  readonly port: number;
  readonly caFile: string;
  readonly ca: string;
  readonly readyMs: number;
}

async function until(isDone: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const started = performance.now();
  while (!(await isDone())) {
    if (performance.now() - started > 60_000) {
      throw new Error(`${what} took too long`);
    }
    await delay(2);
  }
}

async function authorityOf(api: KubernetesApi): Promise<string> {
  const ref = { namespace: 'sallyport-system', name: 'sallyport-webhook-ca' };
  const secret = await api.get(SECRETS, ref, signal);
  return Buffer.from(textAt(objectAt(secret ?? {}, 'data'), 'ca.crt'), 'base64').toString();
}

/** From the start of the process to ready, with the CA Secret there as after an installation. */
async function serve(world: World): Promise<Served> {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } =
    world.environment;
  const started = performance.now();
  const running = start(['dist/bench/webhook.js', world.identityDirectory, host, port], {});
  const portOf = (): number => Number(/^port (\d+)$/mu.exec(running.output())?.[1] ?? 0);
  await until(() => {
    if (running.hasEnded()) {
      throw new Error(running.output());
    }
    return portOf() > 0;
  }, 'start');
  const ca = await authorityOf(world.api);
  await until(async () => {
    const options = { port: portOf(), servername: SERVER_NAME, ca, path: '/readyz' };
    return (await httpsCall(options)).status === 200;
  }, 'ready');
  const readyMs = performance.now() - started;
  const caFile = join(world.directory, 'webhook-ca.crt');
  await writeFile(caFile, ca);
  return { process: running, port: portOf(), caFile, ca, readyMs };
}

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function load(
  { port, caFile }: Served,
  bodyFile: string,
  connections: number,
  count: number,
): Promise<Load> {
  const args = [port, caFile, SERVER_NAME, bodyFile, connections, count].map(String);
  const child = spawn(process.execPath, ['test/bench/admission/load.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) {
    throw new Error(`the load failed with ${code}`);
  }
  return JSON.parse(output) as Load;
}

async function measureLoad(
  served: Served,
  name: string,
  bodyFile: string,
  counts: Readonly<Record<string, number>>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  await load(served, bodyFile, 10, Math.min(4000, counts['10'] ?? 0)); // warm
  for (const [connections, count] of Object.entries(counts)) {
    const before = await processorMsOf(served.process.pid);
    const { perSecond, p50Ms, p99Ms } = await load(served, bodyFile, Number(connections), count);
    const spentMs = (await processorMsOf(served.process.pid)) - before;
    const of = (what: string): string => `${name}, ${connections} connections: ${what}`;
    figures.push(
      figure(of('requests a second'), perSecond, '/s'),
      figure(of('p50'), p50Ms, 'ms'),
      figure(of('p99'), p99Ms, 'ms'),
      figure(of('processor time per 1,000'), (spentMs / count) * 1000, 'ms'),
    );
  }
  return figures;
}

async function measureMemory(served: Served, when: string): Promise<readonly Figure[]> {
  const { residentMib, anonymousMib } = await memoryOf(served.process.pid);
  return [
    figure(`resident, ${when}`, residentMib, 'MiB'),
    figure(`anonymous, ${when}`, anonymousMib, 'MiB'),
  ];
}

async function measureStart(world: World): Promise<readonly Figure[]> {
  // The first start makes the CA; it and the file cache are not counted.
  await (await serve(world)).process.stop();
  const served = await serve(world);
  const options = { port: served.port, servername: SERVER_NAME, ca: served.ca, method: 'POST' };
  const started = performance.now();
  await httpsCall({ ...options, path: '/validate?timeout=5s' }, review(SMALL));
  const verdictMs = performance.now() - started;
  await delay(1000);
  const memory = await measureMemory(served, 'idle');
  await served.process.stop();
  return [
    figure('start to ready', served.readyMs, 'ms'),
    figure('start to the first verdict', served.readyMs + verdictMs, 'ms'),
    ...memory,
  ];
}

async function measureFull(world: World): Promise<readonly Figure[]> {
  await fill(world.api);
  const served = await serve(world);
  const files = { small: join(world.directory, 'small'), large: join(world.directory, 'large') };
  await writeFile(files.small, review(SMALL));
  await writeFile(files.large, review(LARGE));
  try {
    return [
      figure('start to ready, 5,000 namespaces and 500 policies', served.readyMs, 'ms'),
      ...(await measureLoad(served, '3 KiB', files.small, {
        '1': 3_000,
        '10': 10_000,
        '100': 10_000,
      })),
      ...(await measureLoad(served, '100 KiB', files.large, { '1': 200, '10': 400 })),
      ...(await delay(
        2000,
        measureMemory(served, 'after load, 5,000 namespaces and 500 policies'),
      )),
    ];
  } finally {
    await served.process.stop();
  }
}

/** The webhook in a process of its own, over TLS, with every policy in force; the load comes from another one. */
export async function benchAdmission(): Promise<readonly Figure[]> {
  const entry = { webhook: 'test/bench/admission/webhook.ts' };
  await bundle(bundleOptions(process.cwd(), 'bench', entry));
  const world = await createWorld({ authorize: () => true });
  try {
    await install(world.api);
    return [...(await measureStart(world)), ...(await measureFull(world))];
  } finally {
    await world.stop();
  }
}
