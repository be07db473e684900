import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { INJECTION_ANNOTATIONS } from '../../../core/api/index.ts';
import { WEBHOOK_VARIABLES } from '../../../webhook/config.ts';
import { INJECTION_FINDINGS } from '../../../webhook/injection/finding.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reference/annotations.md');
const HEAD = '| annotation | accepts | absent | meaning |';
const RULE = '| ---------- | ------- | ------ | ------- |';

/** UPDATE_DOCS=1 writes the table anew. */
describe('docs/reference/annotations.md', () => {
  it('lists every annotation as core/api describes it', () => {
    const rows = INJECTION_ANNOTATIONS.map(
      ({ name, accepts, absent, meaning }) =>
        `| \`${name}\` | ${accepts.replaceAll('|', '\\|')} | ${absent} | ${meaning} |`,
    );
    const table = [HEAD, RULE, ...rows].join('\n');
    if (process.env['UPDATE_DOCS'] === '1') {
      const text = readFileSync(PAGE, 'utf8');
      const start = text.indexOf(HEAD);
      const end = text.indexOf('\n\n', start);
      writeFileSync(PAGE, text.slice(0, start) + table + text.slice(end));
    }

    expect(readFileSync(PAGE, 'utf8')).to.include(`${table}\n\n`);
  });
});

describe('docs/reference/findings.md', () => {
  it('lists every finding of injection, and no other', () => {
    const page = readFileSync(join(PAGE, '../findings.md'), 'utf8');

    const listed = [...page.matchAll(/^\| (SPA-I\d{3}) \|/gmu)].map(([, id]) => id);

    expect(listed).to.have.members(Object.values(INJECTION_FINDINGS));
  });
});

describe('docs/reference/webhook.md', () => {
  it('lists every setting, and no other', () => {
    const page = readFileSync(join(PAGE, '../webhook.md'), 'utf8');

    const listed = [...page.matchAll(/^\| `(SALLYPORT_[A-Z_]+)` \|/gmu)].map(([, name]) => name);

    expect(listed).to.have.members(
      Object.values(WEBHOOK_VARIABLES).map((name) => `SALLYPORT_${name}`),
    );
  });
});
