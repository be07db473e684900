import { expect } from 'chai';
import { parseKeyPattern } from '../../../../core/policy/key-pattern.ts';
import { coversFolder, matchesKey, touchesFolder } from '../../../../core/policy/match-key.ts';
import { matchesWildcard } from '../../../../core/policy/wildcard.ts';

const MATCHES = [
  ['prod/team-a/**', 'prod/team-a/db', true],
  ['prod/team-a/**', 'prod/team-a/x/y/z', true],
  ['prod/team-a/**', 'prod/team-a', false],
  ['prod/team-a/*', 'prod/team-a/x/y', false],
  ['prod/team-*', 'prod/team-b', true],
  ['team-b/*', 'team-b/.hidden', true],
  ['**/root', 'root', true],
  ['**/root', 'a/b/root', true],
  ['**/root', 'a/rooted', false],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/z/c/z', true],
  ['**', 'anything/at/all', true],
  ['*', 'a/b', false],
  ['A/b', 'a/b', false],
  ['a?c', 'abc', false],
  ['{a,b}', 'a', false],
  ['[ab]', 'a', false],
  ['a.c', 'abc', false],
] as const;

const FOLDERS = [
  ['prod/**', 'prod', 'covers'],
  ['prod/**', 'prod/team-a', 'covers'],
  ['**', '', 'covers'],
  ['prod/*', 'prod', 'touches'],
  ['prod/team-a/**', 'prod', 'touches'],
  ['**/root', 'prod', 'touches'],
  ['sys/**', 'prod', 'neither'],
  ['prod', 'prod', 'neither'],
] as const;

const BAD = [
  ['', false],
  ['/a', false],
  ['a/', false],
  ['a//b', false],
  ['a**', false],
  ['a/../b', false],
  ['{{user}}', true],
  ['{{namespace', true],
  ['{{namespace.labels[team]}}', true],
  ['{{namespace.annotations["x"]}}', true],
] as const;

describe('key patterns', () => {
  for (const [pattern, key, expected] of MATCHES) {
    it(`${pattern} ${expected ? 'matches' : 'does not match'} ${key}`, () => {
      expect(matchesKey(pattern.split('/'), key)).to.equal(expected);
    });
  }

  for (const [pattern, folder, expected] of FOLDERS) {
    it(`${pattern} ${expected} what lies below "${folder}"`, () => {
      const segments = pattern.split('/');

      expect(coversFolder(segments, folder)).to.equal(expected === 'covers');
      expect(touchesFolder(segments, folder)).to.equal(expected !== 'neither');
    });
  }

  for (const [text, placeholder] of BAD) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseKeyPattern(text)).to.deep.include({ ok: false, placeholder });
    });
  }

  it('keeps a slash inside a placeholder', () => {
    const parsed = parseKeyPattern('x/{{namespace.labels["app.kubernetes.io/part-of"]}}/**');

    expect(parsed.ok && parsed.pattern.segments).to.deep.equal([
      ['x'],
      [{ of: 'label', label: 'app.kubernetes.io/part-of' }],
      ['**'],
    ]);
  });

  it('takes a hostile pattern in time that grows with its length only', () => {
    const stars = `${'*a'.repeat(500)}*b`;
    const segments = [...Array.from({ length: 200 }, () => ['**', 'a']).flat(), 'b'];
    const started = performance.now();

    expect(matchesWildcard(stars, 'a'.repeat(5000))).to.equal(false);
    expect(matchesKey(segments, 'a/'.repeat(2000).slice(0, -1))).to.equal(false);
    expect(touchesFolder(segments, 'a/'.repeat(500).slice(0, -1))).to.equal(true);

    expect(performance.now() - started).to.be.below(1000);
  });
});
