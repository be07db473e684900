import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type OracleAnswer, startGoOracle } from '../support/go-oracle.ts';
import { compare, render, type TemplateAnswer } from '../support/template-vectors.ts';
import { FUZZ_DATA, templateArbitrary } from './template-grammar.ts';

const USAGE = `Usage: npm run fuzz:templates -- [--count N] [--seed S]

Renders N generated templates (default 2000) with Go and with our engine, and prints what differs, made small, as lines
that can be added to test/vectors/templates_found.go. Exit code 1 when something differs. Needs Go in the PATH.
`;

const CHUNK = 50;

/** Go past what it is given here, or deeper in calls than ours goes. */
const UNASKED = /too large for the oracle|maximum template depth/u;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', short: 'h' },
  },
});

const count = Number(values.count);
const seed = Number(values.seed);

if (values.help === true) {
  console.log(USAGE);
} else if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error(`fuzz: --count and --seed take whole numbers\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  await fuzz();
}

interface Difference {
  readonly template: string;
  readonly go: TemplateAnswer;
  readonly ours: TemplateAnswer;
}

async function fuzz(): Promise<void> {
  const oracle = startGoOracle('templates');
  const counts = { same: 0, refused: 0, unserved: 0, unasked: 0, silent: 0, different: 0 };

  const differenceOf = async (template: string): Promise<Difference | undefined> => {
    const answer = await oracle.ask({ template, dataBase64: FUZZ_DATA });
    if (answer.noVerdict !== undefined) {
      counts.silent += 1;
      console.log(`// no verdict, ${answer.noVerdict}: ${JSON.stringify(template)}`);
      return undefined;
    }
    const go = answerOf(answer);
    const isRefused = 'error' in go;
    if (isRefused && UNASKED.test(go.error)) {
      counts.unasked += 1;
      return undefined;
    }
    const comparison = compare(go, render({ template, data: FUZZ_DATA }));
    if (comparison.kind === 'different' && isLimit(comparison.got)) {
      counts.unasked += 1;
      return undefined;
    }
    if (comparison.kind === 'different') {
      return { template, go, ours: comparison.got };
    }
    counts[comparison.kind] += 1;
    counts.refused += comparison.kind === 'same' && isRefused ? 1 : 0;
    return undefined;
  };

  for (let done = 0; done < count; done += CHUNK) {
    const difference = await smallestDifference(differenceOf, {
      seed: seed + done,
      numRuns: Math.min(CHUNK, count - done),
    });
    if (difference !== undefined) {
      counts.different += 1;
      console.log(`${JSON.stringify(difference.template)},`);
      console.log(`  // Go:   ${shown(difference.go)}\n  // ours: ${shown(difference.ours)}`);
    }
  }
  oracle.stop();
  console.log(
    `seed ${seed}: ${counts.same} alike (${counts.refused} of them refusals), ${counts.different} different, ` +
      `${counts.unserved} not served, ${counts.unasked} beyond limits, ${counts.silent} without a verdict of Go`,
  );
  process.exitCode = counts.different > 0 ? 1 : 0;
}

/** The first difference of a run, shrunk: the last template that still differs is the smallest. */
async function smallestDifference(
  differenceOf: (template: string) => Promise<Difference | undefined>,
  parameters: { readonly seed: number; readonly numRuns: number },
): Promise<Difference | undefined> {
  let smallest: Difference | undefined;
  const property = fc.asyncProperty(templateArbitrary, async (template) => {
    const difference = await differenceOf(template);
    smallest = difference ?? smallest;
    return difference === undefined;
  });
  const { failed, errorInstance } = await fc.check(property, parameters);
  if (failed && smallest === undefined) {
    throw new Error('the run itself failed', { cause: errorInstance });
  }
  return smallest;
}

function isLimit(answer: TemplateAnswer): boolean {
  return 'error' in answer && /exceeds? the limit/u.test(answer.error);
}

function answerOf({ output, error }: OracleAnswer): TemplateAnswer {
  return error === undefined ? { output: output ?? '' } : { error };
}

function shown(answer: TemplateAnswer): string {
  return 'error' in answer
    ? `error ${answer.error}`
    : JSON.stringify(Buffer.from(answer.output, 'base64').toString());
}
