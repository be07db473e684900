import type { RawObject } from '../../api/index.ts';
import { isObject, textAt } from '../../runtime/index.ts';

/** Paths of fields; a path is its fieldsV1 elements ("f:data", "f:key") joined by NUL. */
export type FieldSet = ReadonlySet<string>;

/** What lies at a path: the JSON of a leaf, or '' for a map or keyed list whose members have paths of their own. */
export type Fields = ReadonlyMap<string, string>;

export function union(left: FieldSet, right: FieldSet): FieldSet {
  return new Set([...left, ...right]);
}

export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return new Set([...left].filter((path) => !right.has(path)));
}

const SEPARATOR = '\0';
const FINALIZERS = ['f:metadata', 'f:finalizers'].join(SEPARATOR);
const OWNERS = ['f:metadata', 'f:ownerReferences'].join(SEPARATOR);
/** Of a webhook configuration: entries have owners of their own, field by field. */
const WEBHOOKS = 'f:webhooks';
/** Fields of such an entry that have one owner as a whole. */
const SELECTORS = [`${SEPARATOR}f:namespaceSelector`, `${SEPARATOR}f:objectSelector`];
/** What the server owns, or what says which object it is: never in a field set. */
const UNOWNED = new Set([
  'f:apiVersion',
  'f:kind',
  'f:metadata',
  ...[
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
    'managedFields',
    'resourceVersion',
    'selfLink',
  ].map((key) => ['f:metadata', `f:${key}`].join(SEPARATOR)),
]);

/** The field that tells the items of a list apart. */
const KEYS: ReadonlyMap<string, string> = new Map([
  [OWNERS, 'uid'],
  [WEBHOOKS, 'name'],
]);

/** The element of a list item, for the lists whose items are owned one by one; undefined for lists owned as a whole. */
export function itemElement(path: string, item: unknown): string | undefined {
  if (path === FINALIZERS) {
    return `v:${JSON.stringify(item)}`;
  }
  const key = KEYS.get(path);
  return key !== undefined && isObject(item)
    ? `k:${JSON.stringify({ [key]: textAt(item, key) })}`
    : undefined;
}

/** Lists whose items are merged with what lies there, rather than put in its place. */
export function isMergedByItem(path: string): boolean {
  return path === WEBHOOKS;
}

export function joinPath(path: string, element: string): string {
  return path === '' ? element : `${path}${SEPARATOR}${element}`;
}

function isKeyedList(path: string): boolean {
  return path === FINALIZERS || KEYS.has(path);
}

/** A map that has one owner as a whole. */
export function isAtomic(path: string): boolean {
  return (
    path.startsWith(`${OWNERS}${SEPARATOR}`) ||
    (path.startsWith(WEBHOOKS) && SELECTORS.some((selector) => path.endsWith(selector)))
  );
}

/** A map's or keyed list's members; undefined for a leaf. */
function membersOf(
  value: unknown,
  path: string,
): readonly (readonly [string, unknown])[] | undefined {
  if (isObject(value) && !isAtomic(path)) {
    return Object.entries(value).map(([key, member]) => [`f:${key}`, member] as const);
  }
  if (Array.isArray(value) && isKeyedList(path)) {
    return value.map((item: unknown) => [itemElement(path, item) ?? '', item] as const);
  }
  return undefined;
}

/** Every field of an object; lists are leaves, except finalizers, owner references and webhooks. */
export function fieldsOf(object: RawObject): Fields {
  const fields = new Map<string, string>();
  function visit(value: unknown, path: string): void {
    const members = membersOf(value, path);
    if (path !== '' && !UNOWNED.has(path)) {
      fields.set(path, members === undefined || members.length === 0 ? JSON.stringify(value) : '');
    }
    for (const [element, member] of members ?? []) {
      visit(member, joinPath(path, element));
    }
  }
  visit(object, '');
  return fields;
}

/** The set in the form of metadata.managedFields[].fieldsV1. */
export function encodeFieldsV1(set: FieldSet): RawObject {
  const groups = new Map<string, { self: boolean; rest: Set<string> }>();
  for (const path of set) {
    const [element = '', ...rest] = path.split(SEPARATOR);
    const group = groups.get(element) ?? { self: false, rest: new Set<string>() };
    groups.set(element, group);
    if (rest.length === 0) {
      group.self = true;
    } else {
      group.rest.add(rest.join(SEPARATOR));
    }
  }
  return Object.fromEntries(
    [...groups]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([element, { self, rest }]) => [
        element,
        { ...(self && rest.size > 0 ? { '.': {} } : {}), ...encodeFieldsV1(rest) },
      ]),
  );
}

export function decodeFieldsV1(fields: RawObject): FieldSet {
  const set = new Set<string>();
  function visit(node: RawObject, path: string): void {
    const elements = Object.entries(node);
    if (path !== '' && (elements.length === 0 || Object.hasOwn(node, '.'))) {
      set.add(path);
    }
    for (const [element, child] of elements) {
      if (element !== '.' && isObject(child)) {
        visit(child, joinPath(path, element));
      }
    }
  }
  visit(fields, '');
  return set;
}

/** The path as API server messages write it: ".data.key". */
export function describePath(path: string): string {
  return path
    .split(SEPARATOR)
    .map((element) => (element.startsWith('f:') ? `.${element.slice(2)}` : `[${element}]`))
    .join('');
}

/** The object without the fields at these paths. */
export function withoutFields(object: RawObject, paths: FieldSet): RawObject {
  /** Without its name nobody speaks of an item any longer. */
  function isDropped(item: string): boolean {
    return paths.has(item) || paths.has(joinPath(item, 'f:name'));
  }

  function prune(value: unknown, path: string): unknown {
    if (isObject(value)) {
      const kept = Object.entries(value).filter(([key]) => !paths.has(joinPath(path, `f:${key}`)));
      return Object.fromEntries(
        kept.map(([key, member]) => [key, prune(member, joinPath(path, `f:${key}`))]),
      );
    }
    if (Array.isArray(value) && isKeyedList(path)) {
      const kept = value.filter(
        (item) => !isDropped(joinPath(path, itemElement(path, item) ?? '')),
      );
      return isMergedByItem(path)
        ? kept.map((item) => prune(item, joinPath(path, itemElement(path, item) ?? '')))
        : kept;
    }
    return value;
  }
  const pruned = prune(object, '');
  return isObject(pruned) ? pruned : object;
}
