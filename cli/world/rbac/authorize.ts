import type { RawObject } from '../../../core/api/index.ts';
import { type Grant, grantsOf, type Subject } from './grants.ts';
import type { Right } from './rules.ts';

/** Somebody who asks for a right; '' as namespace asks for a grant in the whole cluster. */
export interface RightQuestion extends Right {
  readonly user: string;
  readonly groups: readonly string[];
  readonly namespace: string;
}

/** The API server lets this group do everything, whatever RBAC says. */
const MASTERS = 'system:masters';

function isMeant({ kind, namespace, name }: Subject, question: RightQuestion): boolean {
  switch (kind) {
    case 'User':
      return name === question.user;
    case 'Group':
      return question.groups.includes(name);
    default:
      return question.user === `system:serviceaccount:${namespace}:${name}`;
  }
}

function reaches(grant: Grant, { namespace }: RightQuestion): boolean {
  return grant.namespace === '' || grant.namespace === namespace;
}

/** What RBAC alone answers to a SubjectAccessReview. */
export function isAuthorized(rbac: readonly RawObject[], question: RightQuestion): boolean {
  return (
    question.groups.includes(MASTERS) ||
    grantsOf(rbac, question).some(
      (grant) => reaches(grant, question) && isMeant(grant.subject, question),
    )
  );
}
