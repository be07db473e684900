import { watch } from 'node:fs/promises';
import { dirname } from 'node:path';
import { apply } from './apply-all.ts';
import { type Manifest, readManifests } from './manifests.ts';
import type { QuickStart } from './quick-start.ts';
import type { RunningPod } from './run-pod.ts';
import { currentGeneration, describeFiles } from './tour.ts';

const SETTLE_MS = 200;
const POLL_MS = 500;

/** A file that is gone, or half written, is news and not the end. */
async function applyAgain(quickStart: QuickStart, file: string): Promise<void> {
  const { manifests, unreadable } = await readManifests([file]);
  for (const reason of unreadable) {
    quickStart.report.bad(reason);
  }
  for (const manifest of manifests) {
    await apply(quickStart, manifest);
  }
}

/** Editors write a file more than once; the last write is applied. */
async function followDirectory(
  quickStart: QuickStart,
  directory: string,
  files: ReadonlySet<string>,
): Promise<void> {
  const { deps } = quickStart;
  let last = Promise.resolve();
  let newest = 0;
  for await (const event of watch(directory, { signal: deps.signal })) {
    const file = [...files].find(
      (candidate) => candidate === `${directory}/${event.filename ?? ''}`,
    );
    if (file === undefined) {
      continue;
    }
    newest += 1;
    const mine = newest;
    last = last
      .then(async () => deps.clock.sleep(SETTLE_MS, deps.signal))
      .then(async () => (mine === newest ? applyAgain(quickStart, file) : undefined));
  }
  await last;
}

async function followGenerations(
  quickStart: QuickStart,
  pod: RunningPod,
  externalSecret: string,
): Promise<void> {
  const { deps, report } = quickStart;
  const directory = pod.directoryOf(externalSecret);
  let generation = await currentGeneration(directory);
  for (;;) {
    await deps.clock.sleep(POLL_MS, deps.signal);
    const now = await currentGeneration(directory);
    if (now !== generation) {
      generation = now;
      report.line(`Pod ${pod.name}: a new generation of ${externalSecret}`);
      for (const line of await describeFiles(directory, pod.mountOf(externalSecret))) {
        report.line(`  ${line}`);
      }
    }
  }
}

/** Stays until interrupted: a changed file is applied again, a new generation of files is shown. */
export async function followFiles(
  quickStart: QuickStart,
  pods: readonly RunningPod[],
  manifests: readonly Manifest[],
): Promise<void> {
  const files = new Set(manifests.map(({ file }) => file));
  const directories = new Set([...files].map((file) => dirname(file)));
  quickStart.report.step('Watching; change a file, or stop with Ctrl-C');
  for (const directory of directories) {
    quickStart.report.line(directory);
  }
  await Promise.all([
    ...[...directories].map(async (directory) => followDirectory(quickStart, directory, files)),
    ...pods.flatMap((pod) =>
      pod.externalSecrets.map(async (name) => followGenerations(quickStart, pod, name)),
    ),
  ]).catch((error: unknown) => {
    if (!quickStart.deps.signal.aborted) {
      throw error;
    }
  });
}
