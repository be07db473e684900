/** One measured number. */
export interface Figure {
  readonly bench: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

export function formatTable(figures: readonly Figure[]): string {
  const width = (read: (figure: Figure) => string): number =>
    Math.max(...figures.map((figure) => read(figure).length));
  const bench = width((figure) => figure.bench);
  const what = width((figure) => figure.what);
  return figures
    .map(
      (figure) =>
        `${figure.bench.padEnd(bench)}  ${figure.what.padEnd(what)}  ${figure.value.toFixed(1).padStart(9)} ${figure.unit}`,
    )
    .join('\n');
}
