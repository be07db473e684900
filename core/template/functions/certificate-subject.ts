import { type ByteString, fromBytes, fromRune } from '../value/index.ts';
import { children, type Der, oidOf, TAG } from './certificate-der.ts';

/** The attributes Go knows by name, in the order it puts them; the text is made from their end. */
const NAMES: readonly (readonly [oid: string, name: string])[] = [
  ['2.5.4.6', 'C'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.17', 'POSTALCODE'],
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'SERIALNUMBER'],
];
/** Of these Go keeps the last only. */
const SINGLE: ReadonlySet<string> = new Set(['2.5.4.3', '2.5.4.5']);

interface Attribute {
  readonly id: string;
  readonly value: Der;
}

/** A subject as Go's pkix.Name prints it. */
export function subjectText(subject: Der): ByteString {
  const attributes = children(subject)
    .flatMap((set) => children(set, TAG.set))
    .map((pair): Attribute => {
      const [id, value] = children(pair);
      return { id: oidOf(id), value: value ?? pair };
    });
  const known = NAMES.map(([id, name]) => {
    const values = attributes.filter((attribute) => attribute.id === id);
    const kept = SINGLE.has(id) ? values.slice(-1) : values;
    return kept.map(({ value }) => `${name}=${escaped(valueText(value))}`).join('+');
  });
  const others = attributes
    .filter(({ id }) => NAMES.every(([knownId]) => knownId !== id))
    .map(({ id, value }) => `${id}=#${value.bytes.toString('hex')}`);
  return [...others, ...known.filter((text) => text !== '')].toReversed().join(',');
}

function valueText({ tag, content }: Der): ByteString {
  if (tag !== TAG.bmpString) {
    return fromBytes(content);
  }
  return Array.from({ length: content.length >> 1 }, (_, index) =>
    fromRune(content.readUInt16BE(index * 2)),
  ).join('');
}

function escaped(text: ByteString): ByteString {
  return text.replace(/[,+"\\<>;]|^[ #]| $/gu, '\\$&');
}
