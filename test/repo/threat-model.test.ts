import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const page = readFileSync('docs/threat-model.md', 'utf8');

interface Citation {
  readonly file: string;
  readonly title: string;
}

const citations: readonly Citation[] = [
  ...page.matchAll(/`(test\/[\w/.-]+\.test\.ts)` "([^"]+)"/gu),
].map(([, file = '', title = '']) => ({ file, title }));

/** Lines of the tables under a heading, without the head. */
function rows(heading: string): readonly string[] {
  const section = page.split(/^## /mu).find((text) => text.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
}

describe('docs/threat-model.md', () => {
  for (const { file, title } of citations) {
    it(`cites what ${file} says: ${title}`, () => {
      expect(existsSync(file), file).to.equal(true);
      const text = readFileSync(file, 'utf8').replaceAll("\\'", "'");
      const titles = [
        ...text.matchAll(
          /\b(?:it|describe)\(\s*(?:'((?:[^'\n]|(?<=\w)'(?=\w))+)'|`([^`]+)`|"([^"]+)")/gu,
        ),
      ].map(([, single = '', template = '', double = '']) => single + template + double);
      const phrases = [...text.matchAll(/\['([^']+)', pod\(/gu)].map(([, phrase = '']) => phrase);

      expect(
        [...titles, ...phrases].some((each) => each.includes(title)),
        title,
      ).to.equal(true);
    });
  }

  it('has a test for each line of who can do what, and of what is down', () => {
    for (const heading of ['Who can do what to whom', 'When something is down']) {
      const lines = rows(heading);

      expect(lines).not.to.deep.equal([]);
      expect(lines.filter((line) => !/`test\/[^`]+` "[^"]+" \|$/u.test(line))).to.deep.equal([]);
    }
  });

  it("answers each of the eighteen threats, by a test unless it is the cluster's to do", () => {
    const lines = rows('The admission threat model');

    expect(lines.map((line) => Number(line.split('|')[1]))).to.deep.equal(
      Array.from({ length: 18 }, (_, index) => index + 1),
    );
    expect(
      lines.filter((line) => !/`test\/[^`]+` "[^"]+"|\| outside \|/u.test(line)),
    ).to.deep.equal([]);
  });
});
