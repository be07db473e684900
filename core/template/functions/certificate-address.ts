import type { ByteString } from '../value/index.ts';

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;
const GROUPS = 8;

/** net.ParseIP: the 4 or 16 bytes of an address; undefined when the text is none. */
export function parseAddress(text: ByteString): Buffer | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Buffer | undefined {
  const octets = text.split('.');
  const isAddress =
    octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
  return isAddress ? Buffer.from(octets.map(Number)) : undefined;
}

function parseIpv6(text: string): Buffer | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (halves.length === 1) {
    return head?.length === GROUPS ? toBuffer(head) : undefined;
  }
  if (head === undefined || tail === undefined || head.length + tail.length >= GROUPS) {
    return undefined;
  }
  const zeros = Array.from({ length: GROUPS - head.length - tail.length }, () => 0);
  return toBuffer([...head, ...zeros, ...tail]);
}

/** The 16-bit groups of one side of `::`; the last of all may be an IPv4 address. */
function groupsOf(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  const groups: number[] = [];
  const parts = text === '' ? [] : text.split(':');
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const ipv4 = mayEndInIpv4 && isLast ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) {
      groups.push(ipv4.readUInt16BE(0), ipv4.readUInt16BE(2));
    } else if (GROUP.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

const IPV4_PREFIX = Buffer.from('00000000000000000000ffff', 'hex');

/** An IPv4 address within IPv6 is the IPv4 address, as Go's To4 has it. */
function toBuffer(groups: readonly number[]): Buffer {
  const bytes = Buffer.alloc(GROUPS * 2);
  for (const [index, group] of groups.entries()) {
    bytes.writeUInt16BE(group, index * 2);
  }
  const isIpv4 = bytes.subarray(0, IPV4_PREFIX.length).equals(IPV4_PREFIX);
  return isIpv4 ? bytes.subarray(IPV4_PREFIX.length) : bytes;
}
