import { join } from 'node:path';
import type { RawObject } from '../../core/api/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import { applyManifest } from './apply.ts';
import { FIRST_PASSWORD } from './backend.ts';
import type { Manifest } from './manifests.ts';
import type { QuickStart } from './quick-start.ts';

/** A real backend brings its own store in place of the example's. */
function isReplaced({ file }: Manifest, { backend }: QuickStart, examples: string): boolean {
  return file === join(examples, '01-store.yaml') && backend.objects.length > 0;
}

/** Applies one manifest and shows its verdict. False: refused. */
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

/** An example that is there to be refused tells whether anyone judges at all. */
function isMeantToFail(file: string, examples: string): boolean {
  return file.startsWith(examples) && file.endsWith('-refused.yaml');
}

/** Applies everything, in order, and gives the files that were refused and should not have been. */
export async function applyAll(
  quickStart: QuickStart,
  manifests: readonly Manifest[],
  examples: string,
): Promise<readonly string[]> {
  const { backend, report } = quickStart;
  const refused: string[] = [];
  for (const object of backend.objects) {
    await apply(quickStart, 'the backend', object);
  }
  await backend.put(FIRST_PASSWORD, quickStart.cluster.api, quickStart.deps.signal);
  for (const manifest of manifests.filter(
    (candidate) => !isReplaced(candidate, quickStart, examples),
  )) {
    const { file, label, object, problems } = manifest;
    if (object === undefined) {
      report.bad(problems);
    }
    const isStored = object !== undefined && (await apply(quickStart, label, object));
    if (isStored && isMeantToFail(file, examples)) {
      throw new AppError('INTERNAL', `${file} was admitted; the webhook should have refused it`);
    }
    if (!isStored && !isMeantToFail(file, examples)) {
      refused.push(label);
    }
  }
  return refused;
}
