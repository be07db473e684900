import { stringify } from 'yaml';
import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Style } from '../command.ts';
import { describeDifference } from '../dev/difference.ts';

/** An object before and after. */
export interface Change {
  readonly before: RawObject;
  readonly after: RawObject;
}

export type InjectOutput = 'diff' | 'yaml' | 'json';

function describe(object: RawObject): string {
  const { namespace, name, generateName } = objectAt(object, 'metadata');
  const label = [namespace, name ?? generateName].filter((part) => typeof part === 'string');
  return [textAt(object, 'kind'), ...label].join('/');
}

function diffs(changes: readonly Change[], style: Style): string {
  return changes
    .filter(({ before, after }) => before !== after)
    .map(
      ({ before, after }) =>
        `${style.bold(describe(before))}\n${describeDifference(before, after, style)}\n`,
    )
    .join('\n');
}

/** What changed as a diff; or all objects, changed and not, ready to be applied. */
export function printChanges(
  changes: readonly Change[],
  output: InjectOutput,
  style: Style,
): string {
  const objects = changes.map(({ after }) => after);
  switch (output) {
    case 'diff':
      return diffs(changes, style);
    case 'yaml':
      return objects
        .map((object) => stringify(object, { lineWidth: 0, version: '1.1' }))
        .join('---\n');
    case 'json': {
      const [only, ...more] = objects;
      const list = { apiVersion: 'v1', kind: 'List', items: objects };
      return `${JSON.stringify(more.length === 0 && only !== undefined ? only : list, null, 2)}\n`;
    }
  }
}
