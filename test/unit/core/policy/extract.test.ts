import { expect } from 'chai';
import { crdSchema, type RawObject } from '../../../../core/api/index.ts';
import type { StructuralSchema } from '../../../../core/api/structural/schema.ts';
import { extract } from '../../../../core/policy/extract/index.ts';
import type { AccessRef } from '../../../../core/policy/index.ts';

function describeRef({ path, verb, target, key }: AccessRef): string {
  const store = target.by === 'name' ? `${target.kind}/${target.name}` : `${target.kind} by labels`;
  const what = Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return `${path}: ${verb} ${store} ${what}`;
}

function refsOf(kind: string, spec: RawObject): readonly string[] {
  return extract({ kind, spec })?.refs.map(describeRef) ?? [];
}

function unknownOf(kind: string, spec: RawObject): readonly string[] {
  return extract({ kind, spec })?.unknown.map(({ path }) => path) ?? [];
}

const OUTER = { secretStoreRef: { name: 's' } };
const CLUSTER = { kind: 'ClusterSecretStore', name: 'c' };

describe('what an object names', () => {
  it('is each key of data, with the store of the entry before the one of the spec', () => {
    const data = [
      { secretKey: 'a', remoteRef: { key: 'x', property: 'p' } },
      { secretKey: 'b', remoteRef: { key: 'y' }, sourceRef: { storeRef: CLUSTER } },
      {
        secretKey: 'c',
        remoteRef: { key: 'z' },
        sourceRef: { generatorRef: { kind: 'UUID', name: 'u' } },
      },
    ];

    expect(refsOf('ExternalSecret', { ...OUTER, data })).to.deep.equal([
      'spec.data[0].remoteRef.key: read SecretStore/s type=key key=x',
      'spec.data[1].remoteRef.key: read ClusterSecretStore/c type=key key=y',
      'spec.data[2].remoteRef.key: read SecretStore/s type=key key=z',
    ]);
  });

  it('is each source of dataFrom, both where an entry has two', () => {
    const dataFrom = [
      { extract: { key: 'x' }, find: { path: 'f', name: { regexp: '.*' } } },
      { find: { tags: { a: 'b' } }, sourceRef: { storeRef: CLUSTER } },
      { sourceRef: { generatorRef: { apiVersion: 'v', kind: 'Password', name: 'p' } } },
    ];
    const object = { kind: 'ExternalSecret', spec: { ...OUTER, dataFrom } };

    expect(refsOf('ExternalSecret', object.spec)).to.deep.equal([
      'spec.dataFrom[0].extract.key: read SecretStore/s type=key key=x',
      'spec.dataFrom[0].find: find SecretStore/s type=find path=f',
      'spec.dataFrom[1].find: find ClusterSecretStore/c type=find path=',
    ]);
    expect(extract(object)?.generators).to.deep.equal([
      { path: 'spec.dataFrom[2].sourceRef.generatorRef', kind: 'Password', name: 'p' },
    ]);
  });

  it('lies below the template in the kinds for many namespaces', () => {
    const spec = { ...OUTER, data: [{ remoteRef: { key: 'x' } }] };
    const push = {
      secretStoreRefs: [{ name: 's' }],
      data: [{ match: { secretKey: 'k', remoteRef: { remoteKey: 'r' } } }],
    };

    expect(refsOf('ClusterExternalSecret', { externalSecretSpec: spec })).to.deep.equal([
      'spec.externalSecretSpec.data[0].remoteRef.key: read SecretStore/s type=key key=x',
    ]);
    expect(refsOf('ClusterPushSecret', { pushSecretSpec: push })).to.deep.equal([
      'spec.pushSecretSpec.data[0].match.remoteRef.remoteKey: push SecretStore/s type=key key=r',
    ]);
  });

  it('is every store a PushSecret writes each key to, by name and by labels', () => {
    const spec = {
      secretStoreRefs: [{ name: 's' }, { kind: 'ClusterSecretStore', labelSelector: {} }],
      data: [
        {
          match: { remoteRef: { remoteKey: 'r' } },
          metadata: { spec: { remoteNamespace: 'kube-system' } },
        },
      ],
    };

    expect(refsOf('PushSecret', spec)).to.deep.equal([
      'spec.data[0].match.remoteRef.remoteKey: push SecretStore/s type=key key=r remoteNamespace=kube-system',
      'spec.data[0].match.remoteRef.remoteKey: push ClusterSecretStore by labels type=key key=r remoteNamespace=kube-system',
    ]);
  });

  it('is a key, a prefix or any key in dataTo', () => {
    const storeRef = { name: 's' };
    const prefix = [{ regexp: { source: '^(.*)$', target: 'app/$1' } }];
    const swap = [{ regexp: { source: '^(.*)-(.*)$', target: '$2$1' } }];
    const dataTo = [
      { storeRef, remoteKey: 'r' },
      { storeRef, rewrite: prefix },
      { storeRef, rewrite: swap },
      { storeRef, rewrite: [...prefix, ...prefix] },
      { storeRef },
    ];

    expect(
      refsOf('PushSecret', { dataTo }).map((text) => text.replace(/^.*s type/u, 'type')),
    ).to.deep.equal([
      'type=key key=r',
      'type=prefix prefix=app/',
      'type=any',
      'type=any',
      'type=any',
    ]);
  });

  for (const [name, kind, spec, expected] of [
    [
      'a new member of sourceRef',
      'ExternalSecret',
      { data: [{ sourceRef: { vaultRef: {} } }] },
      'spec.data[0].sourceRef.vaultRef',
    ],
    [
      'a new source of dataFrom',
      'ExternalSecret',
      { dataFrom: [{ list: {} }] },
      'spec.dataFrom[0].list',
    ],
    [
      'a store of another kind',
      'ExternalSecret',
      { secretStoreRef: { kind: 'Store', name: 'x' } },
      'spec.secretStoreRef.kind',
    ],
    [
      'a key that is no text',
      'ExternalSecret',
      { data: [{ remoteRef: { key: 1 } }] },
      'spec.data[0].remoteRef.key',
    ],
    ['data that is no list', 'ExternalSecret', { data: {} }, 'spec.data'],
    ['an entry that is no object', 'ExternalSecret', { dataFrom: ['x'] }, 'spec.dataFrom[0]'],
    [
      'a new member of match',
      'PushSecret',
      { data: [{ match: { keys: [] } }] },
      'spec.data[0].match.keys',
    ],
    [
      'a selector that is none',
      'PushSecret',
      { secretStoreRefs: [{ labelSelector: 'x' }] },
      'spec.secretStoreRefs[0].labelSelector',
    ],
  ] as const) {
    it(`says that it does not know ${name}`, () => {
      expect(unknownOf(kind, spec)).to.deep.equal([expected]);
    });
  }

  it('is not known of other kinds', () => {
    expect(extract({ kind: 'Deployment' })).to.equal(undefined);
  });
});

