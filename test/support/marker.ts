import type { RawObject } from '../../core/api/index.ts';

/** A value that would be recognised anywhere, with characters that change when encoded. */
export const MARKER = 'mArKer+7f3/c0ffee?zz';
const JSON_MARKER = JSON.stringify({ user: MARKER, list: [MARKER], [`k`]: { deep: MARKER } });

const SPELLINGS = [
  MARKER,
  JSON.stringify(MARKER),
  Buffer.from(MARKER).toString('base64'),
  Buffer.from(MARKER).toString('base64url'),
  Buffer.from(MARKER).toString('hex'),
  encodeURIComponent(MARKER),
  // Inside a longer text Base64 begins at another bit: its unchanging middle.
  Buffer.from(`x${MARKER}`).toString('base64').slice(4, -4),
  Buffer.from(`xx${MARKER}`).toString('base64').slice(4, -4),
];

/** The forms of the marker that stand in a text. */
export function spellingsIn(text: string): readonly string[] {
  return SPELLINGS.filter((spelling) => text.includes(spelling));
}

/** What the `fake` backend of a marked store holds. */
export const MARKED_ENTRIES = [
  { key: 'plain', value: MARKER },
  { key: 'json', value: JSON_MARKER },
  { key: 'nulls', value: `${MARKER}\0` },
];

function get(secretKey: string, key: string, more: RawObject = {}): RawObject {
  return { secretKey, remoteRef: { key, ...more } };
}

function templated(template: RawObject): RawObject {
  return { target: { template }, data: [get('a', 'plain'), get('j', 'json')] };
}

/** Passes that succeed and that fail at every stage, each with the marker in its hands. */
export const MARKED_SPECS: readonly (readonly [string, RawObject])[] = [
  ['a pass that succeeds', { data: [get('a', 'plain'), get('j', 'json', { property: 'user' })] }],
  ['extract', { dataFrom: [{ extract: { key: 'json' } }] }],
  ['a property of text', { data: [get('a', 'plain', { property: 'x' })] }],
  ['a missing property', { data: [get('a', 'json', { property: 'x.y' })] }],
  ['extract of text', { dataFrom: [{ extract: { key: 'plain' } }] }],
  ['extract of a list', { dataFrom: [{ extract: { key: 'json', property: 'list' } }] }],
  ['strict Base64', { data: [get('a', 'plain', { decodingStrategy: 'Base64' })] }],
  ['strict Base64URL', { dataFrom: [{ extract: { key: 'json', decodingStrategy: 'Base64URL' } }] }],
  ['null bytes', { data: [get('a', 'nulls', { nullBytePolicy: 'Fail' })] }],
  [
    'a merge of text',
    {
      dataFrom: [
        { find: { name: { regexp: 'plain' } }, rewrite: [{ merge: { strategy: 'Extract' } }] },
      ],
    },
  ],
  ['a missing secret', { data: [get('a', 'plain'), get('b', 'gone')] }],
  ['a template over a missing key', templated({ data: { x: '{{ .nope }} {{ .a }}' } })],
  ['a template that does not parse', templated({ data: { x: '{{ .a' } })],
  ['a field of text in a template', templated({ data: { x: '{{ .a.b }}' } })],
  ['an index too deep in a template', templated({ data: { x: '{{ index . "a" "b" }}' } })],
  ['a value called as a function', templated({ data: { x: '{{ .a "arg" }}' } })],
  ['keys and values that are text', templated({ templateFrom: [{ literal: '{{ .a }}' }] })],
  ['keys and values that are no YAML', templated({ templateFrom: [{ literal: 'a: [{{ .a }}' }] })],
  ['keys and values that are a list', templated({ templateFrom: [{ literal: '[{{ .a }}]' }] })],
  [
    'keys and values that are nested',
    templated({ templateFrom: [{ literal: 'a: {b: "{{ .a }}"}' }] }),
  ],
  ['keys and values with an alias', templated({ templateFrom: [{ literal: 'a: *{{ .a }}' }] })],
  ['a rendered key of a list', templated({ templateFrom: [{ literal: '? [{{ .a }}]\n: x' }] })],
  ['a rendered key', templated({ templateFrom: [{ literal: '"{{ .a }}": x' }] })],
  ['a rendered key of a number', templated({ templateFrom: [{ literal: '"{{ .a }}": 1' }] })],
  [
    'a rendered label',
    templated({ templateFrom: [{ target: 'Labels', literal: 'a: "{{ .a }}"' }] }),
  ],
  [
    'a rendered key of an annotation',
    templated({ templateFrom: [{ target: 'Annotations', literal: '"{{ .a }}": a' }] }),
  ],
  [
    'rendered values that are no Base64',
    templated({ templateFrom: [{ literal: 'a: "{{ .a }}"', valuesDecodingStrategy: 'Base64' }] }),
  ],
  [
    'a type the data does not fit',
    templated({ type: 'kubernetes.io/tls', data: { x: '{{ .a }}' } }),
  ],
];
