import type { FindingId } from './finding-id.ts';
import type { Finding } from './finding.ts';
import { nearestWord } from './nearest.ts';
import { patternWords } from './pattern.ts';
import { quote } from './quote.ts';
import { memberPath } from './structural/path.ts';

export type Annotations = Readonly<Record<string, string>>;

/** Reads annotations and gathers what is wrong with them. */
export interface Reading {
  readonly annotations: Annotations;
  readonly findings: Finding[];
}

export function report(reading: Reading, id: FindingId, annotation: string, message: string): void {
  const path = memberPath('metadata.annotations', annotation);
  const severity = id === 'SPA-P005' ? 'warning' : 'error';
  reading.findings.push({ id, severity, path, message });
}

/** A value that is none of those it accepts (SPA-P008). */
export function refuse(reading: Reading, annotation: string, value: string, problem: string): void {
  report(reading, 'SPA-P008', annotation, `${quote(value)} is not accepted; ${problem}`);
}

export function readFlag(reading: Reading, name: string): boolean | undefined {
  const value = reading.annotations[name];
  if (value !== undefined && value !== 'true' && value !== 'false') {
    report(reading, 'SPA-P002', name, `${quote(value)} is not accepted; "true" or "false"`);
  }
  return value === undefined ? undefined : value === 'true';
}

function unknownWord(word: string, known: readonly string[]): string {
  const meant = nearestWord(word, known);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `use ${known.map((each) => `"${each}"`).join(', ')}${hint}`;
}

/** One of `known`; the first where nothing is said. */
export function readChoice<Word extends string>(
  reading: Reading,
  name: string,
  known: readonly [Word, ...Word[]],
): Word {
  const value = reading.annotations[name] ?? known[0];
  const chosen = known.find((word) => word === value);
  if (chosen === undefined) {
    refuse(reading, name, value, unknownWord(value, known));
  }
  return chosen ?? known[0];
}

/** Some of `known`, separated by commas, none twice; the first where nothing is said. */
export function readChoices<Word extends string>(
  reading: Reading,
  name: string,
  known: readonly [Word, ...Word[]],
): readonly Word[] {
  const words = splitList(reading.annotations[name] ?? known[0]);
  const chosen = known.filter((word) => words.includes(word));
  const wrong = words.find(
    (word, index) => !known.some((each) => each === word) || words.indexOf(word) !== index,
  );
  if (wrong !== undefined) {
    refuse(reading, name, wrong, `${unknownWord(wrong, known)}, each once`);
  }
  return chosen;
}

export function splitList(value: string): readonly string[] {
  return value.split(',').map((item) => item.trim());
}

function nameProblem(name: string, valid: RegExp, repeated: boolean): string | undefined {
  if (!valid.test(name) || name.length > 253) {
    const message = name === '' ? 'an empty name' : `${quote(name)} is no name`;
    return `${message}; a name is ${patternWords(valid.source)}`;
  }
  return repeated ? `${quote(name)} is named twice` : undefined;
}

export function readNames(
  reading: Reading,
  annotation: string,
  pattern: string,
): readonly string[] {
  const value = reading.annotations[annotation];
  if (value === undefined) {
    return [];
  }
  const names = splitList(value);
  const valid = new RegExp(pattern, 'u');
  const seen = new Set<string>();
  const reported = new Set<string>();
  for (const name of names) {
    const problem = nameProblem(name, valid, seen.has(name));
    if (problem !== undefined && !reported.has(problem)) {
      reported.add(problem);
      report(reading, 'SPA-P004', annotation, problem);
    }
    seen.add(name);
  }
  return names;
}
