import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { abilitiesOf } from '../../core/api/backend/ability.ts';
import { parseSecretStore, type StoreBackend } from '../../core/api/index.ts';
import { PROVIDERS, store } from '../unit/core/api/manifests.ts';

const page = readFileSync('docs/reference/providers.md', 'utf8');
/** Backend, version, metadata, find: columns of the first table. */
const ROWS = [...page.matchAll(/^\| `(\w+)`[^|]*\|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|.*\|$/gmu)]
  .map(([line, name = '', version = '', metadata = '', find = '']) => ({
    line,
    name,
    version: version.trim(),
    metadata: metadata.trim(),
    find,
  }))
  .filter(({ line }) => line.split('|').length === 10);

const NONE = /^(?:no|none|refused|ignored|–)\b/u;

function backendOf(name: string): StoreBackend {
  const settings = PROVIDERS[name] as object;
  const parsed = parseSecretStore(store({ [name]: settings }));
  return parsed.ok ? parsed.value.spec.backend : expect.fail(JSON.stringify(parsed.findings));
}

describe('docs/reference/providers.md', () => {
  it('has rows this test can read', () => {
    expect(ROWS.map(({ name }) => name)).to.include.members(['fake', 'kubernetes', 'vault']);
  });

  for (const { name, version, metadata, find } of ROWS) {
    it(`says of ${name} what admission knows of it`, () => {
      const abilities = abilitiesOf(backendOf(name)) ?? expect.fail(`${name} is not served`);

      expect(abilities.versions, `version: ${version}`).to.equal(!NONE.test(version));
      expect(abilities.metadata, `metadata: ${metadata}`).to.equal(!NONE.test(metadata));
      for (const criterion of ['name', 'path', 'tags'] as const) {
        const said = find.includes(criterion === 'tags' ? 'tag' : criterion);
        expect(abilities.find.includes(criterion), `${criterion}: ${find}`).to.equal(said);
      }
    });
  }
});
