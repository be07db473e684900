import { nearestWord } from '../nearest.ts';
import { formatPath, type Segment } from '../structural/path.ts';
import type { StructuralSchema } from '../structural/schema.ts';

const NO_BREAK_SPACE = '\u00a0';

/** Every field path under a schema; a list is the segment 0. */
function* fieldPaths(
  schema: StructuralSchema,
  above: readonly Segment[],
): Generator<readonly Segment[]> {
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const path = [...above, name];
    yield path;
    yield* fieldPaths(child, path);
  }
  if (schema.items !== undefined) {
    yield* fieldPaths(schema.items, [...above, 0]);
  }
}

/** The schema at a path; undefined where there is none. */
export function schemaAt(
  schema: StructuralSchema,
  path: readonly Segment[],
): StructuralSchema | undefined {
  let here: StructuralSchema | undefined = schema;
  for (const segment of path) {
    here =
      typeof segment === 'number'
        ? here?.items
        : (here?.properties?.[segment] ?? here?.additionalProperties);
  }
  return here;
}

function memberOf(value: unknown, segment: Segment): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items[Number(segment)];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === segment)?.[1]
    : undefined;
}

function exists(value: unknown, path: readonly Segment[]): boolean {
  let here: unknown = value;
  for (const segment of path) {
    here = memberOf(here, segment);
  }
  return here !== undefined && here !== null;
}

function sharedLength(path: readonly Segment[], other: readonly Segment[]): number {
  const limit = path.findIndex(
    (segment, index) => segment !== other[index] && typeof segment !== 'number',
  );
  return limit === -1 ? path.length : limit;
}

/** The candidate with the indexes of the place it is meant for. */
function transplant(candidate: readonly Segment[], from: readonly Segment[]): readonly Segment[] {
  return candidate.map((segment, index) => {
    const original = from[index];
    return typeof segment === 'number' && typeof original === 'number' ? original : segment;
  });
}

/**
 * Where else the schema has a field of this name. First choice: a place whose parent the object already has, then the
 * one nearest to where it was written.
 */
function elsewhere(
  schema: StructuralSchema,
  path: readonly Segment[],
  object: unknown,
): readonly Segment[] | undefined {
  const name = path.at(-1);
  const candidates = [...fieldPaths(schema, [])]
    .filter((candidate) => candidate.at(-1) === name && candidate[0] === 'spec')
    .map((candidate) => transplant(candidate, path))
    .map((candidate) => ({
      candidate,
      present: exists(object, candidate.slice(0, -1)) ? 1 : 0,
      shared: sharedLength(candidate, path),
    }))
    .toSorted(
      (a, b) =>
        b.present - a.present ||
        b.shared - a.shared ||
        a.candidate.length - b.candidate.length ||
        (formatPath(a.candidate) < formatPath(b.candidate) ? -1 : 1),
    );
  return candidates[0]?.candidate;
}

function meantPath(
  schema: StructuralSchema,
  path: readonly Segment[],
  object: unknown,
): readonly Segment[] | undefined {
  const name = String(path.at(-1) ?? '').trim();
  const parent = path.slice(0, -1);
  const siblings = Object.keys(schemaAt(schema, parent)?.properties ?? {});
  const sameLetters = siblings.find((field) => field.toLowerCase() === name.toLowerCase());
  if (sameLetters !== undefined) {
    return [...parent, sameLetters];
  }
  const near = nearestWord(name, siblings);
  return elsewhere(schema, path, object) ?? (near === undefined ? undefined : [...parent, near]);
}

/** The words after "unknown field": what the writer probably meant, or ''. */
export function suggestField(
  schema: StructuralSchema,
  path: readonly Segment[],
  object: unknown,
): string {
  if (String(path.at(-1) ?? '').startsWith(NO_BREAK_SPACE)) {
    return '; its line is indented with no-break spaces (U+00A0), which YAML takes for part of the name: use plain spaces';
  }
  const meant = meantPath(schema, path, object);
  return meant === undefined ? '' : `; did you mean ${formatPath(meant)}?`;
}
