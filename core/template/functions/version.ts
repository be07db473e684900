import { type ByteString, FunctionError, toText } from '../value/index.ts';

/** A version as Masterminds' semver reads it: parts may be missing, a `v` may stand before it. */
export interface VersionParts {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: ByteString;
  readonly metadata: ByteString;
  readonly original: ByteString;
}

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = new RegExp(
  `^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`,
);

/** Throws FunctionError in the library's words. */
export function parseVersion(text: ByteString): VersionParts {
  const match = VERSION.exec(text);
  if (match === null) {
    throw new FunctionError('Invalid Semantic Version');
  }
  const [, major, minor, patch, prerelease = '', metadata = ''] = match;
  const parts = { major: segment(major), minor: segment(minor), patch: segment(patch) };
  if (prerelease.split('.').some((part) => /^0[0-9]+$/.test(part))) {
    throw new FunctionError('Version segment starts with 0');
  }
  return { ...parts, prerelease, metadata, original: text };
}

const GREATEST = 2n ** 64n - 1n;

function segment(digits = '0'): bigint {
  const value = BigInt(digits);
  if (value > GREATEST) {
    throw new FunctionError(
      `Error parsing version segment: strconv.ParseUint: parsing "${toText(digits)}": value out of range`,
    );
  }
  return value;
}

export function versionText({
  major,
  minor,
  patch,
  prerelease,
  metadata,
}: VersionParts): ByteString {
  const release = prerelease === '' ? '' : `-${prerelease}`;
  const build = metadata === '' ? '' : `+${metadata}`;
  return `${major}.${minor}.${patch}${release}${build}`;
}

/** -1, 0 or 1; metadata does not count. */
export function compareVersions(left: VersionParts, right: VersionParts): number {
  return (
    compareValues(left.major, right.major) ||
    compareValues(left.minor, right.minor) ||
    compareValues(left.patch, right.patch) ||
    compareReleases(left.prerelease, right.prerelease)
  );
}

function compareValues(left: bigint | string, right: bigint | string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

function compareReleases(left: ByteString, right: ByteString): number {
  if (left === '' || right === '') {
    return compareValues(left === '' ? 1n : 0n, right === '' ? 1n : 0n);
  }
  return comparePrereleases(left, right);
}

/** Part by part; a missing part is less than any. */
export function comparePrereleases(left: ByteString, right: ByteString): number {
  const lefts = left.split('.');
  const rights = right.split('.');
  for (let index = 0; index < Math.max(lefts.length, rights.length); index += 1) {
    const difference = compareParts(lefts[index] ?? '', rights[index] ?? '');
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function compareParts(left: string, right: string): number {
  if (left === right || left === '' || right === '') {
    return compareValues(left, right);
  }
  const leftNumber = wholeNumber(left);
  const rightNumber = wholeNumber(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    return leftNumber > rightNumber ? 1 : -1;
  }
  if (leftNumber === undefined && rightNumber === undefined) {
    return compareValues(left, right);
  }
  return leftNumber === undefined ? 1 : -1;
}

function wholeNumber(text: string): bigint | undefined {
  const value = /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
  return value !== undefined && value <= GREATEST ? value : undefined;
}
