import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CROSS_FINDINGS } from '../../../../cli/finding.ts';
import { YAML_FINDINGS } from '../../../../cli/yaml/problem.ts';

describe('docs/reference/findings.md', () => {
  it('lists every finding about YAML and about several objects, and no other', () => {
    const page = readFileSync('docs/reference/findings.md', 'utf8');

    const listed = [...page.matchAll(/^\| (SPA-[YX]\d{3}) \|/gmu)].map(([, id]) => id);

    expect(listed).to.have.members([...Object.keys(YAML_FINDINGS), ...Object.keys(CROSS_FINDINGS)]);
  });
});
