import { isObject } from '../../runtime/index.ts';
import type { PushSecretDataTo, PushSecretSpec, PushStoreRef } from '../push-secret.ts';
import { quote } from '../quote.ts';
import { durationComplaints } from './duration.ts';
import { BUNDLE_RULE, STORE_REF_RULE } from './push-message.ts';
import type { Complaint, Rule } from './rule.ts';

const refreshInterval: Rule<PushSecretSpec> = {
  reads: ['spec.refreshInterval'],
  check: ({ refreshInterval: text }) =>
    durationComplaints('SPA-E003', 'spec.refreshInterval', text),
};

const something: Rule<PushSecretSpec> = {
  reads: ['spec.data', 'spec.dataTo'],
  check: ({ data, dataTo }) =>
    data.length + dataTo.length > 0
      ? []
      : [
          {
            id: 'SPA-H001',
            severity: 'warning',
            path: 'spec',
            message: 'neither data nor dataTo is given, so nothing is pushed',
          },
        ],
};

function namesStore({ name, labelSelector }: PushStoreRef): boolean {
  return name !== '' || labelSelector !== undefined;
}

function checkStoreRef(ref: PushStoreRef, path: string): readonly Complaint[] {
  if (!namesStore(ref)) {
    return [{ id: 'SPA-H002', path, message: 'name or labelSelector is required' }];
  }
  const message = 'is not looked at beside name; keep one of them';
  return ref.name !== '' && ref.labelSelector !== undefined
    ? [{ id: 'SPA-H002', severity: 'warning', path: `${path}.labelSelector`, message }]
    : [];
}

const stores: Rule<PushSecretSpec> = {
  reads: ['spec.secretStoreRefs'],
  check({ secretStoreRefs }) {
    const path = 'spec.secretStoreRefs';
    return secretStoreRefs.length === 0
      ? [{ id: 'SPA-H002', path, message: 'at least one store is required' }]
      : secretStoreRefs.flatMap((ref, index) => checkStoreRef(ref, `${path}[${index}]`));
  },
};

const source: Rule<PushSecretSpec> = {
  reads: ['spec.selector'],
  check({ selector: { secret } }) {
    const path = 'spec.selector.secret';
    if (secret === undefined) {
      return [];
    }
    if (secret.name === '' && secret.selector === undefined) {
      return [{ id: 'SPA-H003', path, message: 'name or selector is required' }];
    }
    const message = 'is not looked at beside name; keep one of them';
    return secret.name !== '' && secret.selector !== undefined
      ? [{ id: 'SPA-H003', severity: 'warning', path: `${path}.selector`, message }]
      : [];
  },
};

function checkDataTo(entry: PushSecretDataTo, path: string): readonly Complaint[] {
  const { storeRef, remoteKey, rewrite } = entry;
  const named = storeRef !== undefined && namesStore(storeRef);
  return [
    ...(named ? [] : [{ id: 'SPA-H004', path, message: STORE_REF_RULE } as const]),
    ...(remoteKey === undefined || rewrite.length === 0
      ? []
      : [{ id: 'SPA-H004', path, message: BUNDLE_RULE } as const]),
  ];
}

const bulk: Rule<PushSecretSpec> = {
  reads: ['spec.dataTo'],
  check: ({ dataTo }) =>
    dataTo.flatMap((entry, index) => checkDataTo(entry, `spec.dataTo[${index}]`)),
};

const knownStores: Rule<PushSecretSpec> = {
  reads: ['spec.dataTo', 'spec.secretStoreRefs'],
  check: ({ dataTo, secretStoreRefs }) =>
    dataTo.flatMap(({ storeRef }, index) => {
      const name = storeRef?.name ?? '';
      const known = secretStoreRefs.some(
        (ref) =>
          ref.kind === storeRef?.kind && (ref.name === name || ref.labelSelector !== undefined),
      );
      const message = `dataTo[${index}]: storeRef ${quote(name)} not found in secretStoreRefs`;
      return name === '' || known
        ? []
        : [{ id: 'SPA-H005', path: `spec.dataTo[${index}].storeRef.name`, message }];
    }),
};

const remoteKeys: Rule<PushSecretSpec> = {
  reads: ['spec.data'],
  check({ data }) {
    const seen = new Set<string>();
    return data.flatMap(({ match: { remoteRef } }, index) => {
      const { remoteKey, property = '' } = remoteRef;
      const target = JSON.stringify([remoteKey, property]);
      const repeated = seen.has(target);
      seen.add(target);
      const message = `duplicate remote key ${quote(remoteKey)}: one value would replace the other at every push`;
      return repeated
        ? [
            {
              id: 'SPA-H006',
              severity: 'warning',
              path: `spec.data[${index}].match.remoteRef`,
              message,
            } as const,
          ]
        : [];
    });
  },
};

const METADATA = {
  apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
  kind: 'PushSecretMetadata',
} as const;

function checkMetadata(metadata: unknown, path: string): readonly Complaint[] {
  if (metadata === undefined) {
    return [];
  }
  if (!isObject(metadata)) {
    return [{ id: 'SPA-H007', path, message: `must be an object of kind ${METADATA.kind}` }];
  }
  return (['apiVersion', 'kind'] as const).flatMap((field) => {
    const given = metadata[field];
    const said = typeof given === 'string' ? quote(given) : 'this';
    const message = `${said} is not accepted; ${METADATA[field]} is`;
    return given === undefined || given === METADATA[field]
      ? []
      : [{ id: 'SPA-H007', path: `${path}.${field}`, message }];
  });
}

const metadataRule: Rule<PushSecretSpec> = {
  reads: ['spec.data', 'spec.dataTo'],
  check: ({ data, dataTo }) => [
    ...data.flatMap(({ metadata }, index) =>
      checkMetadata(metadata, `spec.data[${index}].metadata`),
    ),
    ...dataTo.flatMap(({ metadata }, index) =>
      checkMetadata(metadata, `spec.dataTo[${index}].metadata`),
    ),
  ],
};

/** Rules over several fields of a PushSecret: ESO's CRD has some, and leaves the others to run time (eso.md 1.9, 7). */
export const PUSH_SECRET_RULES: readonly Rule<PushSecretSpec>[] = [
  refreshInterval,
  something,
  stores,
  source,
  bulk,
  knownStores,
  remoteKeys,
  metadataRule,
];
