import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Position } from '../yaml/index.ts';

/** One object of the files under check. */
export interface Manifest {
  readonly file: string;
  readonly raw: RawObject;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** '' when the manifest names none. */
  readonly namespace: string;
  locate(path: string): Position;
}

export function describeManifest(
  file: string,
  raw: RawObject,
  locate: (path: string) => Position,
): Manifest {
  const metadata = objectAt(raw, 'metadata');
  const apiVersion = textAt(raw, 'apiVersion');
  return {
    file,
    raw,
    locate,
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: textAt(raw, 'kind'),
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
  };
}

/** "ExternalSecret/payments/db". */
export function manifestLabel({ kind, namespace, name }: Manifest): string {
  return [kind, namespace, name].filter((part) => part !== '').join('/');
}
