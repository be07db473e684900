const DIGITS = 32;
const LIMIT = 2n ** 128n;

function toNumber(id: string): bigint {
  const digits = id.replaceAll('-', '');
  return /^[0-9a-f]{32}$/iu.test(digits) ? BigInt(`0x${digits}`) : 0n;
}

/**
 * The id of the version to write, a UUID that counts up from 1 (eso.md 5.3): a request that is sent twice is one version,
 * and of two writers with the same version before them the second is refused. Counts from the highest of the versions there
 * are, since the current one may be an older one that was put back.
 */
export function nextVersionId(ids: readonly string[]): string {
  const highest = ids.map(toNumber).reduce((high, id) => (id > high ? id : high), 0n);
  const hex = ((highest + 1n) % LIMIT).toString(16).padStart(DIGITS, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
