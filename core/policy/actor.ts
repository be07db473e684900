import { quote, type SecretAccessConfigSpec, type Subject } from '../api/index.ts';
import type { Actor } from './contract.ts';

/** Who is asked about (admission.md 2.5). */
export interface ResolvedActor {
  readonly actor: Actor;
  readonly kind: 'direct' | 'delegated' | 'trusted';
  /** The user who applied it. */
  readonly applied: string;
}

const ACCOUNT = 'system:serviceaccount:';

function derived(namespace: string, serviceAccount: string): Actor {
  return {
    username: `${ACCOUNT}${namespace}:${serviceAccount}`,
    uid: '',
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
    extra: {},
  };
}

/** A deployer acts for a service account of the object's namespace; trusted users are not asked. Names are compared whole. */
export function resolveActor(
  { actors }: SecretAccessConfigSpec,
  actor: Actor,
  namespace: string,
): ResolvedActor {
  const applied = actor.username;
  const delegated = actors.delegated.find(({ user }) => user === applied);
  if (delegated !== undefined && namespace !== '') {
    return { actor: derived(namespace, delegated.serviceAccount), kind: 'delegated', applied };
  }
  const { users, groups } = actors.trusted;
  const trusted = users.includes(applied) || actor.groups.some((group) => groups.includes(group));
  return { actor, kind: trusted ? 'trusted' : 'direct', applied };
}

export function isServiceAccount({ username }: Actor): boolean {
  return username.startsWith(ACCOUNT);
}

/** Is the actor one of the subjects? A service account without namespace is one of the object's. */
export function isSubject(
  subjects: readonly Subject[],
  { username, groups }: Actor,
  namespace: string,
): boolean {
  return subjects.some((subject) => {
    switch (subject.kind) {
      case 'User':
        return subject.name === username;
      case 'Group':
        return groups.includes(subject.name);
      case 'ServiceAccount':
        return username === `${ACCOUNT}${subject.namespace ?? namespace}:${subject.name}`;
    }
  });
}

/** The actor for people: a service account by namespace and name, with who applied it. */
export function describeActor({ actor, kind, applied }: ResolvedActor): string {
  const [namespace, name] = isServiceAccount(actor)
    ? actor.username.slice(ACCOUNT.length).split(':')
    : [];
  const who =
    namespace === undefined || name === undefined
      ? `user ${quote(actor.username)}`
      : `service account ${namespace}/${name}`;
  return kind === 'delegated' ? `${who} (acting for ${applied})` : who;
}
