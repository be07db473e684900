import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { queryJson } from '../../core/template/index.ts';
import { startGoOracle } from '../support/go-oracle.ts';
import { jsonArbitrary, pathArbitrary } from './json-path-grammar.ts';

const USAGE = `Usage: npm run fuzz:json-paths -- [--count N] [--seed S]

Looks N generated paths (default 2000) up in generated JSON, with gjson and with our engine, and prints what differs, made
small. Exit code 1 when something differs. Needs Go in the PATH.
`;

const CHUNK = 100;

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

/** What a path finds, as one text. */
function ours(json: string, path: string): string {
  try {
    const found = queryJson(json, path);
    return found.exists ? `${found.raw} ${found.string}` : 'nothing';
  } catch (error) {
    return `fault ${String(error)}`;
  }
}

async function fuzz(): Promise<void> {
  const oracle = startGoOracle('gjson');
  const counts = { alike: 0, found: 0, silent: 0, different: 0 };

  const differs = async (json: string, path: string): Promise<string | undefined> => {
    const answer = await oracle.ask({ json, path });
    if (answer.noVerdict !== undefined || answer.error !== undefined) {
      counts.silent += 1;
      return undefined;
    }
    const go = answer.exists === true ? `${answer.raw ?? ''} ${answer.string ?? ''}` : 'nothing';
    const got = ours(json, path);
    if (go !== got) {
      return `${JSON.stringify({ json, path })}\n  // Go:   ${go}\n  // ours: ${got}`;
    }
    counts.alike += 1;
    counts.found += go === 'nothing' ? 0 : 1;
    return undefined;
  };

  for (let done = 0; done < count; done += CHUNK) {
    let smallest: string | undefined;
    const property = fc.asyncProperty(jsonArbitrary, pathArbitrary, async (json, path) => {
      const difference = await differs(json, path);
      smallest = difference ?? smallest;
      return difference === undefined;
    });
    await fc.check(property, { seed: seed + done, numRuns: Math.min(CHUNK, count - done) });
    if (smallest !== undefined) {
      counts.different += 1;
      console.log(smallest);
    }
  }
  oracle.stop();
  console.log(
    `seed ${seed}: ${counts.alike} alike (${counts.found} of them found something), ${counts.different} different, ` +
      `${counts.silent} without a verdict of Go`,
  );
  process.exitCode = counts.different > 0 ? 1 : 0;
}
