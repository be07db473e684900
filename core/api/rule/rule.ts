import type { FindingId } from '../finding-id.ts';
import type { Finding, Severity } from '../finding.ts';

/** What a rule says; `path` is from the object's root. */
export interface Complaint {
  readonly id: FindingId;
  readonly path: string;
  readonly message: string;
  readonly severity?: Severity;
}

/** A rule over several fields of one object: no I/O, no clock. */
export interface Rule<Subject> {
  /** Field paths it looks at; where one of them, or what holds it, is malformed the rule is silent: its premise is unknown. */
  readonly reads: readonly string[];
  check(subject: Subject): readonly Complaint[];
}

/** Checks that need a language this room does not speak: what is wrong with the text, or undefined. */
export interface TextChecks {
  readonly regexp?: (source: string) => string | undefined;
  /** About how much there is to compile; takes time in the length of `source` only. */
  readonly regexpSize?: (source: string) => number;
  readonly template?: (text: string) => string | undefined;
  readonly cron?: (line: string) => string | undefined;
}

function lies(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}

/** One of the places holds the other. */
function meet(one: string, other: string): boolean {
  return lies(one, other) || lies(other, one);
}

/** What the rules say of the part of an object that fits its schema. */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  malformed: readonly Finding[],
): readonly Finding[] {
  const paths = malformed.filter(({ id }) => id !== 'SPA-S001').map(({ path }) => path);
  return rules
    .filter(({ reads }) => !paths.some((path) => reads.some((read) => meet(path, read))))
    .flatMap((rule) => rule.check(subject))
    .map((complaint) => ({ severity: 'error', ...complaint }));
}

/**
 * Findings about a part that lies deeper: `judge` sees the paths of `malformed` as if the part were the object, and what
 * it says comes back with the paths it has here. `here` and `there` are the part's path outside and inside.
 */
export function applyWithin(
  here: string,
  there: string,
  malformed: readonly Finding[],
  judge: (malformed: readonly Finding[]) => readonly Finding[],
): readonly Finding[] {
  const inside = malformed
    .filter(({ path }) => lies(path, here))
    .map((finding) => ({ ...finding, path: there + finding.path.slice(here.length) }));
  return judge(inside).map((finding) => ({
    ...finding,
    path: lies(finding.path, there) ? here + finding.path.slice(there.length) : finding.path,
  }));
}
