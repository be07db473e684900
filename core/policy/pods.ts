import {
  EXTERNAL_SECRETS_ANNOTATION,
  parseInjection,
  type PodUse,
  quote,
  type RawObject,
  type ValidationAction,
} from '../api/index.ts';
import { objectAt, textAt, textsAt } from '../runtime/index.ts';
import type { CompiledPods, CompiledPolicy } from './compiled.ts';
import type { Lookup, PolicyFinding, PolicyWorld } from './contract.ts';
import { compareFindings, createFinding } from './create-finding.ts';
import { secretReferences } from './pod-reference.ts';
import { holdsInNamespace, type RuleAnswer } from './rule.ts';
import { matchesName, matchesWildcard } from './wildcard.ts';

/** What is asked when a Pod is judged. */
export interface PodWorld extends Pick<PolicyWorld, 'policies' | 'namespace'> {
  /**
   * The ExternalSecret that manages a Secret of that name, or will when it is made; `absent` for a Secret that nothing of ours manages,
   * `unknown` when that could not be read.
   */
  managedSecret(namespace: string, name: string): Lookup<string>;
}

interface Use {
  readonly use: PodUse;
  readonly path: string;
  readonly externalSecret: string;
  /** The Secret, where one is named. */
  readonly secret: string | undefined;
}

interface PodFacts {
  readonly namespace: string;
  readonly serviceAccount: string;
}

function serviceAccountOf(pod: RawObject): string {
  const spec = objectAt(pod, 'spec');
  return textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
}

function optIns(pod: RawObject): readonly Use[] {
  const parsed = parseInjection(textsAt(objectAt(pod, 'metadata'), 'annotations'));
  const names = parsed.ok ? (parsed.value?.externalSecrets ?? []) : [];
  return names.map((externalSecret) => ({
    use: 'OptIn',
    path: `metadata.annotations[${quote(EXTERNAL_SECRETS_ANNOTATION)}]`,
    externalSecret,
    secret: undefined,
  }));
}

interface Gathered {
  readonly uses: readonly Use[];
  readonly unread: readonly { readonly path: string; readonly name: string }[];
}

function gather(pod: RawObject, namespace: string, world: PodWorld): Gathered {
  const uses: Use[] = [...optIns(pod)];
  const unread: { path: string; name: string }[] = [];
  for (const { path, name } of secretReferences(pod)) {
    const manager = world.managedSecret(namespace, name);
    if (manager.state === 'known') {
      uses.push({ use: 'Reference', path, externalSecret: manager.value, secret: name });
    } else if (manager.state === 'unknown') {
      unread.push({ path, name });
    }
  }
  return { uses, unread };
}

interface Governor {
  readonly policy: CompiledPolicy;
  readonly pods: CompiledPods;
  readonly answer: RuleAnswer;
}

function governors(namespace: string, world: PodWorld): readonly Governor[] {
  const facts = world.namespace(namespace);
  return world.policies.index.pods.flatMap((policy) => {
    const { pods } = policy;
    const answer =
      pods === undefined ? 'no' : holdsInNamespace(pods.namespaces, { namespace, facts });
    return pods === undefined || answer === 'no' ? [] : [{ policy, pods, answer }];
  });
}

function isAllowed({ pods }: Governor, { use, externalSecret }: Use, pod: PodFacts): boolean {
  return pods.rules.some(
    (rule) =>
      rule.uses.includes(use) &&
      matchesName(rule.serviceAccounts, pod.serviceAccount) &&
      rule.externalSecrets.some((pattern) =>
        matchesWildcard(
          pattern.replaceAll('{{serviceAccount}}', () => pod.serviceAccount),
          externalSecret,
        ),
      ),
  );
}

function complain(
  { use, path, externalSecret, secret }: Use,
  pod: PodFacts,
  policies: readonly string[],
  enforcement: ValidationAction,
): PolicyFinding {
  const what =
    use === 'OptIn'
      ? `may not opt in to ExternalSecret ${externalSecret}`
      : `may not have Secret ${secret ?? ''}, which ExternalSecret ${externalSecret} manages`;
  const by = `(${policies.length === 1 ? 'policy' : 'policies'} ${policies.join(', ')})`;
  return createFinding({
    id: use === 'OptIn' ? 'SPA-M001' : 'SPA-M002',
    enforcement,
    axis: 'pods',
    path,
    policies,
    message: `service account ${pod.namespace}/${pod.serviceAccount} ${what} ${by}; run the Pod as one that a rule of "pods" names`,
  });
}

const ACTIONS = ['Deny', 'Warn', 'Audit'] as const;

/** As with stores: a weaker policy neither denies nor allows anything for a stronger one. */
function judgeUse(use: Use, pod: PodFacts, all: readonly Governor[]): readonly PolicyFinding[] {
  const governing = all.filter(({ pods }) => matchesName(pods.externalSecrets, use.externalSecret));
  for (const [strength, action] of ACTIONS.entries()) {
    const inForce = governing.filter(({ policy }) => ACTIONS.indexOf(policy.action) <= strength);
    const adds = inForce.some(({ policy }) => policy.action === action);
    if (adds && !inForce.some((one) => isAllowed(one, use, pod))) {
      const names = inForce.map(({ policy }) => policy.name).toSorted();
      return [complain(use, pod, names, action)];
    }
  }
  return [];
}

function missingFacts(path: string, message: string, all: readonly Governor[]): PolicyFinding {
  const action = ACTIONS.find((one) => all.some(({ policy }) => policy.action === one)) ?? 'Deny';
  return createFinding({
    id: 'SPA-M003',
    enforcement: action,
    axis: 'facts',
    path,
    policies: all.map(({ policy }) => policy.name).toSorted(),
    message,
  });
}

/**
 * May the Pod have the ExternalSecrets it opts in to and the managed Secrets it names, with its ServiceAccount? Nothing in namespaces that no
 * policy's `pods` names, and for Secrets that Sallyport does not manage.
 */
export function judgePod(
  pod: RawObject,
  namespace: string,
  world: PodWorld,
): readonly PolicyFinding[] {
  const all = governors(namespace, world);
  if (all.length === 0) {
    return [];
  }
  const unclear = all.filter(({ answer }) => answer === 'unclear');
  const { uses, unread } = gather(pod, namespace, world);
  const sure = all.filter(({ answer }) => answer === 'yes');
  const facts = { namespace, serviceAccount: serviceAccountOf(pod) };
  const labels =
    unclear.length > 0 && uses.length + unread.length > 0
      ? [
          missingFacts(
            'metadata.namespace',
            `the labels of namespace ${namespace} are not known, and policies for Pods ask for them; try again`,
            unclear,
          ),
        ]
      : [];
  const unreadSecrets =
    sure.length === 0
      ? []
      : unread.map(({ path, name }) =>
          missingFacts(path, `who manages Secret ${name} could not be read; try again`, sure),
        );
  return [
    ...labels,
    ...unreadSecrets,
    ...uses.flatMap((use) => judgeUse(use, facts, sure)),
  ].toSorted(compareFindings);
}
