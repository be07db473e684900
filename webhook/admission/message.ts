import { ESO_GROUP, type Finding } from '../../core/api/index.ts';
import type { Subject } from './verdict.ts';

/** Event notes and dashboards cut early: the first line stands by itself. */
const MAX_SUBJECT_LENGTH = 120;
export const MAX_FINDINGS = 20;
const MAX_LINKS = 3;

/** Text of the user's on one line, without characters that a terminal would obey, or that reorder or hide others. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });
}

function nameOf(subject: Subject): string {
  const name = subject.name === '' ? `${subject.generateName}*` : subject.name;
  return subject.namespace === '' ? name : `${subject.namespace}/${name}`;
}

function line(finding: Finding, number: number): string {
  const place = finding.path === '' ? '' : `${oneLine(finding.path)}: `;
  return ` ${number}. ${place}${oneLine(finding.message)} [${finding.id}]`;
}

/** Where the findings are explained, a few of them. */
function links(shown: readonly Finding[], explain: (id: string) => string): readonly string[] {
  const pages = new Set(shown.map(({ id }) => explain(id)).filter((page) => page !== ''));
  return [...pages].slice(0, MAX_LINKS).map((page) => `See ${oneLine(page)}`);
}

/** The refusal as a person reads it: what and how many, then each finding with its place and id (admission.md 2.9). */
export function describeDenial(
  subject: Subject,
  errors: readonly Finding[],
  explain: (id: string) => string = () => '',
): string {
  const object = oneLine(`${subject.kind} ${nameOf(subject)}`).slice(0, MAX_SUBJECT_LENGTH);
  const problems = errors.length === 1 ? '1 problem' : `${errors.length} problems`;
  const shown = errors.slice(0, MAX_FINDINGS);
  const rest = errors.length - shown.length;
  return [
    `${object}: ${problems}.`,
    ...shown.map((finding, index) => line(finding, index + 1)),
    ...(rest === 0 ? [] : [` … and ${rest} more.`]),
    ...links(shown, explain),
    ...(subject.group === ESO_GROUP ? ['Check before you apply: sallyport check FILE'] : []),
  ].join('\n');
}
