import { expect } from 'chai';
import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import type { RawObject } from '../../../../core/api/index.ts';
import { diff } from '../../../../webhook/admission/patch.ts';
import type { PatchOperation } from '../../../../webhook/admission/verdict.ts';

/** What the API server makes of a patch: every operation is validated, none may miss its target. */
function applied(before: RawObject, operations: readonly PatchOperation[]): unknown {
  const copy = structuredClone(before);
  return jsonPatch.applyPatch(copy, structuredClone(operations) as never[], true).newDocument;
}

const json = fc.jsonValue({ maxDepth: 2 });
const key = fc.constantFrom('a', '~', '/', '~1', 'a/b~c', 'name', '0');
const named = fc.record({ name: fc.constantFrom('p', 'q', 'r', 's'), x: json });
const document = fc
  .dictionary(key, fc.oneof(json, fc.array(named, { maxLength: 5 }), fc.dictionary(key, json)))
  .map((object) => JSON.stringify(object))
  .filter((text) => !text.includes('"__proto__"')) // no Kubernetes name; the library that applies refuses it
  .map((text) => JSON.parse(text) as RawObject); // JSON knows no -0

describe('patch', () => {
  it('makes the second object out of the first, whatever they are', () => {
    fc.assert(
      fc.property(document, document, (before, after) => {
        expect(applied(before, diff(before, after))).to.deep.equal(after);
      }),
      { numRuns: 200 },
    );
  });

  it('is empty for equal objects', () => {
    fc.assert(
      fc.property(document, (object) => {
        expect(diff(object, structuredClone(object))).to.deep.equal([]);
      }),
    );
  });

  it('escapes / and ~ in the names of fields', () => {
    expect(diff({ a: {} }, { a: { 'x.y/z~': 1 } })).to.deep.equal([
      { op: 'add', path: '/a/x.y~1z~0', value: 1 },
    ]);
  });

  for (const [title, before, after, operations] of [
    [
      'puts a named item in front of others without touching them',
      { list: [{ name: 'a', x: 1 }] },
      { list: [{ name: 'new' }, { name: 'a', x: 1 }] },
      [{ op: 'add', path: '/list/0', value: { name: 'new' } }],
    ],
    [
      'puts one between, and changes what comes after at its new place',
      { list: [{ name: 'a' }, { name: 'b' }] },
      { list: [{ name: 'a' }, { name: 'new' }, { name: 'b', x: 1 }] },
      [
        { op: 'add', path: '/list/1', value: { name: 'new' } },
        { op: 'add', path: '/list/2/x', value: 1 },
      ],
    ],
    [
      'adds a list where there was none',
      { spec: {} },
      { spec: { list: [{ name: 'new' }] } },
      [{ op: 'add', path: '/spec/list', value: [{ name: 'new' }] }],
    ],
  ] as const) {
    it(title, () => {
      expect(diff(before, after)).to.deep.equal(operations);
    });
  }
});
