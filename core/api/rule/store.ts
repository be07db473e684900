import { BACKEND_FACTS } from '../backend/facts.ts';
import { notADuration, storeIntervalMs } from '../duration.ts';
import { BACKEND_NAMES, SUPPORTED_PROVIDERS } from '../provider-key.ts';
import { quote } from '../quote.ts';
import type { SecretStoreSpecWire, StoreSubject } from '../secret-store.ts';
import { SECRET_STORE } from '../structural/generated.ts';
import { backendComplaints } from './backend.ts';
import { durationComplaints } from './duration.ts';
import { httpTextComplaints } from './http-text.ts';
import { findSelectors, foreignNamespace, type Selector } from './reference.ts';
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
  check: ({ spec }) =>
    durationComplaints(
      'SPA-B007',
      'spec.retrySettings.retryInterval',
      spec.retrySettings?.retryInterval,
    ),
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

function checkNamespace(
  { kind, metadata, spec }: StoreSubject,
  selector: Selector,
): readonly Complaint[] {
  if (kind === 'SecretStore') {
    return foreignNamespace(selector, metadata.namespace);
  }
  if (selector.namespace !== undefined) {
    return [];
  }
  const path = `${selector.path}.namespace`;
  const key = keyOf(spec);
  const name = BACKEND_NAMES.find((candidate) => candidate === key);
  if (selector.isAuthority && key !== 'kubernetes') {
    return [{ id: 'SPA-B005', path, message: 'missing namespace on caProvider secret' }];
  }
  return name === undefined || BACKEND_FACTS[name].referentAuth
    ? []
    : [{ id: 'SPA-B005', path, message: 'cluster scope requires namespace' }];
}

const PROVIDER = SECRET_STORE.properties?.['spec']?.properties?.['provider'] ?? {};

const references: Rule<StoreSubject> = {
  reads: ['spec.provider', 'metadata'],
  check: (subject) =>
    findSelectors(PROVIDER, subject.spec.provider, 'spec.provider').flatMap((selector) =>
      checkNamespace(subject, selector),
    ),
};

const conditions: Rule<StoreSubject> = {
  reads: ['spec.conditions'],
  check({ kind, spec }) {
    const message = 'has no effect: a SecretStore is for its own namespace';
    return kind === 'SecretStore' && spec.conditions.length > 0
      ? [{ id: 'SPA-B010', severity: 'warning', path: 'spec.conditions', message }]
      : [];
  },
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
  conditions,
  backendSettings,
];

/** Expressions of ClusterSecretStore conditions compile, as far as the caller can tell. */
export function storeTextRules(checks: TextChecks): readonly Rule<StoreSubject>[] {
  return [
    {
      reads: ['spec.provider'],
      check: ({ spec: { provider } }) =>
        provider.webhook === undefined
          ? []
          : httpTextComplaints(provider.webhook, 'spec.provider.webhook', checks),
    },
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
