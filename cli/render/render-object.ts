import { type ExternalSecret, parseExternalSecret, quote } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import type { ObjectReader } from '../../core/kube/index.ts';
import { type PreviewProblem, type PreviewSecret, previewSecret } from '../../core/sync/index.ts';
import type { Position } from '../yaml/index.ts';
import type { RenderFinding } from './finding.ts';
import type { SourceObject } from './source-file.ts';
import { templateText } from './template-text.ts';

export type Values = ReadonlyMap<string, Uint8Array>;

/** What one ExternalSecret renders to; without a secret there is an error among the findings. */
export interface RenderedObject {
  readonly secret: PreviewSecret | undefined;
  readonly findings: readonly RenderFinding[];
}

/** Everything an ExternalSecret is rendered with. */
export interface RenderScope {
  readonly values: Values;
  readonly sources: readonly SourceObject[];
  readonly reader: ObjectReader;
}

/** One ExternalSecret of the files over the values, as a sync would render it. */
export async function renderObject(
  source: SourceObject,
  scope: RenderScope,
  signal: AbortSignal,
): Promise<RenderedObject> {
  const parsed = parseExternalSecret(source.object.raw);
  if (!parsed.ok) {
    return {
      secret: undefined,
      findings: parsed.findings.map(({ path, message }) =>
        findingAt(source, path, `${path}: ${message}`),
      ),
    };
  }
  const externalSecret = parsed.value;
  const given = fetchable(externalSecret, scope.values);
  const { namespace } = externalSecret.metadata;
  const preview = await previewSecret(
    externalSecret,
    given,
    { namespace, reader: scope.reader },
    signal,
  );
  const problems = preview.ok ? [] : preview.problems;
  return {
    secret: preview.ok ? preview.secret : undefined,
    findings: [
      ...shapeFindings(source),
      ...missingValues(externalSecret, source, scope.values),
      ...problems.map((problem) => problemFinding(problem, externalSecret, source, scope)),
    ],
  };
}

/** Of the values those the ExternalSecret fetches, as far as it names its keys one by one. */
function fetchable({ spec }: ExternalSecret, values: Values): Values {
  if (spec.data.length === 0 || spec.dataFrom.length > 0) {
    return values;
  }
  const named = new Set(spec.data.map(({ secretKey }) => secretKey));
  return new Map([...values].filter(([key]) => named.has(key)));
}

/** Mistakes in the shape of spec.target: a field nobody reads would be missing from the Secret without a word. */
function shapeFindings(source: SourceObject): readonly RenderFinding[] {
  return validateManifest(source.object.raw)
    .filter(({ id, path }) => id.startsWith('SPA-S') && path.startsWith('spec.target'))
    .map(({ path, message }) => findingAt(source, path, `${path}: ${message}`, 'warning'));
}

function missingValues(
  { spec }: ExternalSecret,
  source: SourceObject,
  values: Values,
): readonly RenderFinding[] {
  return spec.data.flatMap(({ secretKey }, index) => {
    const path = `spec.data[${index}].secretKey`;
    const message = `${path}: the values have no ${quote(secretKey)}; a sync would fetch it`;
    return values.has(secretKey) ? [] : [findingAt(source, path, message, 'warning')];
  });
}

function findingAt(
  source: SourceObject,
  path: string,
  message: string,
  severity: RenderFinding['severity'] = 'error',
): RenderFinding {
  return { ...placed(source, source.object.locate(path)), severity, message, excerpt: undefined };
}

function placed(
  { file, lines }: SourceObject,
  position: Position,
): Pick<RenderFinding, 'file' | 'position' | 'excerpt'> {
  return { file, position, excerpt: lines[position.line - 1] };
}

function problemFinding(
  problem: PreviewProblem,
  externalSecret: ExternalSecret,
  source: SourceObject,
  scope: RenderScope,
): RenderFinding {
  const { path, place } = problem;
  const message = `${shownPath(path)}: ${problem.message}${hintFor(problem.message, externalSecret, scope.values)}`;
  const text =
    place &&
    templateText({ path, template: place.template }, externalSecret, source, scope.sources);
  const position = place && text?.source.object.locateText(text.path, place);
  return text === undefined || position === undefined
    ? findingAt(source, path, message)
    : { ...placed(text.source, position), severity: 'error', message };
}

/** `data["url"]` as `data.url`, where that is the same. */
function shownPath(path: string): string {
  return path.replaceAll(/\["([\w-]+)"\]/g, '.$1');
}

const NO_ENTRY = /^map has no entry for key "(.*)"$/u;

/** What to do about a key that is not there. */
function hintFor(problem: string, externalSecret: ExternalSecret, values: Values): string {
  const key = NO_ENTRY.exec(problem)?.[1];
  if (key === undefined) {
    return '';
  }
  if (values.has(key)) {
    return `; the values have it, but no secretKey of spec.data fetches it`;
  }
  if (values.size === 0) {
    return '; no values are given: --data FILE gives them';
  }
  const known = [...fetchable(externalSecret, values).keys()];
  return known.length === 0
    ? '; the values have none of the keys that spec.data fetches'
    : `; there is ${known.toSorted().slice(0, MOST_KEYS).join(', ')}${known.length > MOST_KEYS ? ', …' : ''}`;
}

const MOST_KEYS = 10;
