import type { ExternalSecret, TemplateFrom } from '../../core/api/index.ts';
import { findObject, type SourceObject } from './source-file.ts';

/** A field of the files that holds a template. */
export interface TemplateField {
  readonly source: SourceObject;
  readonly path: string;
}

const FROM = /^spec\.target\.template\.templateFrom\[(\d+)\]$/;

/** The field whose text a failed template is: `path` names what failed, `template` the template in it. */
export function templateText(
  { path, template }: { readonly path: string; readonly template: string },
  externalSecret: ExternalSecret,
  source: SourceObject,
  sources: readonly SourceObject[],
): TemplateField | undefined {
  const index = FROM.exec(path)?.[1];
  if (index === undefined) {
    return { source, path };
  }
  const from = externalSecret.spec.target.template?.templateFrom[Number(index)];
  if (from === undefined || from.literal !== undefined) {
    return { source, path: `${path}.literal` };
  }
  const { namespace } = externalSecret.metadata;
  const found = sourceOf(from, namespace, sources);
  const field = from.secret === undefined ? 'data' : 'stringData';
  return found && { source: found, path: `${field}[${JSON.stringify(template)}]` };
}

function sourceOf(
  { configMap, secret }: TemplateFrom,
  namespace: string,
  sources: readonly SourceObject[],
): SourceObject | undefined {
  if (configMap !== undefined) {
    return findObject(sources, 'ConfigMap', { namespace, name: configMap.name });
  }
  return secret && findObject(sources, 'Secret', { namespace, name: secret.name });
}
