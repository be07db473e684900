import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { FINDINGS } from '../../core/api/finding-id.ts';

const page = readFileSync('docs/reference/findings.md', 'utf8');

describe('docs/reference/findings.md', () => {
  it('lists every finding of core/api once, and no other', () => {
    const listed = [...page.matchAll(/^\| (SPA-[A-Z]\d{3}) \|/gmu)].map(([, id]) => id);

    expect(listed.toSorted()).to.deep.equal(Object.keys(FINDINGS).toSorted());
  });

  it('says of each what it means, an example and a remedy', () => {
    for (const line of page.split('\n').filter((text) => text.startsWith('| SPA-'))) {
      const cells = line.split(/(?<!\\)\|/u).slice(1, -1);
      expect(cells, line).to.have.length(4);
      expect(cells.every((cell) => cell.trim() !== '')).to.equal(true, line);
    }
  });
});
