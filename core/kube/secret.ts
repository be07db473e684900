import type { RawObject } from '../api/index.ts';
import { SecretBytes } from '../runtime/index.ts';
import type { ObjectReader, ObjectRef } from './ports.ts';
import { SECRETS } from './resources.ts';

/** A native Secret; its values cannot be printed. */
export interface NativeSecret {
  readonly type: string;
  readonly data: ReadonlyMap<string, SecretBytes>;
  readonly immutable: boolean;
  readonly raw: RawObject;
}

/** A Secret as the API server sent it, its base64 values wrapped. */
export function parseNativeSecret(raw: RawObject): NativeSecret {
  const data = new Map<string, SecretBytes>();
  if (typeof raw['data'] === 'object' && raw['data'] !== null) {
    for (const [key, value] of Object.entries(raw['data'])) {
      if (typeof value === 'string') {
        data.set(key, SecretBytes.fromBase64(value));
      }
    }
  }
  return {
    type: typeof raw['type'] === 'string' ? raw['type'] : 'Opaque',
    data,
    immutable: raw['immutable'] === true,
    raw,
  };
}

/** The Secret, or undefined when there is none. */
export async function readNativeSecret(
  reader: ObjectReader,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<NativeSecret | undefined> {
  const raw = await reader.get(SECRETS, ref, signal);
  return raw === undefined ? undefined : parseNativeSecret(raw);
}
