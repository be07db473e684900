import { expect } from 'chai';
import { rewriteKeys } from '../../../../../core/sync/transform/rewrite.ts';
import type { Rewrite, RewriteMerge } from '../../../../../core/api/index.ts';
import { dataTexts, faultOf, secretData } from '../../../../support/sync-builders.ts';

const MERGE: RewriteMerge = {
  strategy: 'Extract',
  into: '',
  priority: [],
  priorityPolicy: 'Strict',
  conflictPolicy: 'Error',
};

async function rewrite(
  rules: readonly Rewrite[],
  texts: Record<string, string>,
): Promise<Record<string, string>> {
  return dataTexts(await rewriteKeys(rules, secretData(texts)));
}

describe('rewrite', () => {
  it('by (.*) renames once, as Go does', async () => {
    const rules = [{ regexp: { source: '(.*)', target: 'my_$1' } }];

    expect(await rewrite(rules, { username: 'u' })).deep.equal({ my_username: 'u' });
  });

  it('applies each rule to what the one before it gave', async () => {
    const rules = [
      { regexp: { source: '^prod/', target: '' } },
      { transform: { template: '{{ .value }}_x' } },
    ];

    expect(await rewrite(rules, { 'prod/db': '1' })).deep.equal({ db_x: '1' });
  });

  it('overwrites silently where two keys become one', async () => {
    expect(
      await rewrite([{ regexp: { source: '.*', target: 'k' } }], { a: '1', b: '2' }),
    ).deep.equal({
      k: '2',
    });
  });

  it('names the rule whose expression does not parse', async () => {
    const rules = [
      { regexp: { source: 'a', target: 'b' } },
      { regexp: { source: '(', target: '' } },
    ];
    const fault = await faultOf(async () => rewrite(rules, { a: '' }));

    expect(fault.code).equal('SPEC_INVALID');
    expect(fault.message).match(
      /^failed rewrite operation\[1\]: regexp\.source: error parsing regexp/u,
    );
  });

  it('merge Extract gives the members in place of the input', async () => {
    const input = { a: '{"user":"u"}', b: '{"port":5432,"empty":null}' };

    expect(await rewrite([{ merge: MERGE }], input)).deep.equal({
      user: 'u',
      port: '5432',
      empty: '',
    });
  });

  it('merge JSON keeps the input and adds one object', async () => {
    const merge = { ...MERGE, strategy: 'JSON', into: 'all' } as const;

    expect(await rewrite([{ merge }], { b: '{"y":2}', a: '{"x":"1"}' })).deep.equal({
      a: '{"x":"1"}',
      b: '{"y":2}',
      all: '{"x":"1","y":2}',
    });
  });

  it('merge lets the last of priority win', async () => {
    const merge = { ...MERGE, priority: ['a'], conflictPolicy: 'Ignore' } as const;

    expect(await rewrite([{ merge }], { a: '{"k":"a"}', b: '{"k":"b"}' })).deep.equal({ k: 'a' });
  });

  it('merge without priority goes by the alphabet', async () => {
    const merge = { ...MERGE, conflictPolicy: 'Ignore' } as const;

    expect(await rewrite([{ merge }], { b: '{"k":"b"}', a: '{"k":"a"}' })).deep.equal({ k: 'b' });
  });

  for (const [name, merge, message] of [
    ['a conflict', MERGE, 'merge failed with conflicts: k'],
    [
      'a priority key that is missing',
      { ...MERGE, conflictPolicy: 'Ignore', priority: ['zz'] },
      'merge failed with key "zz" not found in input map',
    ],
    [
      "JSON without 'into'",
      { ...MERGE, strategy: 'JSON' },
      "merge failed with missing 'into' field",
    ],
  ] as const) {
    it(`merge refuses ${name}`, async () => {
      const fault = await faultOf(async () => rewrite([{ merge }], { a: '{"k":1}', b: '{"k":2}' }));

      expect(fault.message).equal(`failed rewrite operation[0]: ${message}`);
    });
  }

  it('merge does without a missing priority key under IgnoreNotFound', async () => {
    const merge = { ...MERGE, priority: ['zz'], priorityPolicy: 'IgnoreNotFound' } as const;

    expect(await rewrite([{ merge }], { a: '{"k":1}' })).deep.equal({ k: '1' });
  });

  it('merge names the key whose value is no object, without the value', async () => {
    const fault = await faultOf(async () => rewrite([{ merge: MERGE }], { a: 's3cr3t' }));

    expect(fault.message).equal(
      'failed rewrite operation[0]: key "a": the payload is not JSON, which rewrite.merge needs',
    );
  });
});
