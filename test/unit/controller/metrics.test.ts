import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { declareMetrics } from '../../../controller/metrics.ts';
import { createMetrics, type MetricsRegistry } from '../../../core/runtime/index.ts';

/** `| name | type | labels |` of each metric, as the page has them. */
function declared(): readonly string[] {
  const rows: string[] = [];
  const registry = createMetrics();
  const recording: MetricsRegistry = {
    expose: () => registry.expose(),
    counter(name, help, labels) {
      rows.push(`| \`${name}\` | counter | ${labels.join(', ')} |`);
      return registry.counter(name, help, labels);
    },
    gauge(name, help, labels) {
      rows.push(`| \`${name}\` | gauge | ${labels.join(', ')} |`);
      return registry.gauge(name, help, labels);
    },
    histogram(name, help, labels, buckets) {
      rows.push(`| \`${name}\` | histogram | ${labels.join(', ')} |`);
      return registry.histogram(name, help, labels, buckets);
    },
  };
  declareMetrics(recording);
  return rows;
}

describe("the controller's metrics", () => {
  it('are those of docs/reference/metrics.md, with type and labels', () => {
    const page = readFileSync('docs/reference/metrics.md', 'utf8');
    const section = page.split(/^## /mu).find((each) => each.startsWith('Controller\n')) ?? '';
    const listed = [...section.matchAll(/^(\| `\w+` \|[^|]*\|[^|]*\|)/gmu)].map(([, row]) => row);

    expect(listed.toSorted()).to.deep.equal(declared().toSorted());
  });
});
