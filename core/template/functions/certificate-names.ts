import { type ByteString, fromBytes, FunctionError } from '../value/index.ts';
import { contextTag, type Der } from './certificate-der.ts';
import type { Certificate } from './certificate-read.ts';

const TAGS = {
  email: contextTag(1, 'primitive'),
  dns: contextTag(2, 'primitive'),
  uri: contextTag(6, 'primitive'),
  address: contextTag(7, 'primitive'),
} as const;

/** The alternative names: host names, addresses, mail addresses, URIs. Throws FunctionError. */
export function subjectNames(certificate: Certificate): readonly ByteString[] {
  const textsOf = (tag: number): readonly ByteString[] =>
    certificate.alternativeNames
      .filter((name) => name.tag === tag)
      .map(({ content }) => fromBytes(content));
  const addresses = certificate.alternativeNames.filter(({ tag }) => tag === TAGS.address);
  return [
    ...textsOf(TAGS.dns),
    ...addresses.map(addressText),
    ...textsOf(TAGS.email),
    ...textsOf(TAGS.uri),
  ];
}

const IPV4_BYTES = 4;
const IPV6_BYTES = 16;
const IPV4_IN_IPV6 = /^0{20}ffff/;

function addressText({ content }: Der): ByteString {
  if (content.length === IPV4_BYTES) {
    return content.join('.');
  }
  if (content.length !== IPV6_BYTES) {
    throw new FunctionError(
      `failed to parse certificate: x509: cannot parse IP address of length ${content.length}`,
    );
  }
  if (IPV4_IN_IPV6.test(content.toString('hex'))) {
    return content.subarray(-IPV4_BYTES).join('.');
  }
  return ipv6Text(content);
}

/** RFC 5952: the longest run of two or more zero groups, the first of equals, becomes `::`. */
function ipv6Text(content: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => content.readUInt16BE(index * 2));
  let longest = { start: 0, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    const next = groups.findIndex((group, index) => index >= start && group !== 0);
    const length = (next < 0 ? groups.length : next) - start;
    longest = length > longest.length ? { start, length } : longest;
  }
  const texts = groups.map((group) => group.toString(16));
  if (longest.length < 2) {
    return texts.join(':');
  }
  const { start, length } = longest;
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}
