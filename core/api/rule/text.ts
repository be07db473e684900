import type {
  DataFromEntry,
  ExternalSecretSpec,
  SecretTemplate,
  SyncWindows,
} from '../external-secret.ts';
import type { FindingId } from '../finding-id.ts';
import type { PushSecretSpec } from '../push-secret.ts';
import { memberPath } from '../structural/path.ts';
import type { Complaint, Rule, TextChecks } from './rule.ts';

/** A text in a language of its own, and where it stands. */
export interface Text {
  readonly path: string;
  readonly text: string;
}

export function textComplaints(
  id: FindingId,
  check: TextChecks['regexp'],
  texts: readonly Text[],
): readonly Complaint[] {
  return texts.flatMap(({ path, text }) => {
    const message = check?.(text);
    return message === undefined ? [] : [{ id, path, message }];
  });
}

/** A text that may be left out. */
export function textAtPath(path: string, text: string | undefined): readonly Text[] {
  return text === undefined ? [] : [{ path, text }];
}

export function textsOfMap(
  owner: string,
  members: Readonly<Record<string, string>> | undefined,
): readonly Text[] {
  return Object.entries(members ?? {}).map(([name, text]) => ({
    path: memberPath(owner, name),
    text,
  }));
}

/** What the rewrites of an ExternalSecret and of a PushSecret have in common. */
interface Rewriter {
  readonly rewrite: readonly {
    readonly regexp?: { readonly source: string };
    readonly transform?: { readonly template: string };
  }[];
}

function rewriteRegexps({ rewrite }: Rewriter, path: string): readonly Text[] {
  return rewrite.flatMap(({ regexp }, step) =>
    textAtPath(`${path}.rewrite[${step}].regexp.source`, regexp?.source),
  );
}

function rewriteTemplates({ rewrite }: Rewriter, path: string): readonly Text[] {
  return rewrite.flatMap(({ transform }, step) =>
    textAtPath(`${path}.rewrite[${step}].transform.template`, transform?.template),
  );
}

function regexpsOf(dataFrom: readonly DataFromEntry[]): readonly Text[] {
  const found = dataFrom.flatMap(({ find }, index) =>
    textAtPath(`spec.dataFrom[${index}].find.name.regexp`, find?.name?.regexp),
  );
  const rewritten = dataFrom.flatMap((entry, index) =>
    rewriteRegexps(entry, `spec.dataFrom[${index}]`),
  );
  return [...found, ...rewritten];
}

function templateTexts(template: SecretTemplate | undefined, root: string): readonly Text[] {
  return template === undefined
    ? []
    : [
        ...textsOfMap(`${root}.data`, template.data),
        ...textsOfMap(`${root}.metadata.annotations`, template.metadata.annotations),
        ...textsOfMap(`${root}.metadata.labels`, template.metadata.labels),
        ...template.templateFrom.flatMap(({ literal }, index) =>
          textAtPath(`${root}.templateFrom[${index}].literal`, literal),
        ),
      ];
}

/** Compiling more than that of one object would hold up whatever else waits. */
const MAX_REGEXPS_SIZE = 100_000;

function regexpComplaints(
  checks: TextChecks,
  texts: readonly Text[],
  path: string,
): readonly Complaint[] {
  const size = texts.reduce((total, { text }) => total + (checks.regexpSize?.(text) ?? 0), 0);
  const message = `its regular expressions are too large together (${size} steps with repetitions written out, at most ${MAX_REGEXPS_SIZE}); use fewer, or smaller repeat counts`;
  return size > MAX_REGEXPS_SIZE && texts.length > 1
    ? [{ id: 'SPA-E016', path, message }]
    : textComplaints('SPA-E016', checks.regexp, texts);
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
      check: ({ dataFrom }) => regexpComplaints(checks, regexpsOf(dataFrom), 'spec.dataFrom'),
    },
    {
      reads: ['spec.dataFrom', 'spec.target'],
      check: ({ dataFrom, target }) =>
        textComplaints('SPA-E017', checks.template, [
          ...dataFrom.flatMap((entry, index) => rewriteTemplates(entry, `spec.dataFrom[${index}]`)),
          ...templateTexts(target.template, 'spec.target.template'),
        ]),
    },
    {
      reads: ['spec.syncWindows'],
      check: ({ syncWindows }) => textComplaints('SPA-E020', checks.cron, schedulesOf(syncWindows)),
    },
  ];
}

/** The same of a PushSecret. */
export function pushSecretTextRules(checks: TextChecks): readonly Rule<PushSecretSpec>[] {
  return [
    {
      reads: ['spec.dataTo'],
      check({ dataTo }) {
        const texts = dataTo.flatMap((entry, index) => [
          ...textAtPath(`spec.dataTo[${index}].match.regexp`, entry.match.regexp),
          ...rewriteRegexps(entry, `spec.dataTo[${index}]`),
        ]);
        return regexpComplaints(checks, texts, 'spec.dataTo');
      },
    },
    {
      reads: ['spec.dataTo', 'spec.template'],
      check: ({ dataTo, template }) =>
        textComplaints('SPA-E017', checks.template, [
          ...dataTo.flatMap((entry, index) => rewriteTemplates(entry, `spec.dataTo[${index}]`)),
          ...templateTexts(template, 'spec.template'),
        ]),
    },
  ];
}
