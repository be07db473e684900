import type {
  DataFromEntry,
  ExternalSecretData,
  FindSpec,
  RemoteRefSpec,
  Rewrite,
  StoreRef,
} from '../api/index.ts';
import type { RemoteRef } from '../provider/index.ts';
import { AppError, prefixError, type SecretBytes } from '../runtime/index.ts';
import type { SecretData } from './contract.ts';
import type { Reads } from './reads.ts';
import { describeStoreRef } from './store/find-store.ts';
import { checkKey, checkKeys } from './transform/check-keys.ts';
import { convertKeys } from './transform/convert-keys.ts';
import { decodeValue } from './transform/decode.ts';
import { extractEntries } from './transform/extract.ts';
import { checkNullBytes } from './transform/null-bytes.ts';
import { wholePayload } from './transform/payload.ts';
import { pickProperty } from './transform/property.ts';
import { rewriteKeys } from './transform/rewrite.ts';

/** One entry of data or dataFrom: its part of the secret data, or that the backend has no such secret. */
export type Loaded =
  | { readonly kind: 'found'; readonly data: SecretData }
  | { readonly kind: 'absent'; readonly what: string };

function absent(store: StoreRef, ref: RemoteRefSpec): Loaded {
  const version = ref.version === undefined ? '' : ` in version ${JSON.stringify(ref.version)}`;
  return {
    kind: 'absent',
    what: `${describeStoreRef(store)} has no secret ${JSON.stringify(ref.key)}${version}`,
  };
}

function toRemoteRef(ref: RemoteRefSpec): RemoteRef {
  return {
    key: ref.key,
    ...(ref.version === undefined ? {} : { version: ref.version }),
    content: ref.metadataPolicy === 'Fetch' ? 'metadata' : 'value',
  };
}

/** What came from the backend and does not suit is told with the store's name: its owner has to mend it. */
async function inStore<Result>(
  store: StoreRef,
  key: string,
  transform: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await transform();
  } catch (error) {
    throw prefixError(`${describeStoreRef(store)}: key ${JSON.stringify(key)}`, error);
  }
}

type ValuePolicies = Pick<FindSpec, 'decodingStrategy' | 'nullBytePolicy'>;

function decodeEntries(policies: ValuePolicies, entries: SecretData): SecretData {
  const decoded = new Map<string, SecretBytes>();
  for (const [key, bytes] of entries) {
    try {
      decoded.set(key, decodeValue(policies.decodingStrategy, bytes));
    } catch (error) {
      throw prefixError(`failure decoding key ${JSON.stringify(key)}`, error);
    }
  }
  for (const [key, bytes] of decoded) {
    checkNullBytes(policies.nullBytePolicy, key, bytes);
  }
  return decoded;
}

/** dataFrom: rewrite, or without one convert → check keys → decode → null bytes (eso.md 3.4). */
async function transformEntries(
  policies: RemoteRefSpec | FindSpec,
  rewrite: readonly Rewrite[],
  entries: SecretData,
): Promise<SecretData> {
  const named =
    rewrite.length > 0
      ? await rewriteKeys(rewrite, entries)
      : convertKeys(policies.conversionStrategy, entries);
  return decodeEntries(policies, checkKeys(named));
}

/** spec.data[]: property → decode → null bytes, under secretKey. */
export async function loadData(
  entry: ExternalSecretData,
  store: StoreRef,
  reads: Reads,
): Promise<Loaded> {
  const { remoteRef, secretKey } = entry;
  checkKey(secretKey);
  const payload = await reads.get(store, toRemoteRef(remoteRef));
  if (payload === undefined) {
    return absent(store, remoteRef);
  }
  return inStore(store, remoteRef.key, () => {
    const bytes =
      remoteRef.property === undefined || remoteRef.property === ''
        ? wholePayload(payload)
        : pickProperty(payload, remoteRef.property);
    const decoded = decodeValue(remoteRef.decodingStrategy, bytes);
    checkNullBytes(remoteRef.nullBytePolicy, secretKey, decoded);
    return { kind: 'found', data: new Map([[secretKey, decoded]]) };
  });
}

async function loadExtract(
  extract: RemoteRefSpec,
  entry: DataFromEntry,
  store: StoreRef,
  reads: Reads,
): Promise<Loaded> {
  const payload = await reads.get(store, toRemoteRef(extract));
  if (payload === undefined) {
    return absent(store, extract);
  }
  return inStore(store, extract.key, async () => {
    const entries = extractEntries(payload, extract.property);
    return { kind: 'found', data: await transformEntries(extract, entry.rewrite, entries) };
  });
}

async function loadFind(
  find: FindSpec,
  entry: DataFromEntry,
  store: StoreRef,
  reads: Reads,
): Promise<Loaded> {
  const found = await reads.find(store, find);
  const entries = new Map<string, SecretBytes>();
  for (const { name, payload } of found) {
    entries.set(name, await inStore(store, name, () => wholePayload(payload)));
  }
  return { kind: 'found', data: await transformEntries(find, entry.rewrite, entries) };
}

/** spec.dataFrom[]: what extract or find brings, through the transforms. */
export async function loadDataFrom(
  entry: DataFromEntry,
  store: StoreRef,
  reads: Reads,
): Promise<Loaded> {
  if (entry.extract !== undefined) {
    return loadExtract(entry.extract, entry, store, reads);
  }
  if (entry.find !== undefined) {
    return loadFind(entry.find, entry, store, reads);
  }
  throw new AppError('SPEC_INVALID', 'either extract, find, or sourceRef must be set to dataFrom');
}
