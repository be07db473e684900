import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { checkCommand } from '../../cli/check/index.ts';
import { devCommand } from '../../cli/dev/index.ts';
import { createStyle } from '../../cli/style.ts';
import { isObject, objectAt, systemClock } from '../../core/runtime/index.ts';
import { runCommand } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '../..');

const pages = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (name) => ['node_modules', 'dist', 'coverage'].includes(name),
}).toSorted();
const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

describe('pages', () => {
  for (const page of pages) {
    it(`${page} links to what exists`, () => {
      const links = [...text(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]+)/g)].map(
        ([, link = '']) => link,
      );

      const broken = links.filter((link) => !existsSync(join(ROOT, dirname(page), link)));

      expect(broken).to.deep.equal([]);
    });
  }

  it('name files that exist', () => {
    const ours =
      /`((?:core|certs|webhook|sidecar|controller|cli|deploy|docs|test|examples)\/[\w/.-]+)`/g;
    const named = pages.flatMap((page) =>
      [...text(page).matchAll(ours)].map(([, name = '']) => name),
    );

    expect(named).to.not.be.empty;
    expect([...new Set(named)].filter((name) => !existsSync(join(ROOT, name)))).to.deep.equal([]);
  });

  it('name npm scripts that exist', () => {
    const parsed: unknown = JSON.parse(text('package.json'));
    const scripts = Object.keys(objectAt(isObject(parsed) ? parsed : {}, 'scripts'));
    const named = pages.flatMap((page) =>
      [...text(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name),
    );

    expect(named).to.not.be.empty;
    expect([...new Set(named)].filter((name) => !scripts.includes(name))).to.deep.equal([]);
  });
});

describe('README.md', () => {
  it('shows what a policy refuses, as check says it', async () => {
    const readme = text('README.md');
    const command =
      /npx sallyport (check examples\/policies\/refused\.yaml .*)/.exec(readme)?.[1] ?? '';
    const { code, output } = await runCommand(checkCommand, command.split(' ').slice(1));

    expect(code).to.equal(1);
    expect(readme).to.include(output.trimEnd());
  });

  it('shows what npm start prints', async function () {
    this.timeout(20_000);
    const written: string[] = [];
    const write = (part: string): void => void written.push(part);
    await devCommand.run([], {
      write,
      writeError: write,
      style: createStyle(false, undefined),
      environment: {},
      clock: systemClock,
      signal: new AbortController().signal,
    });
    const block = /```\n(Sallyport quick start[\s\S]*?)\n```/.exec(text('README.md'))?.[1] ?? '';
    const timeless = (line: string): string =>
      line.replaceAll(/\d+(\.\d+)? (ms|s)\b/g, 'T').trimEnd();
    const printed = new Set(written.join('').split('\n').map(timeless));

    const invented = block
      .split('\n')
      .map(timeless)
      .filter((line) => !printed.has(line) && line.trim() !== '…');

    expect(block).to.include('the application was told to reload');
    expect(invented).to.deep.equal([]);
  });
});
