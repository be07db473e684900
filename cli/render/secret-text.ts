import { stringify } from 'yaml';
import type { PreviewSecret } from '../../core/sync/index.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The Secret as a manifest one can read and apply: texts in stringData, other bytes as base64 in data. */
function manifestOf(secret: PreviewSecret): Readonly<Record<string, unknown>> {
  const texts: Record<string, string> = {};
  const binary: Record<string, string> = {};
  for (const [key, bytes] of [...secret.data].toSorted(byKey)) {
    const text = textOf(bytes);
    if (text === undefined) {
      binary[key] = Buffer.from(bytes).toString('base64');
    } else {
      texts[key] = text;
    }
  }
  const { name, namespace, labels, annotations, finalizers } = secret;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      ...(namespace === '' ? {} : { namespace }),
      ...filled('labels', labels),
      ...filled('annotations', annotations),
      ...(finalizers.length === 0 ? {} : { finalizers }),
    },
    type: secret.type === '' ? 'Opaque' : secret.type,
    ...filled('stringData', texts),
    ...filled('data', binary),
  };
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

function filled(
  name: string,
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  return Object.keys(texts).length === 0 ? {} : { [name]: texts };
}

/** Secrets as YAML documents, or as JSON: one object, or a List of several. */
export function describeSecrets(
  secrets: readonly PreviewSecret[],
  output: 'yaml' | 'json',
): string {
  const manifests = secrets.map(manifestOf);
  if (output === 'yaml') {
    // 1.1 quotes what kubectl would not take for text: yes, 0777, 1:30.
    return manifests
      .map((manifest) => stringify(manifest, { version: '1.1', lineWidth: 0 }))
      .join('---\n');
  }
  const [only] = manifests;
  const object =
    manifests.length === 1 ? only : { apiVersion: 'v1', kind: 'List', items: manifests };
  return `${JSON.stringify(object, null, 2)}\n`;
}
