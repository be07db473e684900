import type { FamilyScore } from './template-vectors.ts';

/** The table of docs/reference/templates.md, between its marks. */
export function servedTable(scores: ReadonlyMap<string, FamilyScore>): string {
  const rows = [...scores].sort(([left], [right]) => (left < right ? -1 : 1));
  const total = rows.reduce(
    (sum, [, { vectors, served }]) => ({
      vectors: sum.vectors + vectors,
      served: sum.served + served,
    }),
    { vectors: 0, served: 0 },
  );
  return [
    '| family | vectors | as Go | rate |',
    '|---|---|---|---|',
    ...rows.map(([family, score]) => row(family, score)),
    row('**all**', total),
  ].join('\n');
}

function row(family: string, { vectors, served }: FamilyScore): string {
  const rate = Math.floor((served * 1000) / vectors) / 10;
  return `| ${family} | ${vectors} | ${served} | ${rate} % |`;
}

const MARKS = /(<!-- served: begin -->\n)[\s\S]*?(\n<!-- served: end -->)/u;

export function tableOf(page: string): string | undefined {
  return MARKS.exec(page)?.[0].split('\n').slice(1, -1).join('\n');
}

export function withTable(page: string, table: string): string {
  return page.replace(MARKS, (_all, begin: string, end: string) => begin + table + end);
}
