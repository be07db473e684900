import { expect } from 'chai';
import fc from 'fast-check';
import { abilityFindings, compareFindings, KINDS } from '../../../../core/api/index.ts';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import { isObject } from '../../../../core/runtime/index.ts';
import { textChecks } from '../../../../core/template/index.ts';
import { DISTRIBUTIONS } from './distribution-manifests.ts';
import { clusterGenerator, generator, GENERATOR_SPECS } from './generator-manifests.ts';
import {
  clusterStore,
  FULL_EXTERNAL_SECRET,
  type Manifest,
  PROVIDERS,
  STORE_SETTINGS,
} from './manifests.ts';

const CORPUS: readonly Manifest[] = [
  FULL_EXTERNAL_SECRET,
  ...Object.values(DISTRIBUTIONS),
  ...Object.entries(PROVIDERS).map(([name, spec]) =>
    clusterStore({ [name]: spec }, STORE_SETTINGS),
  ),
  ...Object.entries(GENERATOR_SPECS).map(([kind, spec]) => generator(kind, spec)),
  clusterGenerator('Password', { passwordSpec: GENERATOR_SPECS['Password'] }),
];

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  return typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, key]))];
}

/** A copy in which the place holds something else. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  // A list that took an object's place has no member of that name, and its length is not to be set.
  if (Array.isArray(value) && !/^\d+$/u.test(String(key))) {
    return value;
  }
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'kind',
  'spec',
  'metadata',
  'name',
  'namespace',
  'data',
  'matchLabels',
  'provider',
];
const anything = fc
  .jsonValue({ maxDepth: 4 })
  .chain((value) =>
    fc.oneof(
      fc.constant<unknown>(value),
      fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), fc.constant(value)),
      fc.constantFrom<unknown>(
        null,
        '\u0000',
        '\ud800',
        '1d',
        '{{ end',
        '(?=a)',
        -1,
        1e300,
        [[]],
        {},
      ),
    ),
  );

/** Objects of our kinds with up to three places holding anything. */
const spoilt = fc.constantFrom(...CORPUS).chain((manifest) =>
  fc
    .array(fc.tuple(fc.constantFrom(...placesOf(manifest)), anything), { maxLength: 3 })
    .map((changes) =>
      // A change may take away the place of the next one.
      changes.reduce<unknown>((object, [path, by]) => {
        const still = path.slice(0, -1).every((_, depth) => {
          const above = path
            .slice(0, depth + 1)
            .reduce<unknown>(
              (here, key) =>
                typeof here === 'object' && here !== null
                  ? (here as Record<string | number, unknown>)[key]
                  : undefined,
              object,
            );
          return typeof above === 'object' && above !== null;
        });
        return still && typeof object === 'object' && object !== null
          ? replaced(object, path, by)
          : object;
      }, manifest),
    ),
);
const ofOurKinds = fc
  .tuple(fc.constantFrom(...KINDS), fc.dictionary(fc.constantFrom(...NAMES), anything))
  .map(([{ group, kind, versions }, object]) => ({
    ...object,
    apiVersion: `${group}/${versions[0] ?? ''}`,
    kind,
  }));
const objects = fc.oneof(anything, ofOurKinds, { weight: 3, arbitrary: spoilt });

/** The same with the fields of each object in the other order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, member]) => [name, reversed(member)]),
      )
    : value;
}

describe('validateManifest', () => {
  it('answers any JSON, in order, and twice the same', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const findings = validateManifest(object, textChecks);

        expect(findings).to.deep.equal(findings.toSorted(compareFindings));
        expect(validateManifest(structuredClone(object), textChecks)).to.deep.equal(findings);
        for (const { id, message } of findings) {
          expect(id).to.match(/^SPA-[A-Z]\d{3}$/u);
          expect(message).not.to.equal('');
        }
      }),
      { numRuns: 1500 },
    );
  }).timeout(60_000);

  it('does not depend on the order in which fields are written', () => {
    fc.assert(
      fc.property(spoilt, (object) => {
        expect(validateManifest(reversed(object))).to.deep.equal(validateManifest(object));
      }),
      { numRuns: 300 },
    );
  }).timeout(60_000);

  it('leaves what it reads as it is', () => {
    fc.assert(
      fc.property(spoilt, (object) => {
        const before = JSON.stringify(object);

        validateManifest(object, textChecks);

        expect(JSON.stringify(object)).to.equal(before);
      }),
      { numRuns: 200 },
    );
  }).timeout(30_000);
});

describe('abilityFindings', () => {
  it('answers any object', () => {
    fc.assert(
      fc.property(fc.oneof(ofOurKinds, spoilt.filter(isObject)), (object) => {
        const backend = { name: 'gitlab', spec: { auth: { SecretRef: {} } } } as const;

        const findings = abilityFindings(object, () => backend);

        expect(findings).to.be.an('array');
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
