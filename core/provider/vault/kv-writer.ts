import { isDeepStrictEqual } from 'node:util';
import { type AppError, isObject, type JsonObject, type SecretBytes } from '../../runtime/index.ts';
import { describeKey, storeError } from '../fault.ts';
import { MANAGED_BY, MANAGER, notManaged } from '../managed.ts';
import type { SecretPayload, SecretsWriter } from '../provider.ts';
import { wordsOfValue } from '../safe-words.ts';
import { type KvState, readKvState } from './answer.ts';
import type { VaultRequest } from './caller.ts';
import { type KvReader, type KvReaderDeps, placeOf } from './kv-reader.ts';
import { metadataPath, valuePath } from './path.ts';

/** Where KV version 1, which keeps no metadata, has the mark: beside the fields (eso.md 5.4). */
const CUSTOM_METADATA = 'custom_metadata';
const MARK = JSON.stringify({ [MANAGED_BY]: MANAGER });

interface KvValue {
  readonly text: string;
  readonly fields: JsonObject;
}

function toText(bytes: SecretBytes): string {
  return Buffer.from(bytes.reveal()).toString('utf8');
}

/** Undefined: no JSON object. */
function parseFields(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(payload: SecretPayload | undefined): KvValue | undefined {
  if (payload?.kind !== 'document') {
    return undefined;
  }
  const text = toText(payload.bytes);
  return { text, fields: parseFields(text) ?? {} };
}

function isMarked(custom: unknown): boolean {
  return isObject(custom) && custom[MANAGED_BY] === MANAGER;
}

/** Numbers that JavaScript cannot tell apart. */
function longDigits(text: string): readonly string[] {
  return (text.match(/\d{16,}/gu) ?? []).toSorted();
}

/** The object's text with the mark in it; spliced, so that long numbers keep their digits. */
function withMark({ text, fields }: KvValue): string {
  const body = text.slice(0, text.lastIndexOf('}'));
  const comma = Object.keys(fields).length === 0 ? '' : ',';
  return `${body}${comma}"${CUSTOM_METADATA}":${MARK}}`;
}

/** The requests that write; what they answer is of no interest. */
function createSender(deps: KvReaderDeps) {
  const { caller, session } = deps;
  return async function send(
    key: string,
    request: Pick<VaultRequest, 'method' | 'path' | 'body'>,
    signal: AbortSignal,
  ): Promise<void> {
    const token = await session.token(signal);
    const metric = request.method === 'DELETE' ? 'DeleteSecret' : 'WriteSecretData';
    const subject = describeKey(key);
    await caller.call({ ...request, token, subject, metric }, () => undefined, signal);
  };
}

type Send = ReturnType<typeof createSender>;

/** What is to be written: a KV engine holds JSON objects only. */
function parseValue(deps: KvReaderDeps, key: string, value: SecretBytes): KvValue {
  const invalid = (problem: string): AppError =>
    storeError('SPEC_INVALID', { store: deps.store, subject: describeKey(key), problem });
  const text = toText(value);
  const fields = parseFields(text);
  if (fields === undefined) {
    throw invalid('the value to write is no JSON object, and a KV engine holds nothing else');
  }
  if (deps.spec.version === 'v1' && CUSTOM_METADATA in fields) {
    throw invalid(
      `the value to write has a field "${CUSTOM_METADATA}", where KV version 1 keeps the mark of who manages it`,
    );
  }
  return { text, fields };
}

function createVersion1Writer(deps: KvReaderDeps, reader: KvReader, send: Send): SecretsWriter {
  async function readOwn(key: string, signal: AbortSignal): Promise<KvValue | undefined> {
    const found = fieldsOf(await reader.value({ key }, signal));
    if (found !== undefined && !isMarked(found.fields[CUSTOM_METADATA])) {
      throw notManaged(deps.store, key, CUSTOM_METADATA);
    }
    return found;
  }

  return {
    async putSecret(key, value, signal) {
      signal.throwIfAborted();
      const wanted = parseValue(deps, key, value);
      const found = await readOwn(key, signal);
      const { [CUSTOM_METADATA]: _mark, ...present } = found?.fields ?? {};
      const isSame =
        found !== undefined &&
        isDeepStrictEqual(present, wanted.fields) &&
        isDeepStrictEqual(longDigits(found.text), longDigits(wanted.text));
      if (!isSame) {
        const body = { json: withMark(wanted), secrets: wordsOfValue(wanted.text) };
        const path = valuePath('v1', placeOf(deps, key));
        await send(key, { method: 'POST', path, body }, signal);
      }
    },
    async deleteSecret(key, signal) {
      signal.throwIfAborted();
      if ((await readOwn(key, signal)) !== undefined) {
        await send(key, { method: 'DELETE', path: valuePath('v1', placeOf(deps, key)) }, signal);
      }
    },
  };
}

function createVersion2Writer(deps: KvReaderDeps, reader: KvReader, send: Send): SecretsWriter {
  const { spec, store } = deps;

  async function readOwn(key: string, signal: AbortSignal): Promise<KvState | undefined> {
    const state = await reader.metadata(key, readKvState, signal);
    if (state !== undefined && !isMarked(state.custom)) {
      throw notManaged(store, key, 'custom metadata');
    }
    return state;
  }

  /** Before the value, so that a failure in between leaves nothing that would be refused next time. */
  async function mark(key: string, signal: AbortSignal): Promise<void> {
    const body = { json: `{"${CUSTOM_METADATA}":${MARK}}`, secrets: [] };
    await send(key, { method: 'POST', path: metadataPath(placeOf(deps, key)), body }, signal);
  }

  return {
    async putSecret(key, value, signal) {
      signal.throwIfAborted();
      const wanted = parseValue(deps, key, value);
      const state = await readOwn(key, signal);
      if (state === undefined) {
        await mark(key, signal);
      } else if (
        isDeepStrictEqual(fieldsOf(await reader.value({ key }, signal))?.fields, wanted.fields)
      ) {
        return;
      }
      const needsVersion = spec.checkAndSet?.required === true;
      const options = needsVersion ? `"options":{"cas":${state?.currentVersion ?? 0}},` : '';
      const json = `{${options}"data":${wanted.text}}`;
      const body = { json, secrets: wordsOfValue(wanted.text) };
      await send(key, { method: 'POST', path: valuePath('v2', placeOf(deps, key)), body }, signal);
    },
    async deleteSecret(key, signal) {
      signal.throwIfAborted();
      if ((await readOwn(key, signal)) !== undefined) {
        await send(key, { method: 'DELETE', path: metadataPath(placeOf(deps, key)) }, signal);
      }
    },
  };
}

/** Writes to one KV engine (eso.md 5.4, 7). A deleted key goes with all its versions. */
export function createKvWriter(deps: KvReaderDeps, reader: KvReader): SecretsWriter {
  const send = createSender(deps);
  return deps.spec.version === 'v1'
    ? createVersion1Writer(deps, reader, send)
    : createVersion2Writer(deps, reader, send);
}
