import { type JsonObject, listAt } from '../../../core/runtime/index.ts';

/** A right somebody may have: a verb on one object of a resource. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  /** The plural. */
  readonly resource: string;
  readonly name: string;
}

function has(rule: JsonObject, member: string, wanted: string): boolean {
  const listed = listAt(rule, member);
  return listed.includes('*') || listed.includes(wanted);
}

/** Does a rule of a role give the right? `resourceNames` left out means every name. */
export function ruleGives(rule: JsonObject, { verb, group, resource, name }: Right): boolean {
  const names = listAt(rule, 'resourceNames');
  return (
    has(rule, 'verbs', verb) &&
    has(rule, 'apiGroups', group) &&
    has(rule, 'resources', resource) &&
    (names.length === 0 || names.includes(name))
  );
}
