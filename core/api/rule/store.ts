import { parseGoDuration } from '../../runtime/index.ts';
import { BACKEND_FACTS } from '../backend/facts.ts';
import { notADuration, storeIntervalMs } from '../duration.ts';
import { BACKEND_NAMES, SUPPORTED_PROVIDERS } from '../provider-key.ts';
import { quote } from '../quote.ts';
import type { SecretStoreSpecWire, StoreSubject } from '../secret-store.ts';
import { backendComplaints } from './backend.ts';
import { findSelectors } from './reference.ts';
import type { Complaint, Rule, TextChecks } from './rule.ts';

const refreshInterval: Rule<StoreSubject> = {
  reads: ['spec.refreshInterval'],
  check({ spec }) {
    const path = 'spec.refreshInterval';
    const intervalMs = storeIntervalMs(spec.refreshInterval);
    const text = String(spec.refreshInterval);
    if (intervalMs === undefined) {
      return [{ id: 'SPA-B003', path, message: notADuration(text) }];
    }
    return intervalMs < 0
      ? [{ id: 'SPA-B003', path, message: `${quote(text)}: must not be negative` }]
      : [];
  },
};

const retryInterval: Rule<StoreSubject> = {
  reads: ['spec.retrySettings'],
  check({ spec }) {
    const text = spec.retrySettings?.retryInterval;
    return text === undefined || parseGoDuration(text) !== undefined
      ? []
      : [
          {
            id: 'SPA-B007',
            path: 'spec.retrySettings.retryInterval',
            message: notADuration(text),
          },
        ];
  },
};

function keyOf(spec: SecretStoreSpecWire): string {
  return Object.keys(spec.provider)[0] ?? '';
}

const served: Rule<StoreSubject> = {
  reads: ['spec.provider'],
  check({ spec }) {
    const key = keyOf(spec);
    return SUPPORTED_PROVIDERS.some((name) => name === key)
      ? []
      : [
          {
            id: 'SPA-B002',
            path: `spec.provider.${key}`,
            message: `${quote(key)} is a provider of External Secrets Operator that Sallyport does not serve; served are ${SUPPORTED_PROVIDERS.join(', ')}`,
          },
        ];
  },
};

const NOT_OURS =
  'namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore';

function checkNamespace(
  { kind, metadata, spec }: StoreSubject,
  selector: { readonly path: string; readonly namespace: string | undefined },
): readonly Complaint[] {
  const { namespace } = selector;
  const path = `${selector.path}.namespace`;
  if (kind === 'ClusterSecretStore') {
    const name = BACKEND_NAMES.find((candidate) => candidate === keyOf(spec));
    const needed = name !== undefined && !BACKEND_FACTS[name].referentAuth;
    return needed && namespace === undefined
      ? [{ id: 'SPA-B005', path, message: 'cluster scope requires namespace' }]
      : [];
  }
  // A manifest may leave its own namespace to kubectl; then nothing can be said here.
  return namespace === undefined || metadata.namespace === '' || namespace === metadata.namespace
    ? []
    : [{ id: 'SPA-B005', path, message: `${quote(namespace)}: ${NOT_OURS}` }];
}

const references: Rule<StoreSubject> = {
  reads: ['spec.provider', 'metadata'],
  check: (subject) =>
    findSelectors(subject.spec.provider).flatMap((selector) => checkNamespace(subject, selector)),
};

const backendSettings: Rule<StoreSubject> = {
  reads: ['spec.provider'],
  check: ({ kind, spec }) => backendComplaints(spec.provider, kind),
};

/** Rules over several fields of a store: ESO's (eso.md 2.3) and those it leaves to run time (2.4). */
export const STORE_RULES: readonly Rule<StoreSubject>[] = [
  refreshInterval,
  retryInterval,
  served,
  references,
  backendSettings,
];

/** Expressions of ClusterSecretStore conditions compile, as far as the caller can tell. */
export function storeTextRules(checks: TextChecks): readonly Rule<StoreSubject>[] {
  return [
    {
      reads: ['spec.conditions'],
      check: ({ spec }) =>
        spec.conditions.flatMap(({ namespaceRegexes = [] }, index) =>
          namespaceRegexes.flatMap((source, at) => {
            const problem = checks.regexp?.(source);
            return problem === undefined
              ? []
              : [
                  {
                    id: 'SPA-B004',
                    path: `spec.conditions[${index}].namespaceRegexes[${at}]`,
                    message: `failed to compile ${at}th namespace regex in ${index}th condition: ${problem}`,
                  } as const,
                ];
          }),
        ),
    },
  ];
}
