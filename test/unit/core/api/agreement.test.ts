import { expect } from 'chai';
import fc from 'fast-check';
import Joi, { type ObjectSchema } from 'joi';
import { GENERATOR_MEMBERS, type GeneratorKind } from '../../../../core/api/generator/index.ts';
import {
  conform,
  KINDS,
  parseClusterExternalSecret,
  parseClusterPushSecret,
  parseExternalSecret,
  parsePushSecret,
  parseSecretStore,
} from '../../../../core/api/index.ts';
import type { KindInfo } from '../../../../core/api/kinds.ts';
import { bodySchema, validateManifest } from '../../../../core/api/schema/index.ts';
import { structureOf } from '../../../../core/api/structural/body.ts';
import { DISTRIBUTIONS } from './distribution-manifests.ts';
import { clusterGenerator, generator, GENERATOR_SPECS } from './generator-manifests.ts';
import {
  clusterStore,
  FULL_EXTERNAL_SECRET,
  type Manifest,
  PROVIDERS,
  SMALL_EXTERNAL_SECRET,
  store,
  STORE_SETTINGS,
} from './manifests.ts';

const CORPUS: readonly (readonly [string, Manifest])[] = [
  ['a full ExternalSecret', FULL_EXTERNAL_SECRET],
  ['a small ExternalSecret', SMALL_EXTERNAL_SECRET],
  ['a store with every setting', clusterStore({ vault: PROVIDERS['vault'] }, STORE_SETTINGS)],
  ...Object.entries(PROVIDERS).map(
    ([name, spec]) => [`a store of ${name}`, store({ [name]: spec })] as const,
  ),
  ...Object.entries(DISTRIBUTIONS),
  ...Object.entries(GENERATOR_SPECS).flatMap(
    ([kind, spec]) =>
      [
        [`a generator ${kind}`, generator(kind, spec)],
        [
          `a ClusterGenerator of ${kind}`,
          clusterGenerator(kind, { [GENERATOR_MEMBERS[kind as GeneratorKind]]: spec }),
        ],
      ] as const,
  ),
  ...['Fake', 'Password', 'SSHKey', 'UUID'].map(
    (kind) => [`a generator ${kind} with nothing said`, generator(kind, undefined)] as const,
  ),
];

interface Answer {
  readonly accepted: boolean;
  readonly value?: unknown;
}

function infoOf(kind: string): KindInfo {
  const info = KINDS.find((known) => known.kind === kind);
  return info ?? expect.fail(`kind ${kind} is not known`);
}

function byJoi(kind: string, body: unknown): Answer {
  const schema: ObjectSchema<unknown> = bodySchema(Joi, infoOf(kind));
  const result = schema.validate(body, { convert: false });
  return result.error === undefined ? { accepted: true, value: result.value } : { accepted: false };
}

function byWalk(kind: string, body: unknown): Answer {
  const schema = structureOf(infoOf(kind));
  const parsed = conform<unknown>(schema, body, { unknownFields: 'refuse', assumed: true });
  return parsed.ok ? { accepted: true, value: parsed.value } : { accepted: false };
}

const PARSERS: Readonly<Record<string, (raw: unknown) => { readonly ok: boolean }>> = {
  ExternalSecret: parseExternalSecret,
  ClusterExternalSecret: parseClusterExternalSecret,
  PushSecret: parsePushSecret,
  ClusterPushSecret: parseClusterPushSecret,
  SecretStore: parseSecretStore,
  ClusterSecretStore: parseSecretStore,
};

type Path = readonly (string | number)[];

/** Every place of a value, the leaves and what holds them. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const members = Array.isArray(value)
    ? value.map((member, index) => [index, member] as const)
    : Object.entries(value);
  return [path, ...members.flatMap(([key, member]) => placesOf(member, [...path, key]))];
}

/** A copy in which the place holds something else; undefined takes it out. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) {
    return by;
  }
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...(value as Record<string, unknown>) };
  const holder = copy as Record<string | number, unknown>;
  const member = replaced(holder[key], rest, by);
  if (member === undefined && !Array.isArray(copy)) {
    return Object.fromEntries(Object.entries(holder).filter(([name]) => name !== key));
  }
  holder[key] = member;
  return copy;
}

/** What the schema covers. */
function bodyOf({ spec }: Manifest): object {
  return spec === undefined ? {} : { spec };
}

describe('the joi schema and the joi-free walk', () => {
  for (const [name, manifest] of CORPUS) {
    it(`accept ${name} with equal results`, () => {
      const joi = byJoi(manifest.kind, bodyOf(manifest));

      expect(joi.accepted).to.equal(true);
      expect(byWalk(manifest.kind, bodyOf(manifest))).to.deep.equal(joi);
    });

    it(`validate and parse ${name}`, () => {
      const parsed = PARSERS[manifest.kind]?.(manifest) ?? { ok: true };

      // Where every field is set, every way to log in is.
      expect(validateManifest(manifest).filter(({ id }) => id !== 'SPA-B008')).to.deep.equal([]);
      expect(parsed.ok).to.equal(true);
    });
  }

  it('agree about objects with one place spoilt', () => {
    const spoilt = fc.constantFrom(...CORPUS.map(([, manifest]) => manifest)).chain((manifest) =>
      fc
        .tuple(
          fc.constantFrom(...placesOf(manifest.spec)),
          fc.constantFrom<unknown>(undefined, '', 'x y', 7, -1, 1.5, true, [], {}, { stray: 1 }, [
            'a',
          ]),
        )
        .map(([path, by]) => ({
          kind: manifest.kind,
          body: { spec: replaced(manifest.spec, path, by) },
        })),
    );

    fc.assert(
      fc.property(spoilt, ({ kind, body }) => {
        expect(byWalk(kind, body)).to.deep.equal(byJoi(kind, body));
      }),
      { numRuns: 800 },
    );
  }).timeout(30_000);
});
