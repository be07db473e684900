import {
  type AllowRule,
  type DenyRule,
  type Finding,
  type FindingId,
  quote,
  type SecretAccessPolicySpec,
  type StoreSelector,
} from '../api/index.ts';
import { parseGoDuration } from '../runtime/index.ts';
import { parseKeyPattern } from './key-pattern.ts';

export type PolicyFault = Finding;

function fault(id: FindingId, path: string, message: string): PolicyFault {
  return { id, severity: 'error', path, message };
}

function warning(id: FindingId, path: string, message: string): PolicyFault {
  return { id, severity: 'warning', path, message };
}

function patternFaults(path: string, texts: readonly string[]): readonly PolicyFault[] {
  return texts.flatMap((text, index) => {
    const parsed = parseKeyPattern(text);
    return parsed.ok
      ? []
      : [
          fault(
            parsed.placeholder ? 'SPA-R002' : 'SPA-R001',
            `${path}[${index}]`,
            `${quote(text)}: ${parsed.message}`,
          ),
        ];
  });
}

function allPatternFaults({ rules, deny }: SecretAccessPolicySpec): readonly PolicyFault[] {
  return [
    ...rules.flatMap(({ keys }, index) =>
      patternFaults(`spec.rules[${index}].keys.allow`, keys.allow),
    ),
    ...deny.flatMap(({ keys }, index) => patternFaults(`spec.deny[${index}].keys`, keys)),
  ];
}

function storeFault(store: StoreSelector, index: number): readonly PolicyFault[] {
  return store.kind === 'ClusterSecretStore' && store.namespaces !== undefined
    ? [
        fault(
          'SPA-R006',
          `spec.stores[${index}].namespaces`,
          'a ClusterSecretStore lies in no namespace; say in rules[].namespaces who may use it',
        ),
      ]
    : [];
}

function actionFaults({ validationActions }: SecretAccessPolicySpec): readonly PolicyFault[] {
  return validationActions.includes('Deny') && validationActions.length > 1
    ? [
        fault(
          'SPA-R005',
          'spec.validationActions',
          'Deny stands alone: what is denied is not also warned of; write [Deny], [Warn], [Audit] or [Warn, Audit]',
        ),
      ]
    : [];
}

function duplicateNames(path: string, names: readonly string[]): readonly PolicyFault[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [fault('SPA-R007', `${path}[${index}].name`, `${quote(name)} is used twice`)]
      : [],
  );
}

/** A deny for every namespace, verb and subject of the rule that has all its patterns, or `**`. */
function shadows(deny: DenyRule, rule: AllowRule): boolean {
  return (
    deny.namespaces === undefined &&
    deny.subjects.length === 0 &&
    rule.verbs.every((verb) => deny.verbs.includes(verb)) &&
    (deny.keys.includes('**') || rule.keys.allow.every((text) => deny.keys.includes(text)))
  );
}

function shadowFaults({ rules, deny }: SecretAccessPolicySpec): readonly PolicyFault[] {
  const shadowed = rules.length > 0 && rules.every((rule) => deny.some((by) => shadows(by, rule)));
  return shadowed
    ? [fault('SPA-R004', 'spec.deny', 'denies whatever the rules allow; the policy allows nothing')]
    : [];
}

function storesFaults({ stores, pods }: SecretAccessPolicySpec): readonly PolicyFault[] {
  return stores.length === 0 && pods === undefined
    ? [fault('SPA-R003', 'spec.stores', 'needs at least one entry: the stores the policy governs')]
    : stores.flatMap(storeFault);
}

function emptyFaults({ rules, stores }: SecretAccessPolicySpec): readonly PolicyFault[] {
  return rules.length === 0 && stores.length > 0
    ? [warning('SPA-R008', 'spec.rules', 'there is none: every use of these stores is denied')]
    : [];
}

function durationFaults({ constraints }: SecretAccessPolicySpec): readonly PolicyFault[] {
  const text = constraints.externalSecret?.minRefreshInterval;
  return text === undefined || parseGoDuration(text) !== undefined
    ? []
    : [
        fault(
          'SPA-R009',
          'spec.constraints.externalSecret.minRefreshInterval',
          `${quote(text)} is no duration; write 5m, 1h or 1h30m`,
        ),
      ];
}

interface Listed {
  readonly path: string;
  readonly list: readonly string[] | undefined;
}

/** Of a template that filled in nothing, mostly; in a rule it allows nothing, but here it would govern or deny nothing. */
function emptyLists({ stores, deny }: SecretAccessPolicySpec): readonly PolicyFault[] {
  const lists: readonly Listed[] = [
    ...stores.flatMap(({ names, namespaces }, index) => [
      { path: `spec.stores[${index}].names`, list: names },
      { path: `spec.stores[${index}].namespaces`, list: namespaces },
    ]),
    ...deny.flatMap(({ keys, verbs, namespaces }, index) => [
      { path: `spec.deny[${index}].keys`, list: keys },
      { path: `spec.deny[${index}].verbs`, list: verbs },
      { path: `spec.deny[${index}].namespaces.names`, list: namespaces?.names },
    ]),
  ];
  return lists
    .filter(({ list }) => list?.length === 0)
    .map(({ path }) => fault('SPA-R011', path, 'is empty and so matches nothing; fill it'));
}

/** What a policy says that cannot be meant (admission.md 2.7). */
export function checkPolicy(spec: SecretAccessPolicySpec): readonly PolicyFault[] {
  return [
    ...storesFaults(spec),
    ...actionFaults(spec),
    ...allPatternFaults(spec),
    ...duplicateNames(
      'spec.rules',
      spec.rules.map(({ name }) => name),
    ),
    ...duplicateNames(
      'spec.deny',
      spec.deny.map(({ name }) => name),
    ),
    ...shadowFaults(spec),
    ...emptyFaults(spec),
    ...durationFaults(spec),
    ...emptyLists(spec),
  ];
}
