import { isObject, type JsonObject, objectsAt } from '../core/runtime/index.ts';

/** Is all of `wanted` in what lies there? What the API server added does not count. */
function covers(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) &&
      live.length === wanted.length &&
      wanted.every((item, index) => covers(live[index], item))
    );
  }
  return isObject(wanted)
    ? isObject(live) && Object.entries(wanted).every(([key, value]) => covers(live[key], value))
    : live === wanted;
}

/** Does a configuration hold these entries and no others? */
export function holdsEntries(configuration: JsonObject, wanted: readonly JsonObject[]): boolean {
  const live = objectsAt(configuration, 'webhooks');
  return (
    live.length === wanted.length &&
    wanted.every((entry) =>
      live.some((each) => each['name'] === entry['name'] && covers(each, entry)),
    )
  );
}
