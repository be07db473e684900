import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources: { readonly status?: object };
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
  readonly schema: { readonly openAPIV3Schema: Node };
}

interface Crd {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly names: {
      readonly shortNames: readonly string[];
      readonly categories: readonly string[];
    };
    readonly versions: readonly Version[];
  };
}

interface Node {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

const FOLDER = 'deploy/crds';
const all = readdirSync(FOLDER)
  .filter((file) => file !== 'kustomization.yaml')
  .map((file) => parse(readFileSync(join(FOLDER, file), 'utf8')) as Crd);
const isOurs = ({ metadata }: Crd): boolean => metadata.name.endsWith('.policy.sallyport.dev');
const crds = all.filter((crd) => !isOurs(crd));

/** Places where a structural schema lacks the type it must say. */
function untyped(node: Node, path: string): string[] {
  const here = node.type === undefined && node['x-kubernetes-int-or-string'] !== true;
  return [
    ...(here ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
      untyped(child, `${path}.${name}`),
    ),
    ...[node.items, node.additionalProperties].flatMap((child) =>
      child === undefined ? [] : untyped(child, `${path}[]`),
    ),
  ];
}

describe('deploy/crds', () => {
  it('is what deploy/generate.ts writes', () => {
    const output = execFileSync(process.execPath, ['deploy/generate.ts', '--check'], {
      encoding: 'utf8',
    });

    expect(output).to.equal('');
  }).timeout(20_000);

  it('has the three kinds, each served as v1 and v1beta1 and stored as v1', () => {
    expect(crds.map(({ metadata }) => metadata.name).toSorted()).to.deep.equal([
      'clustersecretstores.external-secrets.io',
      'externalsecrets.external-secrets.io',
      'secretstores.external-secrets.io',
    ]);
    for (const { spec } of crds) {
      expect(
        spec.versions.map(({ name, served, storage }) => ({ name, served, storage })),
      ).to.deep.equal([
        { name: 'v1', served: true, storage: true },
        { name: 'v1beta1', served: true, storage: false },
      ]);
      expect(spec.versions[1]?.schema).to.deep.equal(spec.versions[0]?.schema);
    }
  });

  it('fits into the annotation of a client-side apply', () => {
    for (const crd of crds) {
      expect(JSON.stringify(crd).length, crd.metadata.name).to.be.below(262_144);
    }
  });

  it('is structural: every place says its type', () => {
    for (const { metadata, spec } of all) {
      for (const { schema } of spec.versions) {
        expect(untyped(schema.openAPIV3Schema, metadata.name)).to.deep.equal([]);
      }
    }
  });

  it('has our own two kinds, stored as v1alpha1', () => {
    expect(
      all.filter(isOurs).map(({ metadata, spec }) => [metadata.name, spec.versions[0]?.name]),
    ).to.have.deep.members([
      ['secretaccesspolicies.policy.sallyport.dev', 'v1alpha1'],
      ['secretaccessconfigs.policy.sallyport.dev', 'v1alpha1'],
    ]);
  });

  it('carries short names, category, label and status subresource', () => {
    expect(crds.flatMap(({ spec }) => spec.names.shortNames).toSorted()).to.deep.equal([
      'css',
      'es',
      'ss',
    ]);
    for (const { metadata, spec } of crds) {
      expect(metadata.labels).to.deep.equal({ 'external-secrets.io/component': 'controller' });
      expect(spec.names.categories).to.deep.equal(['external-secrets']);
      expect(spec.versions.every(({ subresources }) => subresources.status !== undefined)).to.equal(
        true,
      );
    }
  });

  it('writes no default that ESO applies only in code', () => {
    const secret = crds.find(({ metadata }) => metadata.name.startsWith('externalsecrets'));

    const text = JSON.stringify(secret?.spec.versions[0]?.schema);

    for (const value of ['SecretStore', 'Periodic', 'Ignore']) {
      expect(text).not.to.include(`"default":"${value}"`);
    }
    expect(text).to.include('"default":"1h0m0s"');
  });
});
