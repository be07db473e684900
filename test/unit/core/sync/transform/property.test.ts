import { expect } from 'chai';
import { extractEntries } from '../../../../../core/sync/transform/extract.ts';
import { wholePayload } from '../../../../../core/sync/transform/payload.ts';
import { pickProperty } from '../../../../../core/sync/transform/property.ts';
import { dataTexts, document, faultOf, fields, textOf } from '../../../../support/sync-builders.ts';

const PERSON = document(
  JSON.stringify({
    name: { first: 'Tom', last: 'Anderson' },
    friends: [{ first: 'Roger' }, { first: 'Jane' }],
    'name.first': 'exact',
    port: 5432,
    big: 1,
    none: null,
    ok: true,
  }),
);

describe('property', () => {
  for (const [path, wanted] of [
    ['name.last', 'Anderson'],
    ['friends.1.first', 'Jane'],
    ['friends.#', '2'],
    ['name.first', 'exact'],
    ['port', '5432'],
    ['none', ''],
    ['ok', 'true'],
    ['name', '{"first":"Tom","last":"Anderson"}'],
  ] as const) {
    it(`${path} is ${wanted}`, () => {
      expect(textOf(pickProperty(PERSON, path))).equal(wanted);
    });
  }

  it('keeps the whitespace of an object', () => {
    const payload = document('{"auths": { "r.io": {"auth":"x"} }}');

    expect(textOf(pickProperty(payload, 'auths'))).equal('{ "r.io": {"auth":"x"} }');
  });

  it('says which members exist, and no value', async () => {
    const fault = await faultOf(() => pickProperty(document('{"user":"v1","pass":"v2"}'), 'nope'));

    expect(fault.code).equal('PROPERTY_MISSING');
    expect(fault.message).equal('property "nope" does not exist; there are: pass, user');
  });

  it('says at most ten names', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`k${index}`, 1]));
    const fault = await faultOf(() => pickProperty(document(JSON.stringify(many)), 'nope'));

    expect(fault.message).match(/k7 and 2 more$/u);
  });

  for (const [name, payload] of [
    ['text that is no JSON', document('s3cr3t-not-json')],
    ['bytes that are no UTF-8', document(Buffer.from('ff00', 'hex'))],
  ] as const) {
    it(`refuses ${name} without quoting it`, async () => {
      const fault = await faultOf(() => pickProperty(payload, 'a'));

      expect(fault.code).equal('PAYLOAD_MALFORMED');
      expect(fault.message).equal('the payload is not JSON, which property "a" needs');
    });
  }

  it('of separate fields is the field, or a path into its JSON', () => {
    const payload = fields({ 'tls.crt': 'CERT', config: '{"a":{"b":"deep"}}' });

    expect(textOf(pickProperty(payload, 'tls.crt'))).equal('CERT');
    expect(textOf(pickProperty(payload, 'config.a.b'))).equal('deep');
  });

  it('of separate fields says which fields exist', async () => {
    const fault = await faultOf(() => pickProperty(fields({ one: '1', two: '2' }), 'three'));

    expect(fault.message).equal('property "three" does not exist; there are: one, two');
  });
});

describe('the whole payload', () => {
  it('of separate fields is one JSON object', () => {
    expect(textOf(wholePayload(fields({ b: '2', a: '1' })))).equal('{"a":"1","b":"2"}');
  });
});

describe('extract', () => {
  it('gives one entry a member: strings unquoted, null empty, the rest as its JSON text', () => {
    const payload = document('{"s":"a\\"b","n":5432.10,"o":{"x": 1},"l":[1, 2],"t":true,"z":null}');

    expect(dataTexts(extractEntries(payload, undefined))).deep.equal({
      s: 'a"b',
      n: '5432.10',
      o: '{"x": 1}',
      l: '[1, 2]',
      t: 'true',
      z: '',
    });
  });

  it('of a property gives the members of that object', () => {
    const payload = document('{"db":{"host":"h","port":5432}}');

    expect(dataTexts(extractEntries(payload, 'db'))).deep.equal({ host: 'h', port: '5432' });
  });

  it('of separate fields gives the fields', () => {
    expect(dataTexts(extractEntries(fields({ a: '1' }), undefined))).deep.equal({ a: '1' });
  });

  for (const text of ['[1]', '"s"', '7']) {
    it(`refuses ${text}, which is no object`, async () => {
      const fault = await faultOf(() => extractEntries(document(text), undefined));

      expect(fault.code).equal('PAYLOAD_MALFORMED');
    });
  }
});
