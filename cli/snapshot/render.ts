import { stringify } from 'yaml';
import { inOrder, type SnapshotHead, snapshotHead, type WorldObjects } from '../world/index.ts';
import { relevantRbac } from './relevant.ts';
import { trim } from './trim.ts';

/** A cluster's world as one YAML file: the same text for the same objects, whatever order they came in. */
export function renderSnapshot(world: WorldObjects, head: SnapshotHead): string {
  const objects = inOrder({ ...world, rbac: relevantRbac(world.rbac) }).map(trim);
  return [snapshotHead(head), ...objects]
    .map((object) => `---\n${stringify(object, { lineWidth: 0, sortMapEntries: true })}`)
    .join('');
}
