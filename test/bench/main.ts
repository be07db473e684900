import { parseArgs } from 'node:util';
import { benchController } from './controller.ts';
import { benchQuickStart } from './quick-start.ts';
import { benchSidecar } from './sidecar.ts';
import { type Figure, formatTable } from './figure.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'quick-start': benchQuickStart,
  sidecar: benchSidecar,
  controller: benchController,
};

const USAGE = `Usage: npm run bench -- [NAME]... [-o table|json]

Names: ${Object.keys(BENCHES).join(', ')}; all of them when none is given. docs/reference/performance.md keeps the figures.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: 'string', short: 'o' }, help: { type: 'boolean', short: 'h' } },
});
const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const unknown = names.filter((name) => !(name in BENCHES));
if (values.help === true) {
  console.log(USAGE);
} else if (unknown.length > 0 || !['table', 'json', undefined].includes(values.output)) {
  console.error(
    `bench: unknown ${unknown.length > 0 ? unknown.join(', ') : `output ${String(values.output)}`}\n\n${USAGE}`,
  );
  process.exitCode = 2;
} else {
  const figures: Figure[] = [];
  for (const name of names) {
    console.error(`bench: ${name}`);
    figures.push(...((await BENCHES[name]?.()) ?? []));
  }
  console.log(values.output === 'json' ? JSON.stringify(figures, null, 2) : formatTable(figures));
}
