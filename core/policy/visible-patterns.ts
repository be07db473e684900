import type { AccessVerb, SecretAccessConfigSpec } from '../api/index.ts';
import type { Claim } from './claim.ts';
import type { CompiledPolicy } from './compiled.ts';
import { matchesKey } from './match-key.ts';
import { bindAll, concerns, type UseScope } from './rule.ts';

const MAX_SHOWN = 5;

type Reveal = SecretAccessConfigSpec['revealPatterns'];

/** Patterns that hold for the scope, filled in, sorted. Never those of other namespaces. */
function ownPatterns(
  policies: readonly CompiledPolicy[],
  verb: AccessVerb,
  scope: UseScope,
): readonly (readonly string[])[] {
  const rules = policies
    .flatMap((policy) => policy.rules)
    .filter((rule) => concerns(rule, verb, scope) === 'yes');
  const bound = rules.flatMap((rule) => bindAll(rule.patterns, scope).segments);
  const unique = new Map(bound.map((segments) => [segments.join('/'), segments]));
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, segments]) => segments);
}

/** A key that differs in one segment and would be allowed. */
function nearMiss(patterns: readonly (readonly string[])[], key: string): string | undefined {
  const segments = key.split('/');
  for (const pattern of patterns) {
    for (const [index, word] of pattern.entries()) {
      const literal = !word.includes('*') && index < segments.length;
      const candidate = literal ? segments.with(index, word).join('/') : key;
      if (candidate !== key && matchesKey(pattern, candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

function list(texts: readonly string[]): string {
  const more = texts.length - MAX_SHOWN;
  return `${texts.slice(0, MAX_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export interface PatternQuestion {
  readonly policies: readonly CompiledPolicy[];
  readonly verb: AccessVerb;
  readonly claim: Claim;
  readonly reveal: Reveal;
  /** The key, or one much like it, is not to be repeated. */
  readonly redact: boolean;
}

/** What would be accepted, as far as the settings let it be shown (admission.md 2.9); '' for nothing. */
export function describeAllowed(
  { policies, verb, claim, reveal, redact }: PatternQuestion,
  scope: UseScope,
): string {
  if (reveal === 'None') {
    return '';
  }
  const own = ownPatterns(policies, verb, scope);
  const [key] = claim.keys;
  const near = key === undefined || redact ? undefined : nearMiss(own, key);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  const rules = policies.flatMap((policy) => policy.rules);
  const all = rules.flatMap(({ patterns }) => patterns.map(({ text }) => text));
  const texts =
    reveal === 'All' ? [...new Set(all)].toSorted() : own.map((segments) => segments.join('/'));
  return texts.length === 0
    ? ` Nothing is allowed for ${scope.namespace}.`
    : ` Allowed${reveal === 'All' ? '' : ` for ${scope.namespace}`}: ${list(texts)}.${hint}`;
}

/** Labels and the like that rules for this scope would have needed. */
export function describeMissing(
  policies: readonly CompiledPolicy[],
  verb: AccessVerb,
  scope: UseScope,
): string {
  const missing = policies
    .flatMap((policy) => policy.rules)
    .filter((rule) => concerns(rule, verb, scope) === 'yes')
    .flatMap((rule) => bindAll(rule.patterns, scope).missing);
  const unique = [...new Set(missing)].toSorted();
  return unique.length === 0 ? '' : ` A rule needs ${unique.join(' and ')}, which is not set.`;
}
