import { type Matcher, RE2JS } from 're2js';

import { type ByteString, FunctionError, toText } from '../value/index.ts';
import { comparePrereleases, compareVersions, parseVersion, type VersionParts } from './version.ts';

const PART = '[0-9|xX*]+';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?(?:${PART})(?:\\.${PART})?(?:\\.${PART})?(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?`;
const OPERATORS = '=||!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const ONE = `(?:${OPERATORS})\\s*(?:${VERSION})`;

/** A hostile constraint is no more work than its length: these are not JS expressions. */
const RANGE = RE2JS.compile(`\\s*(${VERSION})\\s+-\\s+(${VERSION})\\s*`);
const VALID = RE2JS.compile(`^\\s*${ONE}\\s*(?:(?:\\s+|,\\s*)${ONE}\\s*)*$`);
const EACH = RE2JS.compile(`(${OPERATORS})\\s*(${VERSION})`);

/** One condition: an operator and a version of which parts may be left open. */
interface Condition {
  readonly operator: string;
  readonly version: VersionParts;
  /** Whether any part is open. */
  readonly open: boolean;
  readonly minorOpen: boolean;
  readonly patchOpen: boolean;
}

/** Whether the version fits the constraint (`>=1.2, <2 || ^3`); throws FunctionError in the library's words. */
export function parseConstraint(source: ByteString): (version: VersionParts) => boolean {
  const alternatives = rewriteRanges(source).split('||').map(parseConditions);
  return (version) =>
    alternatives.some((conditions) => conditions.every((condition) => fits(version, condition)));
}

function rewriteRanges(source: ByteString): ByteString {
  return found(RANGE, source).reduce((text, [whole, from, to]) => {
    const start = text.indexOf(whole);
    return `${text.slice(0, start)}>= ${from}, <= ${to} ${text.slice(start + whole.length)}`;
  }, source);
}

/** Every match with its first two groups. */
function found(pattern: RE2JS, text: ByteString): (readonly [string, string, string])[] {
  const matcher: Matcher = pattern.matcher(text);
  const matches: (readonly [string, string, string])[] = [];
  while (matcher.find()) {
    matches.push([matcher.group() ?? '', matcher.group(1) ?? '', matcher.group(2) ?? '']);
  }
  return matches;
}

function parseConditions(source: ByteString): Condition[] {
  if (!VALID.matcher(source).find()) {
    throw new FunctionError(`improper constraint: ${toText(source)}`);
  }
  return found(EACH, source).map(([, operator, version]) => parseCondition(operator, version));
}

const PARTS = new RegExp(
  `^(v?)(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`,
);

function parseCondition(operator: string, source: string): Condition {
  const [, , ...parts] = PARTS.exec(source) ?? [];
  const [major = '', minor = '', patch = '', release = ''] = parts;
  const firstOpen = [major, minor, patch].findIndex(isOpen);
  const numbers = ['0.0.0', `${major}.0.0`, `${major}.${minor}.0`][firstOpen];
  return {
    operator,
    version: closedVersion(numbers === undefined ? source : numbers + release),
    open: numbers !== undefined,
    minorOpen: firstOpen === 1,
    patchOpen: firstOpen === 2,
  };
}

function isOpen(part: string): boolean {
  return ['', 'x', 'X', '*'].includes(part);
}

function closedVersion(text: string): VersionParts {
  try {
    return parseVersion(text);
  } catch (error) {
    if (error instanceof FunctionError) {
      throw new FunctionError('constraint Parser Error', { cause: error });
    }
    throw error;
  }
}

const RULES: ReadonlyMap<string, (version: VersionParts, condition: Condition) => boolean> =
  new Map([
    ['', fitsEqual],
    ['=', fitsEqual],
    ['>', fitsGreater],
    ['<', (version, { version: limit }) => compareVersions(version, limit) < 0],
    ['>=', (version, { version: limit }) => compareVersions(version, limit) >= 0],
    ['=>', (version, { version: limit }) => compareVersions(version, limit) >= 0],
    ['<=', fitsAtMost],
    ['=<', fitsAtMost],
    ['~', fitsTilde],
    ['~>', fitsTilde],
    ['^', fitsCaret],
  ]);

function fits(version: VersionParts, condition: Condition): boolean {
  const isUnasked = version.prerelease !== '' && condition.version.prerelease === '';
  if (condition.operator === '!=') {
    return condition.open ? !isUnasked && differs(version, condition) : !same(version, condition);
  }
  return !isUnasked && RULES.get(condition.operator)?.(version, condition) === true;
}

function same(version: VersionParts, condition: Condition): boolean {
  return compareVersions(version, condition.version) === 0;
}

function differs(version: VersionParts, condition: Condition): boolean {
  const limit = condition.version;
  if (limit.major !== version.major) {
    return true;
  }
  if (condition.minorOpen) {
    return false;
  }
  if (limit.minor !== version.minor) {
    return true;
  }
  if (!condition.patchOpen) {
    return limit.patch !== version.patch || !same(version, condition);
  }
  return comparePrereleases(version.prerelease, limit.prerelease) !== 0;
}

function fitsEqual(version: VersionParts, condition: Condition): boolean {
  return condition.open ? fitsTilde(version, condition) : same(version, condition);
}

function fitsGreater(version: VersionParts, condition: Condition): boolean {
  const limit = condition.version;
  if (!condition.open || (version.major === limit.major && !isPartlyOpen(condition))) {
    return compareVersions(version, limit) > 0;
  }
  if (version.major !== limit.major) {
    return version.major > limit.major;
  }
  return !condition.minorOpen && version.minor > limit.minor;
}

function isPartlyOpen({ minorOpen, patchOpen }: Condition): boolean {
  return minorOpen || patchOpen;
}

function fitsAtMost(version: VersionParts, condition: Condition): boolean {
  const limit = condition.version;
  if (!condition.open) {
    return compareVersions(version, limit) <= 0;
  }
  if (version.major !== limit.major) {
    return version.major < limit.major;
  }
  return condition.minorOpen || version.minor <= limit.minor;
}

function fitsTilde(version: VersionParts, condition: Condition): boolean {
  const limit = condition.version;
  if (compareVersions(version, limit) < 0) {
    return false;
  }
  const isZero = limit.major === 0n && limit.minor === 0n && limit.patch === 0n;
  if (isZero && !isPartlyOpen(condition)) {
    return true;
  }
  return version.major === limit.major && (condition.minorOpen || version.minor === limit.minor);
}

function fitsCaret(version: VersionParts, condition: Condition): boolean {
  const limit = condition.version;
  if (compareVersions(version, limit) < 0 || version.major !== limit.major) {
    return false;
  }
  if (limit.major > 0n || condition.minorOpen) {
    return true;
  }
  if (version.minor !== limit.minor) {
    return false;
  }
  return limit.minor > 0n || condition.patchOpen || version.patch === limit.patch;
}
