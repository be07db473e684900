import { createHash } from 'node:crypto';
import type { LabelSelector, RawObject } from '../core/api/index.ts';
import type { Snapshot } from './snapshot/index.ts';

/** Never asked about: nodes and the network come up with Pods of these, and ours must start to be asked at all. */
const SYSTEM_NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease'];
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const LABEL_KEY = /^(?:[a-z0-9.-]{1,253}\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/u;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/u;

/** Namespaces that the `pods` part of a policy holds for; members are ANDed, and names may contain `*`. */
export interface PodPlace {
  /** Undefined: any name. */
  readonly names: readonly string[] | undefined;
  readonly selector: LabelSelector | undefined;
  /** Does the policy refuse? One that only warns must not keep Pods from starting while the webhook is down. */
  readonly isEnforced: boolean;
}

/** The Service that answers. */
interface AnsweringService {
  readonly namespace: string;
  readonly serviceName: string;
}

/** Would the API server take it? One it refuses must not cost the other policies their registration. */
function isServable({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => LABEL_KEY.test(key) && LABEL_VALUE.test(value),
    ) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const takesValues = operator === 'In' || operator === 'NotIn';
      return (
        LABEL_KEY.test(key) &&
        takesValues === values.length > 0 &&
        values.every((value) => LABEL_VALUE.test(value))
      );
    })
  );
}

/** One that cannot be served is left out: more Pods are asked about than need be, and the policy decides. */
function servable(selector: LabelSelector | undefined): LabelSelector {
  return selector !== undefined && isServable(selector) ? selector : {};
}

/** Patterns with `*` as one regular expression; the others cannot be the name of a namespace. */
function expressionOf(patterns: readonly string[]): string {
  const usable = [...new Set(patterns)].filter((pattern) => /^[a-z0-9*-]+$/u.test(pattern));
  const alternatives = usable.toSorted().map((pattern) => pattern.replaceAll('*', '.*'));
  return JSON.stringify(`^(?:${alternatives.join('|')})$`);
}

function nameConditions(places: readonly PodPlace[]): readonly RawObject[] {
  const names = places.map((each) => each.names);
  const patterns = names.flatMap((each) => each ?? []);
  return names.includes(undefined)
    ? []
    : [
        {
          name: 'named-by-a-policy',
          expression: `request.namespace.matches(${expressionOf(patterns)})`,
        },
      ];
}

function entryName(selector: LabelSelector, isEnforced: boolean): string {
  const text = JSON.stringify(selector);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const prefix = isEnforced ? 'pods' : 'pods-warn';
  return text === '{}' ? `${prefix}.sallyport.dev` : `${prefix}-${hash}.sallyport.dev`;
}

function entry(
  places: readonly [PodPlace, ...PodPlace[]],
  { namespace, serviceName }: AnsweringService,
): RawObject {
  const [{ isEnforced }] = places;
  const selector = servable(places[0].selector);
  return {
    name: entryName(selector, isEnforced),
    clientConfig: {
      service: { namespace, name: serviceName, port: 443, path: '/validate-pods' },
    },
    rules: [
      {
        apiGroups: [''],
        apiVersions: ['v1'],
        operations: ['CREATE'],
        resources: ['pods'],
        scope: 'Namespaced',
      },
      {
        apiGroups: [''],
        apiVersions: ['v1'],
        operations: ['UPDATE'],
        resources: ['pods/ephemeralcontainers'],
        scope: 'Namespaced',
      },
    ],
    namespaceSelector: {
      ...(selector.matchLabels === undefined ? {} : { matchLabels: selector.matchLabels }),
      matchExpressions: [
        ...(selector.matchExpressions ?? []),
        { key: NAMESPACE_NAME, operator: 'NotIn', values: [...SYSTEM_NAMESPACES, namespace] },
      ],
    },
    matchPolicy: 'Equivalent',
    matchConditions: nameConditions(places),
    failurePolicy: isEnforced ? 'Fail' : 'Ignore',
    sideEffects: 'None',
    timeoutSeconds: 5,
    admissionReviewVersions: ['v1'],
  };
}

/**
 * The webhook entries that have the API server ask about the Pods of these namespaces and, as far as it can be said, of no others:
 * one entry for each label selector, in which the names are a condition. No namespace is looked up, so a new one is covered from its
 * first Pod on (docs/adr/0011).
 */
export function podRegistration(
  places: readonly PodPlace[],
  service: AnsweringService,
): readonly RawObject[] {
  const groups = new Map<string, [PodPlace, ...PodPlace[]]>();
  for (const place of places.filter(({ names }) => names?.length !== 0)) {
    const key = JSON.stringify([servable(place.selector), place.isEnforced]);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [place]);
    } else {
      group.push(place);
    }
  }
  return [...groups.values()]
    .map((group) => entry(group, service))
    .toSorted((left, right) => (String(left['name']) < String(right['name']) ? -1 : 1));
}

/** Where the policies in force speak of Pods; undefined while they are not known. */
export function podPlaces(
  snapshot: Pick<Snapshot, 'policies' | 'problem'>,
): readonly PodPlace[] | undefined {
  return snapshot.problem() === undefined
    ? snapshot
        .policies()
        .index.pods.flatMap(({ pods, action }) =>
          pods === undefined ? [] : [{ ...pods.namespaces, isEnforced: action === 'Deny' }],
        )
    : undefined;
}
