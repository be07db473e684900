import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ERROR_CODES } from '../../core/runtime/errors.ts';

const rows = readFileSync('docs/reference/errors.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('docs/reference/errors.md', () => {
  it('lists every code in order, and says of each whether it is tried again', () => {
    const listed = rows.map(([code, retried]) => `${code} ${retried}`);

    expect(listed).to.deep.equal(
      Object.entries(ERROR_CODES).map(
        ([code, { retryable }]) => `\`${code}\` ${retryable ? 'yes' : 'no'}`,
      ),
    );
  });

  it('says of each what it means and who acts', () => {
    for (const row of rows) {
      expect(row, row[0]).to.have.length(4);
      expect(row.slice(2).every((cell) => cell.length > 6)).to.equal(true, row[0]);
    }
  });
});
