import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import { WORLD_KINDS, worldKindOf, type WorldPart } from './kinds.ts';

/** The objects a verdict rests on. */
export type WorldObjects = Readonly<Record<WorldPart, readonly RawObject[]>>;

export const NO_OBJECTS: WorldObjects = {
  policies: [],
  configs: [],
  stores: [],
  namespaces: [],
  rbac: [],
  subjects: [],
};

/** Every part, in no order that matters. */
export const WORLD_PARTS: readonly WorldPart[] = [
  'policies',
  'configs',
  'stores',
  'namespaces',
  'rbac',
  'subjects',
];

/** Which of several objects it is: "ClusterSecretStore//vault". */
export function identityOf(object: RawObject): string {
  const metadata = objectAt(object, 'metadata');
  return [textAt(object, 'kind'), textAt(metadata, 'namespace'), textAt(metadata, 'name')].join(
    '/',
  );
}

/** One object of each identity: a later one takes the place of an earlier one. */
function distinct(objects: readonly RawObject[]): readonly RawObject[] {
  return [...new Map(objects.map((object) => [identityOf(object), object])).values()];
}

/** Sorts objects by what they are for; those no verdict looks at are left out. */
export function sortOut(objects: readonly RawObject[]): WorldObjects {
  const of = (part: WorldPart): readonly RawObject[] =>
    distinct(objects.filter((object) => worldKindOf(object)?.part === part));
  return {
    policies: of('policies'),
    configs: of('configs'),
    stores: of('stores'),
    namespaces: of('namespaces'),
    rbac: of('rbac'),
    subjects: of('subjects'),
  };
}

/** Everything of both; of an object that both have, the second's. */
export function mergeWorlds(first: WorldObjects, second: WorldObjects): WorldObjects {
  return sortOut(WORLD_PARTS.flatMap((part) => [...first[part], ...second[part]]));
}

function rank(object: RawObject): number {
  return WORLD_KINDS.findIndex((kind) => kind === worldKindOf(object));
}

/** All objects by kind, namespace and name. */
export function inOrder(world: WorldObjects): readonly RawObject[] {
  return WORLD_PARTS.flatMap((part) => world[part]).toSorted(
    (left, right) => rank(left) - rank(right) || (identityOf(left) < identityOf(right) ? -1 : 1),
  );
}
