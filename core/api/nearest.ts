type Rows = readonly (readonly number[])[];

function cell(rows: Rows, row: number, column: number): number {
  return rows[row]?.[column] ?? Infinity;
}

/** Edits (insert, delete, replace, swap of neighbours) between two short words. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [];
  for (let row = 0; row <= from.length; row++) {
    const current: number[] = [];
    rows.push(current);
    for (let column = 0; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const steps = [
        cell(rows, row - 1, column) + 1,
        cell(rows, row, column - 1) + 1,
        cell(rows, row - 1, column - 1) + (same ? 0 : 1),
        cell(rows, row - 2, column - 2) + (swapped ? 1 : Infinity),
      ];
      current.push(row === 0 && column === 0 ? 0 : Math.min(...steps));
    }
  }
  return cell(rows, from.length, to.length);
}

/** The word someone probably meant: equal but for case, or at most two edits (one in short words) away. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const wanted = word.trim().toLowerCase();
  const limit = wanted.length < 5 ? 1 : 2;
  const scored = words
    .map((candidate) => ({
      candidate,
      distance: editDistance(wanted, candidate.toLowerCase()),
    }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return scored[0]?.candidate;
}
