type Labels<Name extends string> = Readonly<Record<Name, string>>;

export interface Counter<Name extends string> {
  increment(labels: Labels<Name>, by?: number): void;
  /** For what has gone for good: the series would otherwise stay as long as the process. */
  remove(labels: Labels<Name>): void;
}

export interface Gauge<Name extends string> {
  set(labels: Labels<Name>, value: number): void;
  remove(labels: Labels<Name>): void;
  /** Ends every series. */
  clear(): void;
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

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

/** `name="value"` of each label in the order it was declared, so that one series has one spelling. */
function pairsOf(names: readonly string[], labels: Readonly<Record<string, string>>): string[] {
  return names.map((name) => `${name}="${escaped(labels[name] ?? '')}"`);
}

function labelText(pairs: readonly string[]): string {
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

interface Distribution {
  readonly pairs: readonly string[];
  readonly counts: number[];
  sum: number;
  count: number;
}

function distributionLines(name: string, buckets: readonly number[], seen: Distribution): string[] {
  return [
    ...buckets.map(
      (le, index) =>
        `${name}_bucket${labelText([...seen.pairs, `le="${le}"`])} ${seen.counts[index] ?? 0}`,
    ),
    `${name}_bucket${labelText([...seen.pairs, 'le="+Inf"'])} ${seen.count}`,
    `${name}_sum${labelText(seen.pairs)} ${seen.sum}`,
    `${name}_count${labelText(seen.pairs)} ${seen.count}`,
  ];
}

function createHistogram(
  name: string,
  names: readonly string[],
  buckets: readonly number[],
): { readonly observe: Histogram<string>['observe']; readonly lines: () => string[] } {
  const values = new Map<string, Distribution>();
  return {
    observe(labels, value) {
      const pairs = pairsOf(names, labels);
      const key = labelText(pairs);
      const seen = values.get(key) ?? { pairs, counts: buckets.map(() => 0), sum: 0, count: 0 };
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
    counter(name, help, names) {
      const values = series(name, help, 'counter');
      return {
        increment(labels, by = 1) {
          const key = labelText(pairsOf(names, labels));
          values.set(key, (values.get(key) ?? 0) + by);
        },
        remove: (labels) => void values.delete(labelText(pairsOf(names, labels))),
      };
    },
    gauge(name, help, names) {
      const values = series(name, help, 'gauge');
      return {
        set: (labels, value) => void values.set(labelText(pairsOf(names, labels)), value),
        remove: (labels) => void values.delete(labelText(pairsOf(names, labels))),
        clear() {
          values.clear();
        },
      };
    },
    histogram(name, help, names, buckets) {
      const { observe, lines } = createHistogram(name, names, buckets);
      register(name, { help, type: 'histogram' }, lines);
      return { observe };
    },
    expose() {
      return `${[...families.values()].flatMap((family) => [family.head, ...family.lines()]).join('\n')}\n`;
    },
  };
}
