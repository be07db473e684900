import type {
  DataFromEntry,
  ExternalSecretSpec,
  Rewrite,
  SecretTemplate,
  SyncWindows,
} from '../external-secret.ts';
import type { FindingId } from '../finding-id.ts';
import { memberPath } from '../structural/path.ts';
import type { Complaint, Rule, TextChecks } from './rule.ts';

interface Text {
  readonly path: string;
  readonly text: string;
}

function complain(
  id: FindingId,
  check: TextChecks['regexp'],
  texts: readonly Text[],
): readonly Complaint[] {
  return texts.flatMap(({ path, text }) => {
    const message = check?.(text);
    return message === undefined ? [] : [{ id, path, message }];
  });
}

function rewritesOf(
  dataFrom: readonly DataFromEntry[],
): readonly { readonly rewrite: Rewrite; readonly path: string }[] {
  return dataFrom.flatMap((entry, index) =>
    entry.rewrite.map((rewrite, step) => ({
      rewrite,
      path: `spec.dataFrom[${index}].rewrite[${step}]`,
    })),
  );
}

function regexpsOf(dataFrom: readonly DataFromEntry[]): readonly Text[] {
  const found = dataFrom.flatMap(({ find }, index) =>
    find?.name === undefined
      ? []
      : [{ path: `spec.dataFrom[${index}].find.name.regexp`, text: find.name.regexp }],
  );
  const rewritten = rewritesOf(dataFrom).flatMap(({ rewrite: { regexp }, path }) =>
    regexp === undefined ? [] : [{ path: `${path}.regexp.source`, text: regexp.source }],
  );
  return [...found, ...rewritten];
}

function membersOf(owner: string, members: Readonly<Record<string, string>>): readonly Text[] {
  return Object.entries(members).map(([name, text]) => ({ path: memberPath(owner, name), text }));
}

function templateTexts(template: SecretTemplate): readonly Text[] {
  const root = 'spec.target.template';
  return [
    ...membersOf(`${root}.data`, template.data),
    ...membersOf(`${root}.metadata.annotations`, template.metadata.annotations),
    ...membersOf(`${root}.metadata.labels`, template.metadata.labels),
    ...template.templateFrom.flatMap(({ literal }, index) =>
      literal === undefined
        ? []
        : [{ path: `${root}.templateFrom[${index}].literal`, text: literal }],
    ),
  ];
}

function templatesOf({ dataFrom, target }: ExternalSecretSpec): readonly Text[] {
  const transforms = rewritesOf(dataFrom).flatMap(({ rewrite: { transform }, path }) =>
    transform === undefined
      ? []
      : [{ path: `${path}.transform.template`, text: transform.template }],
  );
  return target.template === undefined
    ? transforms
    : [...transforms, ...templateTexts(target.template)];
}

/** Compiling more than that of one object would hold up whatever else waits. */
const MAX_REGEXPS_SIZE = 100_000;

function regexpComplaints(
  checks: TextChecks,
  dataFrom: readonly DataFromEntry[],
): readonly Complaint[] {
  const texts = regexpsOf(dataFrom);
  const size = texts.reduce((total, { text }) => total + (checks.regexpSize?.(text) ?? 0), 0);
  const path = 'spec.dataFrom';
  const message = `its regular expressions are too large together (${size} steps with repetitions written out, at most ${MAX_REGEXPS_SIZE}); use fewer, or smaller repeat counts`;
  return size > MAX_REGEXPS_SIZE && texts.length > 1
    ? [{ id: 'SPA-E016', path, message }]
    : complain('SPA-E016', checks.regexp, texts);
}

function schedulesOf(syncWindows: SyncWindows | undefined): readonly Text[] {
  return (syncWindows?.windows ?? []).map(({ schedule }, index) => ({
    path: `spec.syncWindows.windows[${index}].schedule`,
    text: schedule,
  }));
}

/** Regular expressions compile, cron lines are read and templates parse, as far as the caller can tell. */
export function externalSecretTextRules(checks: TextChecks): readonly Rule<ExternalSecretSpec>[] {
  return [
    {
      reads: ['spec.dataFrom'],
      check: ({ dataFrom }) => regexpComplaints(checks, dataFrom),
    },
    {
      reads: ['spec.dataFrom', 'spec.target'],
      check: (spec) => complain('SPA-E017', checks.template, templatesOf(spec)),
    },
    {
      reads: ['spec.syncWindows'],
      check: ({ syncWindows }) => complain('SPA-E020', checks.cron, schedulesOf(syncWindows)),
    },
  ];
}
