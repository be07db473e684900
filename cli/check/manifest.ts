import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { Position, YamlObject } from '../yaml/index.ts';

/** One object of the files under check. */
export interface Manifest {
  readonly file: string;
  readonly template: string;
  readonly raw: RawObject;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** '' when the manifest names none. */
  readonly namespace: string;
  locate(path: string): Position;
}

export function describeManifest(file: string, object: YamlObject): Manifest {
  const metadata = objectAt(object.raw, 'metadata');
  const apiVersion = textAt(object.raw, 'apiVersion');
  return {
    file,
    template: object.template,
    raw: object.raw,
    locate: (path) => object.locate(path),
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: textAt(object.raw, 'kind'),
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
  };
}

/** An object that was handed in beside the files: nothing is found in it. */
export function manifestElsewhere(raw: RawObject): Manifest {
  return describeManifest('', {
    raw,
    template: '',
    locate: () => ({ line: 1, column: 1 }),
    locateText: () => undefined,
  });
}

/** "ExternalSecret/payments/db". */
export function manifestLabel({
  kind,
  namespace,
  name,
}: Pick<Manifest, 'kind' | 'namespace' | 'name'>): string {
  return [kind, namespace, name].filter((part) => part !== '').join('/');
}
