import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { describeDifference } from './difference.ts';
import type { Manifest } from './manifests.ts';
import type { QuickStart } from './quick-start.ts';
import { injectedPods } from './tour.ts';

/** Shows each Pod that was changed on its way in, with the change. */
export async function showInjection(
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
  return object?.['kind'] === 'Pod' && fullName(object) === fullName(pod);
}

function fullName(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  return `${textAt(metadata, 'namespace') || 'default'}/${textAt(metadata, 'name')}`;
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
