import { parseArgs } from 'node:util';
import { benchAdmission } from './admission.ts';
import { benchController } from './controller.ts';
import { benchQuickStart } from './quick-start.ts';
import { benchSidecar } from './sidecar.ts';
import { type Figure, formatTable } from './figure.ts';
import { benchTemplates } from './templates.ts';

const BENCHES: ReadonlyMap<string, () => Promise<readonly Figure[]>> = new Map([
  ['quick-start', benchQuickStart],
  ['sidecar', benchSidecar],
  ['controller', benchController],
  ['admission', benchAdmission],
]);

/** Only by name: it needs Go in the PATH. */
const ON_DEMAND: ReadonlyMap<string, () => Promise<readonly Figure[]>> = new Map([
  ['templates', benchTemplates],
]);

const USAGE = `Usage: npm run bench -- [NAME]... [-o table|json]

Names: ${[...BENCHES.keys()].join(', ')}; all of them when none is given. Only by name, as it needs Go: ${[...ON_DEMAND.keys()].join(', ')}. Figures go to standard output, what it is
at to standard error (npm adds its own lines unless it is run with --silent). What is measured, and the figures:
docs/reference/performance.md. Linux only.
`;

interface Options {
  readonly names: readonly string[];
  readonly output: 'table' | 'json';
  readonly help: boolean;
}

/** The options, or what is wrong with them. */
function parse(): Options | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o', default: 'table' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { output, help } = values;
    if (output !== 'table' && output !== 'json') {
      return `unknown output '${output}'; it is table or json`;
    }
    const unknown = positionals.filter((name) => !BENCHES.has(name) && !ON_DEMAND.has(name));
    return unknown.length > 0
      ? `unknown bench ${unknown.join(', ')}`
      : { names: positionals.length === 0 ? [...BENCHES.keys()] : positionals, output, help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function measure({ names, output }: Options): Promise<void> {
  const figures: Figure[] = [];
  for (const name of names) {
    console.error(`bench: ${name}`);
    const bench = BENCHES.get(name) ?? ON_DEMAND.get(name);
    figures.push(...((await bench?.()) ?? []));
  }
  console.log(output === 'json' ? JSON.stringify(figures, null, 2) : formatTable(figures));
}

const options = parse();
if (typeof options === 'string') {
  console.error(`bench: ${options}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (options.help) {
  console.log(USAGE);
} else {
  await measure(options);
}
