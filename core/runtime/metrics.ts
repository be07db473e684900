type Labels<Name extends string> = Readonly<Record<Name, string>>;

export interface Counter<Name extends string> {
  increment(labels: Labels<Name>, by?: number): void;
}

export interface Gauge<Name extends string> {
  set(labels: Labels<Name>, value: number): void;
  remove(labels: Labels<Name>): void;
}

export interface Histogram<Name extends string> {
  observe(labels: Labels<Name>, value: number): void;
}

/** One process's metrics; `expose` gives Prometheus text format 0.0.4. */
export interface MetricsRegistry {
  counter<Name extends string>(name: string, help: string, labels: readonly Name[]): Counter<Name>;
  gauge<Name extends string>(name: string, help: string, labels: readonly Name[]): Gauge<Name>;
  histogram<Name extends string>(
    name: string,
    help: string,
    labels: readonly Name[],
    buckets: readonly number[],
  ): Histogram<Name>;
  expose(): string;
}

interface Family {
  readonly head: string;
  lines(): string[];
}

function labelText(labels: Readonly<Record<string, string>>, extra = ''): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`,
  );
  const all = extra === '' ? pairs : [...pairs, extra];
  return all.length === 0 ? '' : `{${all.join(',')}}`;
}

interface Distribution {
  readonly labels: Readonly<Record<string, string>>;
  readonly counts: number[];
  sum: number;
  count: number;
}

function distributionLines(name: string, buckets: readonly number[], seen: Distribution): string[] {
  return [
    ...buckets.map(
      (le, index) =>
        `${name}_bucket${labelText(seen.labels, `le="${le}"`)} ${seen.counts[index] ?? 0}`,
    ),
    `${name}_bucket${labelText(seen.labels, 'le="+Inf"')} ${seen.count}`,
    `${name}_sum${labelText(seen.labels)} ${seen.sum}`,
    `${name}_count${labelText(seen.labels)} ${seen.count}`,
  ];
}

function createHistogram(
  name: string,
  buckets: readonly number[],
): { readonly observe: Histogram<string>['observe']; readonly lines: () => string[] } {
  const values = new Map<string, Distribution>();
  return {
    observe(labels, value) {
      const key = labelText(labels);
      const seen = values.get(key) ?? { labels, counts: buckets.map(() => 0), sum: 0, count: 0 };
      buckets.forEach((le, index) => {
        if (value <= le) {
          seen.counts[index] = (seen.counts[index] ?? 0) + 1;
        }
      });
      seen.sum += value;
      seen.count += 1;
      values.set(key, seen);
    },
    lines: () => [...values.values()].flatMap((seen) => distributionLines(name, buckets, seen)),
  };
}

export function createMetrics(): MetricsRegistry {
  const families = new Map<string, Family>();

  function register(
    name: string,
    head: { help: string; type: string },
    lines: () => string[],
  ): void {
    if (families.has(name)) {
      throw new TypeError(`metric ${name} is declared twice`);
    }
    families.set(name, { head: `# HELP ${name} ${head.help}\n# TYPE ${name} ${head.type}`, lines });
  }

  function series(name: string, help: string, type: string): Map<string, number> {
    const values = new Map<string, number>();
    register(name, { help, type }, () =>
      [...values].map(([labels, value]) => `${name}${labels} ${value}`),
    );
    return values;
  }

  return {
    counter(name, help) {
      const values = series(name, help, 'counter');
      return {
        increment(labels, by = 1) {
          const key = labelText(labels);
          values.set(key, (values.get(key) ?? 0) + by);
        },
      };
    },
    gauge(name, help) {
      const values = series(name, help, 'gauge');
      return {
        set: (labels, value) => void values.set(labelText(labels), value),
        remove: (labels) => void values.delete(labelText(labels)),
      };
    },
    histogram(name, help, _labels, buckets) {
      const { observe, lines } = createHistogram(name, buckets);
      register(name, { help, type: 'histogram' }, lines);
      return { observe };
    },
    expose() {
      return `${[...families.values()].flatMap((family) => [family.head, ...family.lines()]).join('\n')}\n`;
    },
  };
}
