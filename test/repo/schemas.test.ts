import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { KINDS } from '../../core/api/index.ts';

const FOLDER = 'deploy/schemas';

interface KindFile {
  readonly title: string;
  readonly additionalProperties: boolean;
  readonly properties: {
    readonly apiVersion: { readonly enum: readonly string[] };
    readonly kind: { readonly enum: readonly string[] };
  };
}

interface AllFile {
  readonly allOf: readonly { readonly then: { readonly $ref: string } }[];
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
}

describe('deploy/schemas', () => {
  it('has a file of every kind, for each version it is served in', () => {
    for (const { group, kind, versions } of KINDS) {
      const schema = read(`${kind.toLowerCase()}.json`) as KindFile;

      expect(schema.title).to.equal(kind);
      expect(schema.additionalProperties).to.equal(false);
      expect(schema.properties.kind.enum).to.deep.equal([kind]);
      expect(schema.properties.apiVersion.enum).to.deep.equal(
        versions.map((version) => `${group}/${version}`),
      );
    }
  });

  it('has one for mixed files, which leads to every other', () => {
    const { allOf } = read('all.json') as AllFile;

    const files = readdirSync(FOLDER).filter((file) => file !== 'all.json');

    expect(allOf.map(({ then }) => then.$ref)).to.have.members(files);
  });

  it('is named in the page about editors as it is', () => {
    const page = readFileSync('docs/reference/editors.md', 'utf8');

    const named = [...page.matchAll(/`([a-z]+\.json)`/gu)].map(([, file]) => file);

    expect(readdirSync(FOLDER)).to.include.members(named);
  });
});
