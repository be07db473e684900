import type { DataFromEntry, ExternalSecretSpec, SourceRef } from '../external-secret.ts';
import { quote } from '../quote.ts';
import { memberPath } from '../structural/path.ts';
import { deletionRules } from './deletion.ts';
import { durationComplaints } from './duration.ts';
import type { Complaint, Rule } from './rule.ts';
import { templateTypeRules } from './template-type.ts';

function count(...members: readonly unknown[]): number {
  return members.filter((member) => member !== undefined).length;
}

/** Messages in quotation here are ESO's own (eso.md 2.2). */
const someData: Rule<ExternalSecretSpec> = {
  reads: ['spec.data', 'spec.dataFrom'],
  check: ({ data, dataFrom }) =>
    data.length + dataFrom.length > 0
      ? []
      : [
          {
            id: 'SPA-E001',
            path: 'spec',
            message: 'either data or dataFrom should be specified',
          },
        ],
};

function namesStore(sourceRef: SourceRef | undefined): boolean {
  return (sourceRef?.storeRef?.name ?? '') !== '' || sourceRef?.generatorRef !== undefined;
}

const someStore: Rule<ExternalSecretSpec> = {
  reads: ['spec.data', 'spec.dataFrom', 'spec.secretStoreRef'],
  check({ secretStoreRef, data, dataFrom }) {
    const entries = [
      ...data.map(({ sourceRef }, index) => ({ sourceRef, path: `data[${index}]` })),
      ...dataFrom.map(({ sourceRef }, index) => ({ sourceRef, path: `dataFrom[${index}]` })),
    ];
    const orphan = entries.find(({ sourceRef }) => !namesStore(sourceRef));
    if ((secretStoreRef?.name ?? '') !== '' || orphan === undefined) {
      return [];
    }
    const message = `required: ${orphan.path} has no sourceRef of its own, so name its store here`;
    return [{ id: 'SPA-E002', path: 'spec.secretStoreRef.name', message }];
  },
};

const refreshInterval: Rule<ExternalSecretSpec> = {
  reads: ['spec.refreshInterval'],
  check: ({ refreshInterval: text }) =>
    durationComplaints('SPA-E003', 'spec.refreshInterval', text),
};

const windowDurations: Rule<ExternalSecretSpec> = {
  reads: ['spec.syncWindows'],
  check: ({ syncWindows }) =>
    (syncWindows?.windows ?? []).flatMap(({ duration }, index) =>
      durationComplaints('SPA-E019', `spec.syncWindows.windows[${index}].duration`, duration),
    ),
};

function checkSource(entry: DataFromEntry, path: string): readonly Complaint[] {
  const { extract, find, sourceRef } = entry;
  if (count(extract, find, sourceRef?.generatorRef) > 1) {
    const message = 'extract, find, or generatorRef cannot be set at the same time';
    return [{ id: 'SPA-E007', path, message }];
  }
  if (count(extract, find, sourceRef) === 0) {
    const message = 'either extract, find, or sourceRef must be set to dataFrom';
    return [{ id: 'SPA-E008', path, message }];
  }
  if (sourceRef !== undefined && count(extract, find, sourceRef.generatorRef) === 0) {
    const message = 'a storeRef alone fetches nothing; add extract or find';
    return [{ id: 'SPA-E008', severity: 'warning', path, message }];
  }
  return [];
}

const sources: Rule<ExternalSecretSpec> = {
  reads: ['spec.dataFrom'],
  check: ({ dataFrom }) =>
    dataFrom.flatMap((entry, index) => checkSource(entry, `spec.dataFrom[${index}]`)),
};

const noGenerators: Rule<ExternalSecretSpec> = {
  reads: ['spec.data'],
  check: ({ data }) =>
    data.flatMap(({ sourceRef }, index) =>
      sourceRef?.generatorRef === undefined
        ? []
        : [
            {
              id: 'SPA-E018',
              severity: 'warning',
              path: `spec.data[${index}].sourceRef.generatorRef`,
              message: 'has no effect in data; use it in dataFrom',
            } as const,
          ],
    ),
};

const uniqueKeys: Rule<ExternalSecretSpec> = {
  reads: ['spec.data', 'spec.target.deletionPolicy'],
  check({ data, target }) {
    const seen = new Set<string>();
    return data.flatMap(({ secretKey }, index) => {
      const repeated = seen.has(secretKey);
      seen.add(secretKey);
      return repeated && target.deletionPolicy === 'Retain'
        ? [
            {
              id: 'SPA-E010',
              path: `spec.data[${index}].secretKey`,
              message: `duplicate secretKey found: ${secretKey}`,
            },
          ]
        : [];
    });
  },
};

/** Keys become file names; these the kubelet and the API server refuse. */
function fileName(key: string, path: string): readonly Complaint[] {
  return key === '.' || key.startsWith('..')
    ? [
        {
          id: 'SPA-E015',
          path,
          message: `${quote(key)} cannot be a key: it must not be "." and must not begin with ".."`,
        },
      ]
    : [];
}

const fileNames: Rule<ExternalSecretSpec> = {
  reads: ['spec.data', 'spec.target.template'],
  check: ({ data, target }) => [
    ...data.flatMap(({ secretKey }, index) => fileName(secretKey, `spec.data[${index}].secretKey`)),
    ...Object.keys(target.template?.data ?? {}).flatMap((key) =>
      fileName(key, memberPath('spec.target.template.data', key)),
    ),
  ],
};

/** Rules over several fields of an ExternalSecret: ESO's (eso.md 2.2) and those it leaves to run time (2.4). */
export const EXTERNAL_SECRET_RULES: readonly Rule<ExternalSecretSpec>[] = [
  someData,
  someStore,
  refreshInterval,
  windowDurations,
  sources,
  noGenerators,
  uniqueKeys,
  fileNames,
  ...deletionRules,
  ...templateTypeRules,
];
