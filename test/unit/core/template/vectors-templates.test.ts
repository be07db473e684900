import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { servedTable, tableOf } from '../../../support/served-table.ts';
import {
  type FamilyScore,
  readJson,
  type Replay,
  replayTemplates,
  scoreFamilies,
} from '../../../support/template-vectors.ts';

const served = Object.entries(readJson('served.json') as Record<string, FamilyScore>);
const differences = readJson('differences.json') as Record<string, string>;

describe('templates that Go has rendered', () => {
  let replays: readonly Replay[];

  before('replay them all', function () {
    this.timeout(120_000);
    replays = replayTemplates();
  });

  it('are at least 1,500', () => {
    expect(replays.length).to.be.at.least(1500);
  });

  it('give the same bytes or the same refusal, or are refused as not served, or are known to differ', () => {
    const different = replays.filter(
      ({ vector, comparison }) => comparison.kind === 'different' && !(vector.id in differences),
    );

    expect(
      different.slice(0, 20).map(({ vector, comparison }) => ({ ...vector, comparison })),
      `${different.length} differ; the first of them`,
    ).to.deep.equal([]);
  });

  for (const [family, committed] of served) {
    it(`are served in the family ${family} in no fewer cases than before`, () => {
      const score = scoreFamilies(replays).get(family);

      expect(score?.vectors).to.equal(committed.vectors);
      expect(score?.served).to.be.at.least(committed.served);
    });
  }

  it('are counted in docs/reference/templates.md as in test/vectors/served.json', () => {
    const page = new URL('../../../../docs/reference/templates.md', import.meta.url);

    expect(tableOf(readFileSync(page, 'utf8'))).to.equal(servedTable(new Map(served)));
  });
});
