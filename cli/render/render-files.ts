import { ESO_GROUP, SERVED_VERSIONS } from '../../core/api/index.ts';
import { type PreviewSecret } from '../../core/sync/index.ts';
import { textAt } from '../../core/runtime/index.ts';
import { readYaml } from '../yaml/index.ts';
import type { RenderFinding } from './finding.ts';
import { renderObject, type Values } from './render-object.ts';
import { createFileObjects, kindOf, labelOf, type SourceObject } from './source-file.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface RenderedFiles {
  /** One an ExternalSecret that rendered, in the order of the files. */
  readonly secrets: readonly PreviewSecret[];
  readonly findings: readonly RenderFinding[];
}

/** Kinds of ESO that hold templates and are not rendered here. */
const UNSERVED: ReadonlySet<string> = new Set([
  'ClusterExternalSecret',
  'PushSecret',
  'ClusterPushSecret',
]);

/** Every ExternalSecret of the files, over one set of values. ConfigMaps and Secrets beside them are what templateFrom reads. */
export async function renderFiles(
  files: readonly TextFile[],
  values: Values,
  signal: AbortSignal,
): Promise<RenderedFiles> {
  const { sources, findings } = readSourceObjects(files);
  const scope = { values, sources, reader: createFileObjects(sources) };
  const secrets: PreviewSecret[] = [];
  for (const source of sources.filter(isExternalSecret)) {
    const rendered = await renderObject(source, scope, signal);
    findings.push(...rendered.findings);
    if (rendered.secret !== undefined) {
      secrets.push(rendered.secret);
    }
  }
  for (const source of sources.filter((each) => UNSERVED.has(kindOf(each)))) {
    findings.push({
      file: source.file,
      position: source.object.locate(''),
      severity: 'warning',
      message: `${labelOf(source)} is passed over: only ExternalSecrets are rendered; put its template into one to see what it gives`,
      excerpt: undefined,
    });
  }
  return { secrets, findings: [...findings, ...nothingToRender(files, sources, findings)] };
}

const ESO_VERSIONS: ReadonlySet<string> = new Set(
  SERVED_VERSIONS.map((version) => `${ESO_GROUP}/${version}`),
);

function isExternalSecret(source: SourceObject): boolean {
  return (
    kindOf(source) === 'ExternalSecret' && ESO_VERSIONS.has(textAt(source.object.raw, 'apiVersion'))
  );
}

function readSourceObjects(files: readonly TextFile[]): {
  readonly sources: readonly SourceObject[];
  readonly findings: RenderFinding[];
} {
  const sources: SourceObject[] = [];
  const findings: RenderFinding[] = [];
  for (const { name, text } of files) {
    const stream = readYaml(text);
    const lines = text.split(/\r?\n/);
    sources.push(...stream.objects.map((object) => ({ file: name, lines, object })));
    findings.push(
      ...stream.problems.map(({ position, message }) => ({
        file: name,
        position,
        severity: 'error' as const,
        message,
        excerpt: lines[position.line - 1],
      })),
    );
  }
  return { sources, findings };
}

function nothingToRender(
  files: readonly TextFile[],
  sources: readonly SourceObject[],
  findings: readonly RenderFinding[],
): readonly RenderFinding[] {
  const [first] = files;
  const isExplained = findings.some(({ severity }) => severity === 'error');
  return first === undefined || isExplained || sources.some(isExternalSecret)
    ? []
    : [
        {
          file: first.name,
          position: { line: 1, column: 1 },
          severity: 'error',
          message: `no ExternalSecret (${[...ESO_VERSIONS].join(', ')}) in the files: nothing to render`,
          excerpt: undefined,
        },
      ];
}
