import type { RawObject } from '../api/index.ts';
import { objectAt, textAt } from '../runtime/index.ts';
import { conclude } from './conclude.ts';
import type { PolicyFinding, PolicyWorld } from './contract.ts';
import { evaluate } from './evaluate.ts';

/** As Pod Security Admission looks at Pods when a namespace is relabelled (admission.md 2.7). */
const MAX_OBJECTS = 3000;
const MAX_MESSAGES = 20;

export interface Impact {
  /** One line for each reason: the first object, how many others, and why. */
  readonly messages: readonly string[];
  /** Objects that would be refused and are not now. */
  readonly refused: number;
  readonly lookedAt: number;
  /** Not everything was looked at. */
  readonly incomplete: boolean;
}

function denialsOf(object: RawObject, world: PolicyWorld): readonly PolicyFinding[] {
  const namespace = textAt(objectAt(object, 'metadata'), 'namespace');
  const plan = evaluate({ operation: 'CREATE', namespace, object }, world);
  return conclude(plan, new Map()).findings.filter(({ enforcement }) => enforcement === 'Deny');
}

/** The first denial there was not before. */
function newDenial(
  object: RawObject,
  before: PolicyWorld,
  after: PolicyWorld,
): PolicyFinding | undefined {
  const now = denialsOf(object, after);
  if (now.length === 0) {
    return undefined;
  }
  const old = new Set(denialsOf(object, before).map(({ id, path }) => `${id} ${path}`));
  return now.find(({ id, path }) => !old.has(`${id} ${path}`));
}

interface Group {
  readonly first: RawObject;
  readonly finding: PolicyFinding;
  readonly others: number;
}

function describe({ first, finding, others }: Group): string {
  const metadata = objectAt(first, 'metadata');
  const namespace = textAt(metadata, 'namespace');
  const name = textAt(metadata, 'name');
  const kind = textAt(first, 'kind');
  const id = namespace === '' ? name : `${namespace}/${name}`;
  const more = others === 0 ? '' : ` (and ${others} other ${kind}${others === 1 ? '' : 's'})`;
  return `${kind} ${id}${more} would be refused: ${finding.path}: ${finding.message} [${finding.id}]`;
}

function groupKey(object: RawObject, { id, store, policies }: PolicyFinding): string {
  const namespace = textAt(objectAt(object, 'metadata'), 'namespace');
  return JSON.stringify([object['kind'], namespace, id, store?.name ?? '', policies]);
}

/**
 * What existing objects a change of policies, stores or labels would newly refuse: `before` and `after` are the two worlds. Bounded by
 * 3,000 objects and by `isEnough`, which is asked before each; the object that is refused already is not told again.
 */
export function impactOf(
  objects: readonly RawObject[],
  worlds: { readonly before: PolicyWorld; readonly after: PolicyWorld },
  isEnough: () => boolean,
): Impact {
  const groups = new Map<string, Group>();
  let lookedAt = 0;
  let refused = 0;
  for (const object of objects.slice(0, MAX_OBJECTS)) {
    if (isEnough()) {
      break;
    }
    lookedAt += 1;
    const finding = newDenial(object, worlds.before, worlds.after);
    if (finding !== undefined) {
      refused += 1;
      const key = groupKey(object, finding);
      const group = groups.get(key);
      groups.set(
        key,
        group ? { ...group, others: group.others + 1 } : { first: object, finding, others: 0 },
      );
    }
  }
  const messages = [...groups.values()].map(describe).toSorted();
  const more = messages.length - MAX_MESSAGES;
  return {
    messages:
      more > 0
        ? [...messages.slice(0, MAX_MESSAGES), `and ${more} more groups of objects`]
        : messages,
    refused,
    lookedAt,
    incomplete: lookedAt < objects.length,
  };
}
