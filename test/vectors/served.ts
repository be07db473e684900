import { readFileSync, writeFileSync } from 'node:fs';
import { servedTable, withTable } from '../support/served-table.ts';
import { readJson, replayTemplates, scoreFamilies } from '../support/template-vectors.ts';

/** Replays the template vectors, and writes down how many of each family are answered as Go answers them. */
const replays = replayTemplates();
const scores = scoreFamilies(replays);
const known = new Map(Object.entries(readJson('differences.json') as Record<string, string>));

for (const { vector, comparison } of replays) {
  if (comparison.kind === 'different' && !known.has(vector.id)) {
    const { template, delims } = vector.question;
    const what = { id: vector.id, template, delims, go: vector.answer, ours: comparison.got };
    console.log(JSON.stringify(what));
  }
}
const stillDifferent = new Set(
  replays
    .filter(({ comparison }) => comparison.kind === 'different')
    .map(({ vector }) => vector.id),
);
const remaining = [...known].filter(([id]) => stillDifferent.has(id));
const differences = JSON.stringify(Object.fromEntries(remaining), undefined, 2);
writeFileSync(new URL('differences.json', import.meta.url), `${differences}\n`);

const unserved = new Map<string, number>();
for (const { comparison } of replays) {
  if (comparison.kind === 'unserved') {
    unserved.set(comparison.reason, (unserved.get(comparison.reason) ?? 0) + 1);
  }
}
for (const [reason, count] of [...unserved].sort(([, left], [, right]) => right - left)) {
  console.log(`${count} times: ${reason} is not served`);
}

const lines = [...scores].map(
  ([family, { vectors, served }]) =>
    `  ${JSON.stringify(family)}: { "vectors": ${vectors}, "served": ${served} }`,
);
writeFileSync(new URL('served.json', import.meta.url), `{\n${lines.sort().join(',\n')}\n}\n`);
const page = new URL('../../docs/reference/templates.md', import.meta.url);
writeFileSync(page, withTable(readFileSync(page, 'utf8'), servedTable(scores)));
console.log(servedTable(scores));
