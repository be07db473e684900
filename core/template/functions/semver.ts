import {
  type ByteString,
  defineFunction,
  FunctionError,
  type GoField,
  GoNumber,
  type GoObject,
  type GoValue,
  type TemplateFunction,
} from '../value/index.ts';
import { MarshaledObject } from './marshaled.ts';
import { parseConstraint } from './version-constraint.ts';
import { compareVersions, parseVersion, type VersionParts, versionText } from './version.ts';

/** Sprig's versions. */
export const SEMVER: readonly TemplateFunction[] = [
  defineFunction({
    name: 'semver',
    parameters: ['string'],
    call: ([text]) => new Version(parseVersion(text), 'ptr'),
  }),
  defineFunction({
    name: 'semverCompare',
    parameters: ['string', 'string'],
    call: ([constraint, version], { budget }) => {
      budget.spend(constraint.length);
      const fits = parseConstraint(constraint);
      return fits(parseVersion(version));
    },
  }),
];

/** What Go begins a version with. */
const NO_VERSION: VersionParts = {
  major: 0n,
  minor: 0n,
  patch: 0n,
  prerelease: '',
  metadata: '',
  original: '',
};

/** A version; templates get a pointer to one, and the next versions as they are. */
class Version extends MarshaledObject {
  readonly kind: 'ptr' | 'struct';
  readonly parts: VersionParts;

  constructor(parts: VersionParts, kind: 'ptr' | 'struct') {
    super();
    this.parts = parts;
    this.kind = kind;
  }

  override get type(): string {
    return this.kind === 'ptr' ? '*semver.Version' : 'semver.Version';
  }

  override fields(): readonly GoField[] {
    const { major, minor, patch, prerelease, metadata, original } = this.parts;
    return [
      { name: 'major', type: 'uint64', value: new GoNumber('uint64', major) },
      { name: 'minor', type: 'uint64', value: new GoNumber('uint64', minor) },
      { name: 'patch', type: 'uint64', value: new GoNumber('uint64', patch) },
      { name: 'pre', type: 'string', value: prerelease },
      { name: 'metadata', type: 'string', value: metadata },
      { name: 'original', type: 'string', value: original },
    ];
  }

  override method(name: string): TemplateFunction | undefined {
    const read = READS.get(name);
    if (read !== undefined) {
      return defineFunction({ name, parameters: [], call: () => read(this.parts) });
    }
    return this.kind === 'ptr' ? comparison(name, this.parts) : undefined;
  }

  override copied(): Version {
    return new Version(NO_VERSION, this.kind);
  }

  override stringer(): ByteString {
    return versionText(this.parts);
  }

  override marshaled(): ByteString {
    return versionText(this.parts);
  }

  override equals(other: GoObject): boolean {
    return (
      other instanceof Version &&
      versionText(other.parts) === versionText(this.parts) &&
      other.parts.original === this.parts.original
    );
  }
}

const READS: ReadonlyMap<string, (parts: VersionParts) => GoValue> = new Map<
  string,
  (parts: VersionParts) => GoValue
>([
  ['Major', ({ major }) => new GoNumber('uint64', major)],
  ['Minor', ({ minor }) => new GoNumber('uint64', minor)],
  ['Patch', ({ patch }) => new GoNumber('uint64', patch)],
  ['Prerelease', ({ prerelease }) => prerelease],
  ['Metadata', ({ metadata }) => metadata],
  ['String', versionText],
  ['IncMajor', (parts) => next(parts, { major: parts.major + 1n, minor: 0n, patch: 0n })],
  ['IncMinor', (parts) => next(parts, { minor: parts.minor + 1n, patch: 0n })],
  ['IncPatch', (parts) => next(parts, parts.prerelease === '' ? { patch: parts.patch + 1n } : {})],
]);

function next(
  parts: VersionParts,
  change: Partial<Pick<VersionParts, 'major' | 'minor' | 'patch'>>,
): Version {
  const changed = { ...parts, ...change, prerelease: '', metadata: '' };
  const prefix = parts.original.startsWith('v') ? 'v' : '';
  return new Version({ ...changed, original: prefix + versionText(changed) }, 'struct');
}

const COMPARISONS: ReadonlyMap<string, (difference: number) => GoValue> = new Map<
  string,
  (difference: number) => GoValue
>([
  ['Compare', (difference) => BigInt(difference)],
  ['Equal', (difference) => difference === 0],
  ['LessThan', (difference) => difference < 0],
  ['LessThanEqual', (difference) => difference <= 0],
  ['GreaterThan', (difference) => difference > 0],
  ['GreaterThanEqual', (difference) => difference >= 0],
]);

function comparison(name: string, parts: VersionParts): TemplateFunction | undefined {
  if (name === 'Original') {
    return defineFunction({ name, parameters: [], call: () => parts.original });
  }
  const answer = COMPARISONS.get(name);
  return answer === undefined
    ? undefined
    : defineFunction({
        name,
        parameters: ['*semver.Version'],
        call: ([other]) => {
          if (other instanceof Version) {
            return answer(compareVersions(parts, other.parts));
          }
          return name === 'Equal' ? false : failOnNothing();
        },
      });
}

function failOnNothing(): never {
  throw new FunctionError('runtime error: invalid memory address or nil pointer dereference');
}
