import { join } from 'node:path';
import type { RawObject } from '../../core/api/index.ts';
import { NAMESPACES } from '../../core/kube/index.ts';
import { AppError, objectAt, textAt } from '../../core/runtime/index.ts';
import { applyManifest } from './apply.ts';
import { FIRST_PASSWORD } from './backend.ts';
import type { Manifest } from './manifests.ts';
import type { QuickStart } from './quick-start.ts';

/** A real backend brings its own store in place of the example's. */
function isReplaced({ file }: Manifest, { backend }: QuickStart, examples: string): boolean {
  return file === join(examples, '01-store.yaml') && backend.objects.length > 0;
}

/** The namespace an object asks for, where a cluster would have had it long before. */
async function provideNamespace(
  { cluster, report, deps }: QuickStart,
  object: RawObject,
): Promise<void> {
  const name = textAt(objectAt(object, 'metadata'), 'namespace');
  const ref = { namespace: '', name };
  if (name === '' || (await cluster.api.get(NAMESPACES, ref, deps.signal)) !== undefined) {
    return;
  }
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const applied = await applyManifest(cluster.api, name, namespace, deps.signal);
  report.line(`${applied.line} (the next object is in it)`);
}

/** Applies one manifest and shows its verdict. False: it was refused, or could not be an object. */
export async function apply(
  quickStart: QuickStart,
  { label, object, problems, workload }: Omit<Manifest, 'file'>,
): Promise<boolean> {
  const { cluster, report, deps } = quickStart;
  if (object === undefined) {
    report.bad(problems);
    return false;
  }
  await provideNamespace(quickStart, object);
  const { kind, line } = await applyManifest(cluster.api, label, object, deps.signal);
  if (kind === 'refused') {
    report.bad(line);
    return false;
  }
  report.line(workload === '' ? line : `${line} (the Pod template of ${workload})`);
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
  const { backend } = quickStart;
  const refused: string[] = [];
  for (const object of backend.objects) {
    await apply(quickStart, { label: 'the backend', object, problems: '', workload: '' });
  }
  await backend.put(FIRST_PASSWORD, quickStart.cluster.api, quickStart.deps.signal);
  for (const manifest of manifests.filter(
    (candidate) => !isReplaced(candidate, quickStart, examples),
  )) {
    const { file, label } = manifest;
    const isStored = await apply(quickStart, manifest);
    if (isStored && isMeantToFail(file, examples)) {
      throw new AppError('INTERNAL', `${file} was admitted; the webhook should have refused it`);
    }
    if (!isStored && !isMeantToFail(file, examples)) {
      refused.push(label);
    }
  }
  return refused;
}
