import { createHash } from 'node:crypto';
import type { CheckSeverity, FileFinding } from '../finding.ts';
import type { Format, Report } from './report.ts';
import { VERSION } from '../version.ts';
import { titleOf } from './rule-title.ts';
import { worstFirst } from './severity.ts';

/** What GitHub takes of one run (admission.md 4.2). */
const MOST_RESULTS = 25_000;
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const LEVELS: Readonly<Record<CheckSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
};

/** A relative reference with `/`, as a URI writes it. */
function uriOf(path: string): string {
  const slashed = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const encoded = slashed.split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Stable while lines move: the rule, the object and the field. */
function fingerprint({ id, object, path }: FileFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([id, object, path]))
    .digest('hex')
    .slice(0, 32);
}

function physicalLocation({ file, line, column, template }: FileFinding): object {
  const uri = template === '' ? file : template;
  if (uri === '' || uri === '-') {
    return {};
  }
  const region = template === '' ? { region: { startLine: line, startColumn: column } } : {};
  return { physicalLocation: { artifactLocation: { uri: uriOf(uri) }, ...region } };
}

function locationOf(finding: FileFinding): Readonly<Record<string, unknown>> {
  const { object, path } = finding;
  const name = [object, path].filter((part) => part !== '').join(' ');
  const logical =
    name === '' ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'object' }] };
  return { ...physicalLocation(finding), ...logical };
}

function resultOf(finding: FileFinding, rules: readonly string[]): unknown {
  const { id, severity, path, message } = finding;
  return {
    ruleId: id,
    ruleIndex: rules.indexOf(id),
    level: LEVELS[severity],
    message: { text: path === '' ? message : `${path}: ${message}` },
    locations: [locationOf(finding)],
    partialFingerprints: { 'sallyport/v1': fingerprint(finding) },
  };
}

function invocationOf({ findings, unreadable }: Report): unknown {
  const left = findings.length - MOST_RESULTS;
  const words = [
    ...unreadable,
    ...(left > 0 ? [`${left} findings are left out; GitHub takes ${MOST_RESULTS}`] : []),
  ];
  return {
    executionSuccessful: unreadable.length === 0,
    ...(words.length === 0
      ? {}
      : {
          toolExecutionNotifications: words.map((text) => ({ level: 'error', message: { text } })),
        }),
  };
}

/** SARIF 2.1.0, one run. */
export const sarif: Format = {
  render: (report) => {
    const kept = worstFirst(report.findings).slice(0, MOST_RESULTS);
    const rules = [...new Set(kept.map(({ id }) => id))].toSorted();
    const driver = {
      name: 'sallyport',
      version: VERSION,
      rules: rules.map((id) => ({ id, shortDescription: { text: titleOf(id) } })),
    };
    const log = {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: { driver },
          columnKind: 'utf16CodeUnits',
          invocations: [invocationOf(report)],
          results: kept.map((finding) => resultOf(finding, rules)),
        },
      ],
    };
    return `${JSON.stringify(log, null, 2)}\n`;
  },
};
