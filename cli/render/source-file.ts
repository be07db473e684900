import { type RawObject, quote } from '../../core/api/index.ts';
import type { ObjectReader } from '../../core/kube/index.ts';
import { AppError, objectAt, textAt } from '../../core/runtime/index.ts';
import type { YamlObject } from '../yaml/index.ts';

/** One object of the files, with the lines it stands in. */
export interface SourceObject {
  readonly file: string;
  readonly lines: readonly string[];
  readonly object: YamlObject;
}

export function kindOf({ object }: SourceObject): string {
  return textAt(object.raw, 'kind');
}

/** "ExternalSecret/payments/db". */
export function labelOf(source: SourceObject): string {
  const metadata = objectAt(source.object.raw, 'metadata');
  return [kindOf(source), textAt(metadata, 'namespace'), textAt(metadata, 'name')]
    .filter((part) => part !== '')
    .join('/');
}

/** The ConfigMap or Secret of a name, in the namespace or in none. */
export function findObject(
  sources: readonly SourceObject[],
  kind: string,
  ref: { readonly namespace: string; readonly name: string },
): SourceObject | undefined {
  return sources.find((source) => {
    const metadata = objectAt(source.object.raw, 'metadata');
    const namespace = textAt(metadata, 'namespace');
    return (
      kindOf(source) === kind &&
      textAt(metadata, 'name') === ref.name &&
      ['', ref.namespace].includes(namespace)
    );
  });
}

/** What templateFrom names, out of the files. */
export function createFileObjects(sources: readonly SourceObject[]): ObjectReader {
  return {
    get: async ({ kind }, ref) => {
      const found = findObject(sources, kind, ref);
      if (found === undefined) {
        throw new AppError(
          'TEMPLATE_FAILED',
          `${kind} ${quote(ref.name)} is not among the files; give its file with -f too`,
        );
      }
      return kind === 'Secret' ? withStringData(found.object.raw) : found.object.raw;
    },
    list: async () => [],
  };
}

/** stringData as the API server would have taken it. */
function withStringData(raw: RawObject): RawObject {
  const texts = Object.entries(objectAt(raw, 'stringData')).map(
    ([key, text]) => [key, Buffer.from(String(text)).toString('base64')] as const,
  );
  return { ...raw, data: { ...objectAt(raw, 'data'), ...Object.fromEntries(texts) } };
}