/** Fields by which an object may name a store, a key or a generator. */
const NAMING =
  /^(?:secretStoreRefs?|storeRef|sourceRef|generatorRef|remoteRef|remoteKey|remoteNamespace|key|find|extract|path)$/u;
/** Of ConfigMaps and Secrets, and of labels. */
const ELSEWHERE = ['.templateFrom', '.matchExpressions'];

function namingPaths(schema: StructuralSchema, path: string): readonly string[] {
  if (ELSEWHERE.some((end) => path.endsWith(end))) {
    return [];
  }
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const below = `${path}.${name}`;
    return [...(NAMING.test(name) ? [below] : []), ...namingPaths(child, below)];
  });
  return schema.items === undefined ? members : [...members, ...namingPaths(schema.items, path)];
}

describe('the schema of an object', () => {
  it('has no field that may name a store or key and that the extractor was not made for', () => {
    const spec = crdSchema('ExternalSecret', 'v1')?.properties?.['spec'] ?? {};

    expect(namingPaths(spec, 'spec')).to.deep.equal([
      'spec.data.remoteRef',
      'spec.data.remoteRef.key',
      'spec.data.sourceRef',
      'spec.data.sourceRef.generatorRef',
      'spec.data.sourceRef.storeRef',
      'spec.dataFrom.extract',
      'spec.dataFrom.extract.key',
      'spec.dataFrom.find',
      'spec.dataFrom.find.path',
      'spec.dataFrom.sourceRef',
      'spec.dataFrom.sourceRef.generatorRef',
      'spec.dataFrom.sourceRef.storeRef',
      'spec.secretStoreRef',
    ]);
  });

  it('has none in a PushSecret either', () => {
    const spec = crdSchema('PushSecret', 'v1alpha1')?.properties?.['spec'] ?? {};

    expect(namingPaths(spec, 'spec')).to.deep.equal([
      'spec.data.match.remoteRef',
      'spec.data.match.remoteRef.remoteKey',
      'spec.dataTo.remoteKey',
      'spec.dataTo.storeRef',
      'spec.secretStoreRefs',
      'spec.selector.generatorRef',
    ]);
  });
});
