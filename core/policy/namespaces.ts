import { objectAt, listAt } from '../runtime/index.ts';
import type { RawObject } from '../api/index.ts';
import type { PolicyFinding, PolicyRequest, PolicyWorld } from './contract.ts';
import { createFinding } from './create-finding.ts';
import type { NamespaceJudgement } from './judge-namespace.ts';
import { isAbsent } from './extract/draft.ts';
import { matchesLabels, readLabelSelector } from './label-selector.ts';
import type { NamespaceFacts } from './store-access.ts';

const MAX_NAMESPACES = 200;
const MAX_NAMED = 5;

export interface Namespaces {
  readonly namespaces: readonly string[];
  readonly findings: readonly PolicyFinding[];
}

function isMultiplied({ kind }: RawObject): boolean {
  return kind === 'ClusterExternalSecret' || kind === 'ClusterPushSecret';
}

function unreadable(path: string, message: string): PolicyFinding {
  return createFinding({
    id: 'SPA-W004',
    enforcement: 'Deny',
    axis: 'facts',
    path,
    policies: [],
    message,
  });
}

/** ORed: selectors, the deprecated single one, and names (eso.md 1.6). Undefined where one cannot be read. */
function isSelected(spec: RawObject): ((facts: NamespaceFacts) => boolean) | undefined {
  const single = spec['namespaceSelector'];
  const raw = [...listAt(spec, 'namespaceSelectors'), ...(isAbsent(single) ? [] : [single])];
  const read = raw.map(readLabelSelector);
  const selectors = read.filter((selector) => selector !== undefined);
  const names = listAt(spec, 'namespaces');
  return selectors.length === read.length
    ? ({ name, labels }) =>
        names.includes(name) || selectors.some((selector) => matchesLabels(selector, labels))
    : undefined;
}

function capped(names: readonly string[]): Namespaces {
  const findings =
    names.length > MAX_NAMESPACES
      ? [
          createFinding({
            id: 'SPA-K008',
            enforcement: 'Warn',
            axis: 'placement',
            path: 'spec',
            policies: [],
            message: `${names.length} namespaces are selected; the first ${MAX_NAMESPACES} were looked at, the others when their objects are made`,
          }),
        ]
      : [];
  return { namespaces: names.slice(0, MAX_NAMESPACES), findings };
}

function selectedNamespaces(spec: RawObject, world: PolicyWorld): Namespaces {
  const isWanted = isSelected(spec);
  if (isWanted === undefined) {
    const message = 'a namespace selector that cannot be read: what it picks is not known';
    return { namespaces: [], findings: [unreadable('spec', message)] };
  }
  const all = world.namespaces();
  if (all.state !== 'known') {
    const message = 'the namespaces it is for could not be read; try again';
    return { namespaces: [], findings: [unreadable('spec', message)] };
  }
  return capped(
    all.value
      .filter(isWanted)
      .map(({ name }) => name)
      .toSorted(),
  );
}

/** Where the object's stores are used from: its own namespace, or those a cluster-wide kind selects now (admission.md 2.8, step 5). */
export function gatherNamespaces(
  { object, namespace }: PolicyRequest,
  world: PolicyWorld,
): Namespaces {
  return isMultiplied(object)
    ? selectedNamespaces(objectAt(object, 'spec'), world)
    : { namespaces: [namespace], findings: [] };
}

function withNamespaces(finding: PolicyFinding, namespaces: readonly string[]): PolicyFinding {
  const more = namespaces.length - MAX_NAMED;
  const named = namespaces.slice(0, MAX_NAMED);
  const rest = more > 0 ? ` and ${more} more` : '';
  return namespaces.length < 2
    ? { ...finding, namespaces: named }
    : {
        ...finding,
        namespaces: named,
        message: `${finding.message} The same in ${namespaces.length} namespaces: ${named.join(', ')}${rest}.`,
      };
}

function sameComplaint({ id, path, store, enforcement }: PolicyFinding): string {
  return JSON.stringify([id, path, enforcement, store?.kind, store?.name]);
}

interface One {
  readonly namespace: string;
  readonly judgement: NamespaceJudgement;
}

function grouped(all: readonly One[]): readonly PolicyFinding[] {
  const groups = new Map<
    string,
    { readonly first: PolicyFinding; readonly namespaces: string[] }
  >();
  for (const { namespace, judgement } of all) {
    for (const finding of judgement.findings) {
      const key = sameComplaint(finding);
      const group = groups.get(key) ?? { first: finding, namespaces: [] };
      group.namespaces.push(namespace);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ first, namespaces }) =>
    withNamespaces(first, [...new Set(namespaces)]),
  );
}

/** One judgement of them all: equal findings of several namespaces become one that names the first five. */
export function joinJudgements(all: readonly One[]): NamespaceJudgement {
  const [only, ...more] = all;
  if (only !== undefined && more.length === 0) {
    return only.judgement;
  }
  return {
    placed: all.flatMap(({ judgement }) => judgement.placed),
    isCut: all.some(({ judgement }) => judgement.isCut),
    findings: grouped(all),
    assumptions: all.flatMap(({ judgement }) => judgement.assumptions),
  };
}
