import type { ClusterExternalSecretSpec, NamespaceChoice } from '../cluster-external-secret.ts';
import { durationComplaints } from './duration.ts';
import type { Rule } from './rule.ts';

type Chooser = NamespaceChoice &
  Partial<Pick<ClusterExternalSecretSpec, 'namespaceSelector' | 'namespaces'>>;

const refreshTime: Rule<NamespaceChoice> = {
  reads: ['spec.refreshTime'],
  check: ({ refreshTime: text }) =>
    text === '' ? [] : durationComplaints('SPA-E003', 'spec.refreshTime', text),
};

const someNamespace: Rule<Chooser> = {
  reads: ['spec.namespaceSelectors', 'spec.namespaceSelector', 'spec.namespaces'],
  check({ namespaceSelectors, namespaceSelector, namespaces = [] }) {
    const chosen =
      namespaceSelectors.length + namespaces.length > 0 || namespaceSelector !== undefined;
    const message =
      'chooses no namespace, so nothing is made; name some by their labels, or all by an empty selector {}';
    return chosen
      ? []
      : [{ id: 'SPA-N001', severity: 'warning', path: 'spec.namespaceSelectors', message }];
  },
};

/** Rules of the kinds that write into many namespaces. */
export const NAMESPACE_CHOICE_RULES: readonly Rule<Chooser>[] = [refreshTime, someNamespace];
