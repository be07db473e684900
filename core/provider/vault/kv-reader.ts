import type { VaultBackend } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';
import { describeKey, storeError } from '../fault.ts';
import type { RemoteRef, SecretPayload, StoreIdentity } from '../provider.ts';
import { readKeys, readKvValue } from './answer.ts';
import type { VaultCaller, VaultRequest } from './caller.ts';
import { isSafePath, type KvPlace, listPath, locate, metadataPath, valuePath } from './path.ts';
import type { VaultSession } from './session.ts';
import { type VaultAnswer, VaultRefusal } from './wire.ts';

export interface KvReaderDeps {
  readonly spec: VaultBackend;
  readonly store: StoreIdentity;
  readonly caller: VaultCaller;
  readonly session: VaultSession;
}

/** Reads of one KV engine. Undefined is what Vault says is absent or deleted. */
export interface KvReader {
  value(ref: Omit<RemoteRef, 'content'>, signal: AbortSignal): Promise<SecretPayload | undefined>;
  metadata<Result>(
    key: string,
    parse: (answer: VaultAnswer) => Result,
    signal: AbortSignal,
  ): Promise<Result | undefined>;
  /** The names in a folder; sub-folders end in "/". */
  list(folder: KvPlace, signal: AbortSignal): Promise<readonly string[]>;
}

type Read = Pick<VaultRequest, 'method' | 'path' | 'subject' | 'metric'>;

/** 404 with nothing to say means absent; with words it means a wrong path or mount, which must not look like absence. */
function saysAbsent(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.cause instanceof VaultRefusal &&
    error.cause.status === 404 &&
    error.cause.words.length === 0
  );
}

/** The place of a key that is safe to name. SPEC_INVALID otherwise. */
export function placeOf(deps: KvReaderDeps, key: string): KvPlace {
  const place = locate(deps.spec, key);
  const invalid = (problem: string): AppError =>
    storeError('SPEC_INVALID', { store: deps.store, subject: describeKey(key), problem });
  if (!isSafePath(place)) {
    throw invalid('has a "." or ".." segment');
  }
  if (place.mount === '' || place.path === '') {
    throw invalid(
      'names no secret; without spec.provider.vault.path its first segment is the mount',
    );
  }
  return place;
}

export function createKvReader(deps: KvReaderDeps): KvReader {
  const { spec, store } = deps;

  async function read<Result>(
    request: Read,
    parse: (answer: VaultAnswer) => Result,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    const token = await deps.session.token(signal);
    try {
      return await deps.caller.call({ ...request, token }, parse, signal);
    } catch (error) {
      if (saysAbsent(error)) {
        return undefined;
      }
      throw error;
    }
  }

  function needsVersion2(subject: string, what: string): void {
    if (spec.version === 'v1') {
      const problem = `KV version 1 keeps no ${what}`;
      throw storeError('SPEC_INVALID', { store, subject, problem });
    }
  }

  return {
    async value({ key, version }, signal) {
      const subject = describeKey(key, version);
      if (version !== undefined) {
        needsVersion2(subject, 'versions');
      }
      const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
      const path = `${valuePath(spec.version, placeOf(deps, key))}${query}`;
      return read(
        { method: 'GET', path, subject, metric: 'ReadSecretData' },
        (answer) => readKvValue(answer, spec.version),
        signal,
      );
    },
    async metadata(key, parse, signal) {
      const subject = describeKey(key);
      needsVersion2(subject, 'metadata (metadataPolicy Fetch, find.tags)');
      const path = metadataPath(placeOf(deps, key));
      return read({ method: 'GET', path, subject, metric: 'ReadSecretData' }, parse, signal);
    },
    async list(folder, signal) {
      const path = listPath(spec.version, folder);
      const subject = `find in "${folder.mount}/${folder.path}"`;
      const request = { method: 'LIST', path, subject, metric: 'ListSecrets' } as const;
      return (await read(request, readKeys, signal)) ?? [];
    },
  };
}
