import { isObject, type JsonObject, SecretBytes } from '../../runtime/index.ts';
import { rawMember } from '../json-text.ts';
import type { SecretPayload } from '../provider.ts';
import type { VaultAnswer } from './wire.ts';

/** Not a shape of Vault's. The message is publishable. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

function member(fields: JsonObject, name: string): JsonObject {
  const value = fields[name];
  if (!isObject(value)) {
    throw new MalformedAnswer(`the answer has no object "${name}"`);
  }
  return value;
}

/** The answer's JSON object. */
export function readFields(answer: VaultAnswer): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.text);
  } catch {
    throw new MalformedAnswer('the answer is not JSON'); // the parser's words would quote the answer
  }
  if (!isObject(parsed)) {
    throw new MalformedAnswer('the answer is not a JSON object');
  }
  return parsed;
}

function versionText(value: unknown): string {
  return typeof value === 'number' ? String(value) : '';
}

/** The KV map as Vault wrote it: keys sorted, `<>&` escaped, numbers digit for digit. Undefined: deleted. */
export function readKvValue(answer: VaultAnswer, version: 'v1' | 'v2'): SecretPayload | undefined {
  const data = member(readFields(answer), 'data');
  const outer = rawMember(answer.text, 'data') ?? '';
  if (version === 'v1') {
    return { kind: 'document', bytes: SecretBytes.fromUtf8(outer), version: '' };
  }
  if (data['data'] === null) {
    return undefined;
  }
  member(data, 'data');
  return {
    kind: 'document',
    bytes: SecretBytes.fromUtf8(rawMember(outer, 'data') ?? ''),
    version: versionText(member(data, 'metadata')['version']),
  };
}

/** The secret's custom_metadata, and beside it what Vault itself keeps (created_time, current_version…). */
export function readKvMetadata(answer: VaultAnswer): SecretPayload {
  const data = member(readFields(answer), 'data');
  const own = Object.entries(data).filter(([, value]) => typeof value !== 'object');
  const fields = { ...Object.fromEntries(own), ...readCustomMetadata(answer) };
  return {
    kind: 'document',
    bytes: SecretBytes.fromUtf8(JSON.stringify(fields)),
    version: versionText(data['current_version']),
  };
}

export function readCustomMetadata(answer: VaultAnswer): JsonObject {
  const custom = member(readFields(answer), 'data')['custom_metadata'];
  return isObject(custom) ? custom : {};
}

/** What a writer needs to know of a KV version 2 secret. */
export interface KvState {
  readonly custom: JsonObject;
  readonly currentVersion: number;
}

export function readKvState(answer: VaultAnswer): KvState {
  const version = member(readFields(answer), 'data')['current_version'];
  if (typeof version !== 'number') {
    throw new MalformedAnswer('the metadata has no current_version');
  }
  return { custom: readCustomMetadata(answer), currentVersion: version };
}

/** The names in a folder; sub-folders end in "/". */
export function readKeys(answer: VaultAnswer): readonly string[] {
  const keys: unknown = member(readFields(answer), 'data')['keys'];
  const names: readonly unknown[] = Array.isArray(keys) ? keys : [undefined];
  return names.map((name) => {
    if (typeof name !== 'string') {
      throw new MalformedAnswer('the list has no keys');
    }
    return name;
  });
}

export interface VaultLogin {
  readonly token: string;
  readonly leaseMs: number;
  readonly renewable: boolean;
}

/** The `auth` part of a login or a renewal. */
export function readLogin(answer: VaultAnswer): VaultLogin {
  const auth = member(readFields(answer), 'auth');
  const { client_token: token, lease_duration: leaseSeconds, renewable } = auth;
  if (typeof token !== 'string' || token === '' || typeof leaseSeconds !== 'number') {
    throw new MalformedAnswer('the login’s answer has no token');
  }
  return { token, leaseMs: leaseSeconds * 1000, renewable: renewable === true };
}
