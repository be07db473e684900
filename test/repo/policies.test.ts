import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { checkPolicyObject } from '../../core/policy/index.ts';
import { isObject, type JsonObject } from '../../core/runtime/index.ts';
import { ACCESS_CONFIG, ACCESS_POLICY } from '../../core/api/policy/generated.ts';
import type { StructuralSchema } from '../../core/api/structural/schema.ts';

const reference = readFileSync('docs/reference/policies.md', 'utf8');
const cookbook = readFileSync('docs/policy-cookbook.md', 'utf8');

function fieldNames(schema: StructuralSchema): readonly string[] {
  const { properties = {}, items } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, child]) => [name, ...fieldNames(child)]),
    ...(items === undefined ? [] : fieldNames(items)),
  ];
}

const policies: readonly JsonObject[] = [...cookbook.matchAll(/```yaml\n([\s\S]*?)```/gu)]
  .flatMap(([, text = '']) => parseAllDocuments(text).map((document) => document.toJS() as unknown))
  .filter(isObject);

describe('pages about policies', () => {
  it('docs/reference/policies.md names every field of the two kinds', () => {
    const names = new Set([...fieldNames(ACCESS_POLICY), ...fieldNames(ACCESS_CONFIG)]);
    const words = new Set(
      [...reference.matchAll(/`([\w.[\]]+)`/gu)].flatMap(([, code = '']) => code.split(/[.[\]]+/u)),
    );

    expect([...names].filter((name) => name !== 'spec' && !words.has(name))).to.deep.equal([]);
  });

  it('docs/policy-cookbook.md has policies that nothing is wrong with', () => {
    expect(policies.length).to.be.greaterThan(7);
    for (const policy of policies) {
      expect(checkPolicyObject(policy), JSON.stringify(policy)).to.deep.equal([]);
    }
  });
});
