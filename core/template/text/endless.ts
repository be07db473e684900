import type { ByteString } from '../value/index.ts';
import type { TemplateNode } from './node.ts';

/** Go refuses to go deeper. */
export const GO_DEPTH = 100_000;

/** The templates that never end: whatever the data, they come to call themselves. */
export function endlessTemplates(
  templates: ReadonlyMap<ByteString, readonly TemplateNode[]>,
): ReadonlySet<ByteString> {
  const ending = new Map<ByteString, boolean>();
  const ends = (name: ByteString): boolean => {
    const known = ending.get(name);
    if (known !== undefined) {
      return known;
    }
    ending.set(name, false);
    const answer = calledBy(templates.get(name) ?? []).every(ends);
    ending.set(name, answer);
    return answer;
  };
  return new Set([...templates.keys()].filter((name) => !ends(name)));
}

/** The templates these nodes call in any case: not behind a condition or in a loop. */
function calledBy(nodes: readonly TemplateNode[]): readonly ByteString[] {
  return nodes.filter((node) => node.kind === 'template').map(({ name }) => name);
}
