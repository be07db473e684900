import type { RawObject } from '../../api/index.ts';
import { type NativeSecret, parseNativeSecret } from '../../kube/index.ts';

/** A Secret as it stands in the cluster, as far as writing it needs to know. */
export interface LiveSecret extends NativeSecret {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly RawObject[];
  readonly managedFields: readonly RawObject[];
}

export function isRecord(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown): RawObject {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).map(([key, text]) => [key, textOf(text)]),
  );
}

function recordsOf(value: unknown): readonly RawObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function toLiveSecret(raw: RawObject): LiveSecret {
  const metadata = recordOf(raw['metadata']);
  const { finalizers } = metadata;
  return {
    ...parseNativeSecret(raw),
    name: textOf(metadata['name']),
    uid: textOf(metadata['uid']),
    resourceVersion: textOf(metadata['resourceVersion']),
    labels: textsOf(metadata['labels']),
    annotations: textsOf(metadata['annotations']),
    finalizers: Array.isArray(finalizers) ? finalizers.map(textOf) : [],
    ownerReferences: recordsOf(metadata['ownerReferences']),
    managedFields: recordsOf(metadata['managedFields']),
  };
}
