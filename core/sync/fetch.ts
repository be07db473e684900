import type {
  DataFromEntry,
  ExternalSecret,
  ExternalSecretData,
  SourceRef,
  StoreRef,
} from '../api/index.ts';
import { AppError, mapInOrder, prefixError } from '../runtime/index.ts';
import type { SecretData } from './contract.ts';
import { type Loaded, loadData, loadDataFrom } from './load.ts';
import type { Reads } from './reads.ts';

/** Requests of one ExternalSecret under way at once: enough to hide latency, few enough for a backend's rate limit. */
const MAX_CONCURRENT_READS = 8;

export interface Fetched {
  readonly data: SecretData;
  /** Field paths of entries whose secret the backend says is absent. */
  readonly missing: readonly string[];
}

interface Entry {
  readonly path: string;
  readonly load: () => Promise<Loaded>;
}

function storeOf(externalSecret: ExternalSecret, sourceRef: SourceRef | undefined): StoreRef {
  if (sourceRef?.generatorRef !== undefined) {
    throw new AppError('SPEC_INVALID', 'generators are not served by this version');
  }
  const store = sourceRef?.storeRef ?? externalSecret.spec.secretStoreRef;
  if (store === undefined) {
    throw new AppError(
      'SPEC_INVALID',
      'names no store; set spec.secretStoreRef or sourceRef.storeRef',
    );
  }
  return store;
}

function partOf(entry: DataFromEntry): string {
  if (entry.extract !== undefined) {
    return `.extract (key: ${entry.extract.key})`;
  }
  return entry.find === undefined ? '' : '.find';
}

function dataFromEntry(
  externalSecret: ExternalSecret,
  entry: DataFromEntry,
  index: number,
  reads: Reads,
): Entry {
  return {
    path: `spec.dataFrom[${index}]${partOf(entry)}`,
    load: async () => loadDataFrom(entry, storeOf(externalSecret, entry.sourceRef), reads),
  };
}

function dataEntry(
  externalSecret: ExternalSecret,
  entry: ExternalSecretData,
  index: number,
  reads: Reads,
): Entry {
  return {
    path: `spec.data[${index}] (key: ${entry.remoteRef.key})`,
    load: async () => loadData(entry, storeOf(externalSecret, entry.sourceRef), reads),
  };
}

/** An entry's secret data; undefined when the backend has no such secret and deletionPolicy lets it be left out. */
async function loadEntry(
  externalSecret: ExternalSecret,
  entry: Entry,
): Promise<SecretData | undefined> {
  try {
    const loaded = await entry.load();
    if (loaded.kind === 'found') {
      return loaded.data;
    }
    if (externalSecret.spec.target.deletionPolicy === 'Retain') {
      throw new AppError('SECRET_MISSING', loaded.what);
    }
    return undefined;
  } catch (error) {
    throw prefixError(entry.path, error);
  }
}

/**
 * Everything an ExternalSecret asks for, transformed and merged: dataFrom in order, then data. All or nothing; an error names
 * the entry. An absent secret is SECRET_MISSING under deletionPolicy Retain, and otherwise left out and listed (eso.md 3.4).
 */
export async function fetchEntries(externalSecret: ExternalSecret, reads: Reads): Promise<Fetched> {
  const { spec } = externalSecret;
  const entries = [
    ...spec.dataFrom.map((entry, index) => dataFromEntry(externalSecret, entry, index, reads)),
    ...spec.data.map((entry, index) => dataEntry(externalSecret, entry, index, reads)),
  ];
  const loaded = await mapInOrder(entries, MAX_CONCURRENT_READS, async (entry) => ({
    path: entry.path,
    data: await loadEntry(externalSecret, entry),
  }));
  return {
    data: new Map(loaded.flatMap(({ data }) => [...(data ?? [])])),
    missing: loaded.filter(({ data }) => data === undefined).map(({ path }) => path),
  };
}
