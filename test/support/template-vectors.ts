import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '../../core/template/functions/index.ts';
import { parseTemplate } from '../../core/template/index.ts';
import { TemplateError } from '../../core/template/text/template-error.ts';

/** A template to render; data values are base64. */
export interface TemplateQuestion {
  readonly template: string;
  readonly data: Readonly<Record<string, string>>;
  readonly delims?: readonly [left: string, right: string];
  readonly missingKey?: 'default';
}

/** What an engine makes of it. */
export type TemplateAnswer = { readonly output: string } | { readonly error: string };

export interface TemplateVector {
  readonly id: string;
  readonly family: string;
  readonly question: TemplateQuestion;
  readonly answer: TemplateAnswer;
}

interface VectorLine extends Omit<TemplateQuestion, 'data'> {
  readonly id: string;
  readonly family: string;
  readonly data: string;
  readonly output?: string;
  readonly outputBase64?: string;
  readonly error?: string;
}

// What templates load late is loaded here, once for all.
await Promise.all(FUNCTIONS.map(async (served) => served.prepare?.()));

const FOLDER = new URL('../vectors/', import.meta.url);

export function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

export function templateVectors(): readonly TemplateVector[] {
  const { data, vectors } = readJson('json/templates.json') as {
    readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly vectors: readonly VectorLine[];
  };
  return vectors.map(({ id, family, output, outputBase64, error, ...line }) => ({
    id,
    family,
    question: { ...line, data: data[line.data]! },
    answer:
      error === undefined
        ? { output: outputBase64 ?? Buffer.from(output!).toString('base64') }
        : { error },
  }));
}

/** What our engine makes of it; output is base64. */
export function render(question: TemplateQuestion): TemplateAnswer {
  const { template, data, delims, missingKey } = question;
  const parsed = parseTemplate('t', template, {
    ...(missingKey === undefined ? {} : { missingKey }),
    ...(delims === undefined ? {} : { delimiters: { left: delims[0], right: delims[1] } }),
  });
  if (!parsed.ok) {
    return { error: parsed.error.message };
  }
  const values = Object.entries(data).map(
    ([key, value]) => [key, Buffer.from(value, 'base64')] as const,
  );
  try {
    const output = parsed.template.execute(new Map(values));
    return { output: Buffer.from(output).toString('base64') };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { error: error.message };
    }
    // A fault of ours, which is never what Go says.
    return {
      error: `fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    };
  }
}

export type Comparison =
  | { readonly kind: 'same' }
  /** Refused by us in so many words, so nobody is misled. */
  | { readonly kind: 'unserved'; readonly reason: string }
  | { readonly kind: 'different'; readonly got: TemplateAnswer };

const UNSERVED = /([^:]*) is not served by this version/u;

export function compare(expected: TemplateAnswer, got: TemplateAnswer): Comparison {
  if ('error' in got) {
    const unserved = UNSERVED.exec(got.error)?.[1];
    if (unserved !== undefined) {
      return { kind: 'unserved', reason: unserved.trim() };
    }
    return 'error' in expected && expected.error === got.error
      ? { kind: 'same' }
      : { kind: 'different', got };
  }
  return 'output' in expected && expected.output === got.output
    ? { kind: 'same' }
    : { kind: 'different', got };
}

export interface Replay {
  readonly vector: TemplateVector;
  readonly comparison: Comparison;
}

export function replayTemplates(): readonly Replay[] {
  return templateVectors().map((vector) => ({
    vector,
    comparison: compare(vector.answer, render(vector.question)),
  }));
}

export interface FamilyScore {
  readonly vectors: number;
  readonly served: number;
}

/** How many vectors of each family our engine answers as Go does. */
export function scoreFamilies(replays: readonly Replay[]): ReadonlyMap<string, FamilyScore> {
  const scores = new Map<string, FamilyScore>();
  for (const { vector, comparison } of replays) {
    const { vectors, served } = scores.get(vector.family) ?? { vectors: 0, served: 0 };
    const isServed = comparison.kind === 'same';
    scores.set(vector.family, { vectors: vectors + 1, served: served + (isServed ? 1 : 0) });
  }
  return scores;
}
