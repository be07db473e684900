import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { ESO_GROUP, GENERATOR_GROUP, KINDS } from '../../core/api/index.ts';

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources: { readonly status?: object };
  readonly additionalPrinterColumns?: readonly Readonly<Record<string, string>>[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
  readonly schema: { readonly openAPIV3Schema: Node };
}

interface Crd {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: {
      readonly kind: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
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
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

const FOLDER = 'deploy/crds';
const all = readdirSync(FOLDER)
  .filter((file) => file !== 'kustomization.yaml')
  .map((file) => parse(readFileSync(join(FOLDER, file), 'utf8')) as Crd);
const isOurs = ({ metadata }: Crd): boolean => metadata.name.endsWith('.policy.sallyport.dev');
const crds = all.filter((crd) => !isOurs(crd));

const esoCrds = crds.filter(({ spec }) => [ESO_GROUP, GENERATOR_GROUP].includes(spec.group));

/** Places where a structural schema lacks the type it must say. */
function untyped(node: Node, path: string): string[] {
  const anything =
    node['x-kubernetes-int-or-string'] === true ||
    node['x-kubernetes-preserve-unknown-fields'] === true;
  const here = node.type === undefined && !anything;
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

  it('has every kind, served as KINDS says and stored in the first version', () => {
    for (const { group, kind, plural, versions, namespaced } of KINDS) {
      const crd = crds.find(({ metadata }) => metadata.name === `${plural}.${group}`);
      expect(crd?.spec.names.kind, plural).to.equal(kind);
      expect(crd?.spec.scope, plural).to.equal(namespaced ? 'Namespaced' : 'Cluster');
      expect(
        crd?.spec.versions.map(({ name, served, storage }) => [name, served, storage]),
      ).to.deep.equal(versions.map((name, index) => [name, true, index === 0]));
      const schemas = crd?.spec.versions.map(({ schema }) => JSON.stringify(schema));
      expect(new Set(schemas), plural).to.have.length(1);
    }
  });

  it('is applied whole', () => {
    const listed = parse(readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8')) as {
      readonly resources: readonly string[];
    };

    const files = readdirSync(FOLDER).filter((file) => file !== 'kustomization.yaml');

    expect(listed.resources.toSorted()).to.deep.equal(files.toSorted());
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

  it('lets our own two kinds say in their status whether they compile', () => {
    for (const { metadata, spec } of all.filter(isOurs)) {
      const [version] = spec.versions;
      const status = version?.schema.openAPIV3Schema.properties?.['status'];
      expect(version?.subresources, metadata.name).to.deep.equal({ status: {} });
      expect(Object.keys(status?.properties ?? {})).to.have.members([
        'observedGeneration',
        'conditions',
      ]);
      expect(version?.additionalPrinterColumns).to.deep.include({
        name: 'Ready',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].status',
      });
    }
  });

  it('carries short names, category, label and status subresource', () => {
    expect(esoCrds.flatMap(({ spec }) => spec.names.shortNames ?? []).toSorted()).to.deep.equal([
      'ces',
      'css',
      'es',
      'ps',
      'ss',
    ]);
    for (const { metadata, spec } of esoCrds) {
      const generators = spec.group === GENERATOR_GROUP ? ['external-secrets-generators'] : [];
      expect(metadata.labels).to.deep.equal({ 'external-secrets.io/component': 'controller' });
      expect(spec.names.categories).to.deep.equal(['external-secrets', ...generators]);
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
