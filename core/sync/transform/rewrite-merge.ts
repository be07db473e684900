import type { RewriteMerge } from '../../api/index.ts';
import { AppError, prefixError, SecretBytes } from '../../runtime/index.ts';
import type { SecretData } from '../contract.ts';
import { jsonObjectEntries } from '../../template/index.ts';
import { requireJson } from './json-document.ts';

interface Member {
  readonly raw: string;
  readonly string: string;
}

function membersOf(key: string, bytes: SecretBytes): ReadonlyMap<string, Member> {
  try {
    const members = jsonObjectEntries(requireJson(bytes, 'rewrite.merge'));
    if (members === undefined) {
      throw new AppError('PAYLOAD_MALFORMED', 'the value is JSON but no object');
    }
    return new Map(
      [...members].map(([name, value]) => [
        name,
        value.exists ? { raw: value.raw, string: value.string } : { raw: 'null', string: '' },
      ]),
    );
  } catch (error) {
    throw prefixError(`key ${JSON.stringify(key)}`, error);
  }
}

/** Keys without priority in alphabetical order, then those of `priority` in its order: the last one wins. */
function mergeOrder(merge: RewriteMerge, entries: SecretData): readonly string[] {
  for (const key of merge.priority) {
    if (!entries.has(key) && merge.priorityPolicy === 'Strict') {
      throw new AppError(
        'KEY_CONFLICT',
        `merge failed with key ${JSON.stringify(key)} not found in input map`,
      );
    }
  }
  const others = [...entries.keys()].filter((key) => !merge.priority.includes(key)).toSorted();
  return [...others, ...merge.priority.filter((key) => entries.has(key))];
}

function mergeMembers(merge: RewriteMerge, entries: SecretData): ReadonlyMap<string, Member> {
  const merged = new Map<string, Member>();
  const conflicts = new Set<string>();
  for (const key of mergeOrder(merge, entries)) {
    const bytes = entries.get(key);
    for (const [name, member] of bytes === undefined ? [] : membersOf(key, bytes)) {
      if (merged.has(name)) {
        conflicts.add(name);
      }
      merged.set(name, member);
    }
  }
  if (conflicts.size > 0 && merge.conflictPolicy === 'Error') {
    throw new AppError(
      'KEY_CONFLICT',
      `merge failed with conflicts: ${[...conflicts].toSorted().join(', ')}`,
    );
  }
  return merged;
}

function toJson(members: ReadonlyMap<string, Member>): SecretBytes {
  const pairs = [...members]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { raw }]) => `${JSON.stringify(name)}:${raw}`);
  return SecretBytes.fromUtf8(`{${pairs.join(',')}}`);
}

/**
 * rewrite.merge: the values' JSON objects made one. Strategy Extract gives its members in place of the input; JSON keeps the
 * input and adds the object under `into` (eso.md 3.4).
 */
export function mergeEntries(merge: RewriteMerge, entries: SecretData): SecretData {
  if (merge.strategy === 'JSON' && merge.into === '') {
    throw new AppError('SPEC_INVALID', "merge failed with missing 'into' field");
  }
  const members = mergeMembers(merge, entries);
  return merge.strategy === 'JSON'
    ? new Map([...entries, [merge.into, toJson(members)]])
    : new Map([...members].map(([name, { string }]) => [name, SecretBytes.fromUtf8(string)]));
}
