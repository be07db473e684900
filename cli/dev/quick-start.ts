import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawObject } from '../../core/api/index.ts';
import { createLogger, type Logger, systemRandom } from '../../core/runtime/index.ts';
import type { CommandDeps } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { applyManifest } from './apply.ts';
import { createFakeBackend, createVaultBackend, type DevBackend } from './backend.ts';
import { type DevCluster, startDevCluster } from './cluster.ts';
import { describeDifference } from './difference.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { createReport, type Report } from './report.ts';
import { rotate } from './rotate.ts';
import { injectedPods } from './tour.ts';
import { type RunningPod, runPod } from './run-pod.ts';
import { followFiles } from './watch.ts';

export interface QuickStartOptions {
  readonly files: readonly string[];
  readonly watch: boolean;
  readonly verbose: boolean;
}

export interface QuickStart {
  readonly deps: CommandDeps;
  readonly report: Report;
  readonly cluster: DevCluster;
  readonly backend: DevBackend;
  readonly log: Logger;
  /** Temporary; holds the Pods' in-memory volumes. */
  readonly directory: string;
}

const EXAMPLES = new URL('../../examples/quickstart', import.meta.url).pathname;
const REGISTRATION = new URL('../../deploy/base/webhook-configurations.yaml', import.meta.url)
  .pathname;
const FIRST_PASSWORD = 'first-password';

function chooseBackend({ environment }: CommandDeps): DevBackend {
  const address = environment['VAULT_ADDR'];
  const token = environment['VAULT_TOKEN'];
  return address !== undefined && token !== undefined
    ? createVaultBackend(address, token)
    : createFakeBackend();
}

function isReplaced(manifest: Manifest, backend: DevBackend): boolean {
  return manifest.file.endsWith('01-store.yaml') && backend.objects.length > 0;
}

/** Applies one manifest and shows its verdict; a Pod that was changed on its way in is shown with the change. */
async function apply(
  { cluster, report, deps }: QuickStart,
  file: string,
  object: RawObject,
): Promise<boolean> {
  const applied = await applyManifest(cluster.api, file, object, deps.signal);
  if (applied.kind === 'refused') {
    report.bad(applied.line);
    return false;
  }
  report.line(applied.line);
  return true;
}

async function applyAll(
  quickStart: QuickStart,
  manifests: readonly Manifest[],
): Promise<{ readonly stored: number; readonly refused: number }> {
  const { backend, report } = quickStart;
  let stored = 0;
  let refused = 0;
  for (const object of backend.objects) {
    stored += (await apply(quickStart, 'the backend', object)) ? 1 : 0;
  }
  for (const manifest of manifests.filter((candidate) => !isReplaced(candidate, backend))) {
    if (manifest.object === undefined) {
      report.bad(manifest.problems);
      refused += 1;
    } else if (await apply(quickStart, manifest.file, manifest.object)) {
      stored += 1;
    } else {
      refused += 1;
    }
  }
  return { stored, refused };
}

async function showInjection(
  quickStart: QuickStart,
  manifests: readonly Manifest[],
): Promise<void> {
  const { report, cluster, deps } = quickStart;
  for (const pod of await injectedPods(cluster.api, deps.signal)) {
    const original = manifests.find(({ object }) => isSamePod(object, pod))?.object;
    if (original !== undefined) {
      report.line(describeDifference(comparable(original), comparable(pod), deps.style));
    }
  }
}

function isSamePod(object: RawObject | undefined, pod: RawObject): boolean {
  return object?.['kind'] === 'Pod' && nameOf(object) === nameOf(pod);
}

function nameOf(object: RawObject): unknown {
  const metadata = object['metadata'];
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata
    ? metadata.name
    : '';
}

/** Without what any API server adds to any object. */
function comparable(object: RawObject): RawObject {
  const { metadata, status: _status, ...rest } = object;
  const own = ['name', 'namespace', 'labels', 'annotations'];
  const kept = Object.entries(
    typeof metadata === 'object' && metadata !== null ? metadata : {},
  ).filter(([key]) => own.includes(key));
  const { apiVersion, kind, ...content } = rest;
  return { apiVersion, kind, metadata: Object.fromEntries(kept), ...content };
}

async function showAll(
  quickStart: QuickStart,
  manifests: readonly Manifest[],
  watch: boolean,
): Promise<number> {
  const { report, deps, cluster, backend } = quickStart;
  const started = deps.clock.monotonicMs();

  report.step('Apply the manifests');
  const { refused } = await applyAll(quickStart, manifests);

  report.step('The Pod, as the webhook changed it');
  await showInjection(quickStart, manifests);

  report.step('What the sidecar and the controller deliver');
  const pods: RunningPod[] = [];
  try {
    for (const pod of await injectedPods(cluster.api, deps.signal)) {
      pods.push(await runPod(quickStart, pod));
    }
    report.step('Rotate the password in the backend');
    await rotate(quickStart, pods);
    const seconds = ((deps.clock.monotonicMs() - started) / 1000).toFixed(1);
    report.step(`Done in ${seconds} s`);
    report.line(`${refused} refused as it should be; everything else arrived.`);
    if (watch) {
      await followFiles(quickStart, pods, manifests);
    }
  } finally {
    for (const pod of pods) {
      await pod.stop();
    }
    await backend.cleanUp(AbortSignal.timeout(5000));
  }
  return EXIT.clean;
}

/** The whole tour. Throws an AppError when a part of it does not do its work. */
export async function runQuickStart(
  options: QuickStartOptions,
  deps: CommandDeps,
): Promise<number> {
  const report = createReport(deps);
  const manifests = await readManifests([EXAMPLES, ...options.files]);
  const registrations = await readManifests([REGISTRATION]);
  const backend = chooseBackend(deps);
  const log = createLogger({
    level: options.verbose ? 'info' : 'error',
    clock: deps.clock,
    write: (line) => {
      deps.writeError(line);
    },
  });
  deps.write(
    'Sallyport quick start: an API server in memory, webhook, controller and sidecar in one process.\n',
  );
  deps.write(`No cluster is touched. Backend: ${backend.description}\n`);

  const directory = await mkdtemp(join(tmpdir(), 'sallyport-'));
  const cluster = await startDevCluster(
    {
      clock: deps.clock,
      random: systemRandom,
      log,
      registrations: registrations
        .map(({ object }) => object)
        .filter((object) => object !== undefined),
    },
    deps.signal,
  );
  const quickStart: QuickStart = { deps, report, cluster, backend, log, directory };
  try {
    await backend.put(FIRST_PASSWORD, cluster.api, deps.signal);
    return await showAll(quickStart, manifests, options.watch);
  } finally {
    await cluster.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
