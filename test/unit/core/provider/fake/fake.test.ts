import { expect } from 'chai';
import type { FakeBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { aProviderContext, faultOf } from '../../../../support/provider-context.ts';

const never = new AbortController().signal;

async function open(spec: FakeBackend): Promise<SecretsClient> {
  return connectStore({ name: 'fake', spec }, aProviderContext(), never);
}

describe('fake provider', () => {
  const data = [
    { key: 'a', value: 'none' },
    { key: 'a', value: 'one', version: 'v1' },
    { key: 'a', value: 'two', version: 'v2' },
  ];

  for (const [version, expected] of [
    [undefined, 'none'],
    ['v1', 'one'],
    ['v3', undefined],
  ] as const) {
    it(`reads version ${String(version)} as ${String(expected)}`, async () => {
      const client = await open({ data });
      const ref = { key: 'a', content: 'value' } as const;

      const payload = await client.getSecret(
        version === undefined ? ref : { ...ref, version },
        never,
      );

      const text =
        payload?.kind === 'document' ? Buffer.from(payload.bytes.reveal()).toString() : undefined;
      expect(text).to.equal(expected);
    });
  }

  it('finds the latest version of each key', async () => {
    const client = await open({ data });

    const found = await client.findSecrets({}, never);

    expect(found.map(({ name, payload }) => [name, payload.version])).to.deep.equal([['a', 'v2']]);
  });

  it('refuses what it cannot look by', async () => {
    const client = await open({ data });

    expect((await faultOf(client.findSecrets({ tags: {} }, never))).code).to.equal('SPEC_INVALID');
    expect(
      (await faultOf(client.getSecret({ key: 'a', content: 'metadata' }, never))).code,
    ).to.equal('SPEC_INVALID');
  });

  for (const [validationResult, accessible] of [
    [0, true],
    [1, true],
    [2, false],
  ] as const) {
    it(`is ${accessible ? '' : 'not '}accessible with validationResult ${validationResult}`, async () => {
      const client = await open({ data, validationResult });

      const outcome = await client.checkAccess(never).then(
        () => true,
        () => false,
      );

      expect(outcome).to.equal(accessible);
    });
  }
});
