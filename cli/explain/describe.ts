import { quote } from '../../core/api/index.ts';
import type { PolicyFinding, PolicyTrace, RuleReason, RuleTrace } from '../../core/policy/index.ts';
import type { Style } from '../command.ts';
import type { Explanation } from './explain.ts';

const REASONS: Readonly<Record<RuleReason, string>> = {
  verb: 'it is not for this verb',
  namespace: 'it is not for this namespace',
  subject: 'it is not for this user',
  absolute: 'the key leaves the store, and the rule has no allowAbsolute',
  label: 'the namespace has not, or is not known to have, a label it asks for',
  key: 'its patterns do not match',
  none: '',
};

function describeRule({ effect, name, answer, reason, patterns }: RuleTrace, style: Style): string {
  const listed = patterns.map((pattern) => quote(pattern)).join(', ');
  const what = `${effect} ${quote(name)}`;
  if (answer === 'yes') {
    const mark = effect === 'allow' ? style.green('allows') : style.red('denies');
    return `      ${mark}  ${what}: ${listed}`;
  }
  const word = answer === 'unclear' ? 'unclear' : 'silent';
  return `      ${word}  ${what}: ${REASONS[reason]} (${listed})`;
}

function describePolicy(policy: PolicyTrace, style: Style): readonly string[] {
  const { name, action, requireUse, rules } = policy;
  const use = requireUse ? ", wants the right 'use'" : '';
  const lines = rules.map((rule) => describeRule(rule, style));
  return [
    `  ${style.bold(`SecretAccessPolicy ${name}`)} (${action}${use})`,
    ...(lines.length === 0 ? ['      has no rules: nothing is allowed'] : lines),
  ];
}

function describeKeys({ trace }: Explanation): string {
  if (trace.problem !== '') {
    return `it ${trace.problem}`;
  }
  const keys = trace.keys.map((key) => quote(key)).join(' or ');
  return `${keys}${trace.absolute ? ', outside the root of the store' : ''}`;
}

function describeFinding({ message, id, enforcement }: PolicyFinding): string {
  return `  ${enforcement}: ${message} [${id}]`;
}

/** The way to the verdict, top down, for people. */
export function describeExplanation(explanation: Explanation, style: Style): string {
  const { namespace, store, key, verb, trace, allowed, findings, assumptions } = explanation;
  const verdict = allowed ? style.green('allowed') : style.red('denied');
  const lines = [
    `Namespace ${namespace}, ${store.kind} ${store.name}, ${verb} ${quote(key)}: ${verdict}`,
    '',
    `Key: ${describeKeys(explanation)}${trace.storeKnown ? '' : ' (the store is not known: every reading counts)'}`,
    trace.policies.length === 0
      ? 'Policies: none governs this store; SecretAccessConfig says what that means'
      : 'Policies that govern this store:',
    ...trace.policies.flatMap((policy) => describePolicy(policy, style)),
    ...(findings.length === 0 ? [] : ['Findings:', ...findings.map(describeFinding)]),
    ...(assumptions.length === 0 ? [] : [`Assumed: ${assumptions.join(', ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}
