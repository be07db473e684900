import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeFinding } from '../../../../cli/render/finding.ts';
import { renderFiles } from '../../../../cli/render/render-files.ts';
import { describeSecrets } from '../../../../cli/render/secret-text.ts';
import { readValues } from '../../../../cli/render/values.ts';
import { createStyle } from '../../../../cli/style.ts';

const text = (name: string): string =>
  readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8');

/** What the command prints for examples/render, with a word of the manifest changed. */
async function printed(word: string, other: string): Promise<string> {
  const manifest = text('examples/render/external-secret.yaml').replace(word, other);
  const read = readValues(text('examples/render/values.yaml'));
  const { secrets, findings } = await renderFiles(
    [{ name: 'external-secret.yaml', text: manifest }],
    read.ok ? read.values : new Map(),
    new AbortController().signal,
  );
  const style = createStyle(false, undefined);
  return [
    ...findings.map((finding) => describeFinding(finding, style)),
    describeSecrets(secrets, 'yaml'),
  ].join('');
}

describe('docs/reference/render.md', () => {
  const page = text('docs/reference/render.md');

  it('shows what the command prints', async () => {
    expect(page).to.include(`\`\`\`\n${await printed('', '')}\`\`\``);
  });

  it('shows, as README.md does, what a template that fails prints', async () => {
    const block = `\`\`\`\n${await printed('user={{ .username }}', 'user={{ .username | uper }}')}\`\`\``;

    expect(page).to.include(block);
    expect(text('README.md')).to.include(block);
  });
});
