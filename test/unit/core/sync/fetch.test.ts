import { expect } from 'chai';
import type { RawObject } from '../../../../core/api/index.ts';
import { AppError } from '../../../../core/runtime/index.ts';
import { type Fetched, fetchEntries } from '../../../../core/sync/fetch.ts';
import { createReads } from '../../../../core/sync/reads.ts';
import {
  anExternalSecret,
  createTableBackend,
  dataTexts,
  document,
  faultOf,
  storesOver,
  type TableBackend,
} from '../../../support/sync-builders.ts';

async function fetchFrom(
  backends: Readonly<Record<string, TableBackend>>,
  spec: RawObject,
): Promise<Fetched> {
  const world = storesOver(backends);
  const { signal } = new AbortController();
  return fetchEntries(anExternalSecret(spec), createReads(world, 'team-a', signal));
}

function value(secretKey: string, key: string, more: RawObject = {}): RawObject {
  return { secretKey, remoteRef: { key, ...more } };
}

describe('fetch', () => {
  it('asks for each key, version and content once, however many entries use it', async () => {
    const store = createTableBackend({ db: document('{"user":"u","pass":"p"}') });

    const fetched = await fetchFrom(
      { store },
      {
        dataFrom: [{ extract: { key: 'db' } }],
        data: [
          value('a', 'db', { property: 'user' }),
          value('b', 'db', { property: 'pass' }),
          value('c', 'db', { version: '2' }),
          value('d', 'db', { version: '2', property: 'user' }),
          value('e', 'db', { metadataPolicy: 'Fetch' }),
        ],
      },
    );

    expect(store.asked.toSorted()).deep.equal(['db metadata', 'db value', 'db@2 value']);
    expect(dataTexts(fetched.data)).include({ a: 'u', b: 'p', user: 'u', d: 'u' });
  });

  it('asks for the same search once', async () => {
    const store = createTableBackend({ a: document('Zm9v') });
    const find = { name: { regexp: 'a' } };

    const fetched = await fetchFrom(
      { store },
      {
        dataFrom: [
          { find },
          {
            find: { ...find, decodingStrategy: 'Base64' },
            rewrite: [{ regexp: { source: 'a', target: 'b' } }],
          },
        ],
      },
    );

    expect(dataTexts(fetched.data)).deep.equal({ a: 'Zm9v', b: 'foo' });
    expect(store.asked).deep.equal(['find']);
  });

  it('asks each store for itself, and resolves each once', async () => {
    const store = createTableBackend({ db: document('one') });
    const other = createTableBackend({ db: document('two') });
    const world = storesOver({ store, other });
    const sourceRef = { storeRef: { name: 'other' } };
    const externalSecret = anExternalSecret({
      data: [value('a', 'db'), { ...value('b', 'db'), sourceRef }, value('c', 'db')],
    });

    const { signal } = new AbortController();
    const fetched = await fetchEntries(externalSecret, createReads(world, 'team-a', signal));

    expect(dataTexts(fetched.data)).deep.equal({ a: 'one', b: 'two', c: 'one' });
    expect(world.resolved.toSorted()).deep.equal(['other', 'store']);
  });

  it('merges dataFrom in order, then data over it', async () => {
    const store = createTableBackend({
      one: document('{"k":"1","only1":"x"}'),
      two: document('{"k":"2","d":"2"}'),
      three: document('3'),
    });

    const fetched = await fetchFrom(
      { store },
      {
        dataFrom: [{ extract: { key: 'one' } }, { extract: { key: 'two' } }],
        data: [value('d', 'three')],
      },
    );

    expect(dataTexts(fetched.data)).deep.equal({ k: '2', only1: 'x', d: '3' });
  });

  it('has no more than eight requests under way', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const store = createTableBackend(
      Object.fromEntries(keys.map((key) => [key, document(key)] as const)),
    );

    await fetchFrom({ store }, { data: keys.map((key) => value(key, key)) });

    expect(store.asked.length).equal(30);
    expect(store.peak()).equal(8);
  });

  it('begins nothing new after a failure and tells of the earliest', async () => {
    const store = createTableBackend({
      bad: new AppError('ACCESS_DENIED', 'SecretStore "store": key "bad": refused'),
    });
    const data = Array.from({ length: 30 }, (_, index) =>
      value(`k${index}`, index === 2 ? 'bad' : `k${index}`),
    );

    const fault = await faultOf(async () =>
      fetchFrom({ store }, { target: { deletionPolicy: 'Delete' }, data }),
    );

    expect(fault.code).equal('ACCESS_DENIED');
    expect(fault.message).equal('spec.data[2] (key: bad): SecretStore "store": key "bad": refused');
    expect(store.asked.length).lessThan(30);
  });

  it('converts keys, and does not where there is a rewrite', async () => {
    const store = createTableBackend({ 'a/b': document('1') });
    const find = { find: { name: { regexp: '^a/' } } };

    const converted = await fetchFrom({ store }, { dataFrom: [find] });
    const fault = await faultOf(async () =>
      fetchFrom(
        { store },
        { dataFrom: [{ ...find, rewrite: [{ regexp: { source: 'b', target: 'c' } }] }] },
      ),
    );

    expect(dataTexts(converted.data)).deep.equal({ a_b: '1' });
    expect(fault.code).equal('KEY_INVALID');
    expect(fault.message).contain('spec.dataFrom[0].find: key has invalid character /');
  });

  it('decodes every entry of dataFrom after its key is checked', async () => {
    const store = createTableBackend({ db: document('{"a":"Zm9v","b":"!"}') });
    const extract = { key: 'db', decodingStrategy: 'Base64' };

    const fault = await faultOf(async () => fetchFrom({ store }, { dataFrom: [{ extract }] }));

    expect(fault.code).equal('DECODE_FAILED');
    expect(fault.message).contain(
      'spec.dataFrom[0].extract (key: db): SecretStore "store": key "db": failure decoding key "b"',
    );
  });

  it('looks at keys before it decodes', async () => {
    const store = createTableBackend({ db: document('{"ok":"!","ä":"Zm9v"}') });
    const extract = { key: 'db', decodingStrategy: 'Base64' };

    const fault = await faultOf(async () => fetchFrom({ store }, { dataFrom: [{ extract }] }));

    expect(fault.code).equal('KEY_INVALID');
  });

  it('find that matches nothing is empty, not missing', async () => {
    const store = createTableBackend({ a: document('1') });

    const fetched = await fetchFrom(
      { store },
      { dataFrom: [{ find: { name: { regexp: 'zz' } } }] },
    );

    expect(fetched.data.size).equal(0);
    expect(fetched.missing).deep.equal([]);
  });

  it('an absent secret is an error under Retain, and says store, key and version', async () => {
    const store = createTableBackend({});

    const fault = await faultOf(async () =>
      fetchFrom({ store }, { data: [value('a', 'prod/db', { version: '3' })] }),
    );

    expect(fault.code).equal('SECRET_MISSING');
    expect(fault.message).equal(
      'spec.data[0] (key: prod/db): SecretStore "store" has no secret "prod/db" in version "3"',
    );
  });

  for (const deletionPolicy of ['Delete', 'Merge']) {
    it(`an absent secret is left out and listed under ${deletionPolicy}`, async () => {
      const store = createTableBackend({ b: document('2') });

      const fetched = await fetchFrom(
        { store },
        {
          target: { deletionPolicy },
          dataFrom: [{ extract: { key: 'gone' } }],
          data: [value('a', 'lost'), value('b', 'b')],
        },
      );

      expect(dataTexts(fetched.data)).deep.equal({ b: '2' });
      expect(fetched.missing).deep.equal([
        'spec.dataFrom[0].extract (key: gone)',
        'spec.data[0] (key: lost)',
      ]);
    });
  }

  it('a missing property is an error under every deletionPolicy', async () => {
    const store = createTableBackend({ db: document('{"user":"u"}') });

    const fault = await faultOf(async () =>
      fetchFrom(
        { store },
        { target: { deletionPolicy: 'Delete' }, data: [value('a', 'db', { property: 'pass' })] },
      ),
    );

    expect(fault.code).equal('PROPERTY_MISSING');
    expect(fault.message).equal(
      'spec.data[0] (key: db): SecretStore "store": key "db": property "pass" does not exist; there are: user',
    );
  });

  for (const [name, spec, message] of [
    [
      'a generator',
      {
        dataFrom: [{ sourceRef: { generatorRef: { kind: 'UUID', name: 'u' } } }],
      },
      'spec.dataFrom[0]: generators are not served by this version',
    ],
    [
      'no store',
      { secretStoreRef: undefined, data: [value('a', 'a')] },
      'spec.data[0] (key: a): names no store; set spec.secretStoreRef or sourceRef.storeRef',
    ],
    [
      'an expression that does not parse',
      { dataFrom: [{ find: { name: { regexp: '(' } } }] },
      'spec.dataFrom[0].find: name.regexp: error parsing regexp',
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const fault = await faultOf(async () => fetchFrom({ store: createTableBackend({}) }, spec));

      expect(fault.code).equal('SPEC_INVALID');
      expect(fault.message).contain(message);
    });
  }
});
