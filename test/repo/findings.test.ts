import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { FINDINGS } from '../../core/api/finding-id.ts';
import { abilityFindings, type Finding, type RawObject } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import { isObject } from '../../core/runtime/index.ts';
import { textChecks } from '../../core/template/index.ts';

const page = readFileSync('docs/reference/findings.md', 'utf8');
/** Ids that other rooms give. */
const FOREIGN = /^SPA-[IXY]/u;

interface Example {
  readonly id: string;
  readonly object: RawObject;
}

/** RFC 7386: members replace members, null takes one out. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      result.delete(name);
    } else {
      result.set(name, merge(result.get(name), value));
    }
  }
  return Object.fromEntries(result);
}

function objectsOf(section: string): readonly RawObject[] {
  const blocks = [...section.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)];
  return blocks.flatMap(([, text = '']) =>
    parseAllDocuments(text).map((document) => document.toJS() as RawObject),
  );
}

const sections = page.split(/^## /mu).slice(1);
const bases = sections.flatMap(objectsOf);

function exampleOf(id: string, cell: string, base: RawObject): Example {
  const text = cell.trim().replaceAll('`', '').replaceAll('\\|', '|');
  const patch = parse(`{${text}}`) as RawObject;
  const chosen = 'kind' in patch ? bases.find(({ kind }) => kind === patch['kind']) : base;
  return { id, object: merge(chosen, patch) as RawObject };
}

const EXAMPLES: readonly Example[] = sections.flatMap((section) => {
  const base = objectsOf(section)[0] ?? bases[0] ?? {};
  return [...section.matchAll(/^\| (SPA-[SENHBFG]\d{3}) \|.*$/gmu)].map(([line, id = '']) =>
    exampleOf(id, line.split(/(?<!\\)\|/u)[3] ?? '', base),
  );
});

function findingsOf({ id, object }: Example): readonly Finding[] {
  const doppler = { auth: { secretRef: { dopplerToken: {} } } };
  return id.startsWith('SPA-F')
    ? [
        ...validateManifest(object, textChecks),
        ...abilityFindings(object, () => ({ name: 'doppler', spec: doppler })),
      ]
    : validateManifest(object, textChecks);
}

describe('docs/reference/findings.md', () => {
  it('lists every finding of core/api once, and no other', () => {
    const listed = [...page.matchAll(/^\| (SPA-[A-Z]\d{3}) \|/gmu)].map(([, id = '']) => id);

    expect(listed.filter((id) => !FOREIGN.test(id)).toSorted()).to.deep.equal(
      Object.keys(FINDINGS).toSorted(),
    );
  });

  it('says of each what it means, an example and a remedy', () => {
    for (const line of page.split('\n').filter((text) => text.startsWith('| SPA-'))) {
      const cells = line.split(/(?<!\\)\|/u).slice(1, -1);
      expect(cells, line).to.have.length(4);
      expect(cells.every((cell) => cell.trim() !== '')).to.equal(true, line);
    }
  });

  it('has an anchor for each, where the link of a refusal leads', () => {
    for (const [line, id = ''] of page.matchAll(/^\| (SPA-[A-Z]\d{3}) \|.*$/gmu)) {
      expect(line).to.match(new RegExp(`^\\| ${id} \\| <a id="${id}"></a>`, 'u'));
    }
  });

  it('changes objects that have no findings', () => {
    expect(bases).to.have.length.above(5);
    for (const base of bases) {
      expect(validateManifest(base, textChecks), String(base['kind'])).to.deep.equal([]);
    }
  });

  for (const example of EXAMPLES) {
    it(`shows an example of ${example.id}, and of nothing else`, () => {
      const said = new Set(findingsOf(example).map(({ id }) => id));

      expect([...said]).to.deep.equal([example.id]);
    });
  }
});
