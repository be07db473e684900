import { expect } from 'chai';
import type { RawObject, StoreKind } from '../../../../../core/api/index.ts';
import type { ObjectReader } from '../../../../../core/kube/index.ts';
import { AppError } from '../../../../../core/runtime/index.ts';
import type { ResolvedStore } from '../../../../../core/sync/index.ts';
import { usesForeignStore } from '../../../../../core/sync/store/controller-class.ts';
import { createStoreResolver } from '../../../../../core/sync/store/resolve.ts';
import { anExternalSecret, faultOf } from '../../../../support/sync-builders.ts';

const { signal } = new AbortController();
const FAKE = { fake: { data: [{ key: 'k', value: 'v' }] } };

function aStore(kind: StoreKind, name: string, spec: RawObject = {}): RawObject {
  const metadata = kind === 'SecretStore' ? { name, namespace: 'team-a' } : { name };
  return {
    apiVersion: 'external-secrets.io/v1',
    kind,
    metadata,
    spec: { provider: FAKE, ...spec },
  };
}

const NAMESPACE: RawObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team-a', labels: { team: 'a' } },
};

/** A cluster of these objects; `mayList` false refuses lists as RBAC does. */
function readerOf(objects: readonly RawObject[], mayList = true): ObjectReader {
  const named = objects.map((object) => ({
    object,
    metadata: object['metadata'] as { readonly name: string; readonly namespace?: string },
  }));
  return {
    async get(resource, ref) {
      return named.find(
        ({ object, metadata }) =>
          object['kind'] === resource.kind &&
          metadata.name === ref.name &&
          (metadata.namespace ?? '') === ref.namespace,
      )?.object;
    },
    async list(resource, options) {
      if (!mayList) {
        throw new AppError('KUBE_FORBIDDEN', 'may not list');
      }
      return named
        .filter(
          ({ object, metadata }) =>
            object['kind'] === resource.kind &&
            (options.namespace === undefined || metadata.namespace === options.namespace),
        )
        .map(({ object }) => object);
    },
  };
}

async function resolve(
  objects: readonly RawObject[],
  kind: StoreKind,
  name: string,
  mayList = true,
): Promise<ResolvedStore> {
  const resolver = createStoreResolver({
    reader: readerOf(objects, mayList),
    controllerClass: 'default',
  });
  return resolver.resolve({ kind, name }, 'team-a', signal);
}

describe('store resolver', () => {
  it('finds a SecretStore in the namespace', async () => {
    const resolved = await resolve([aStore('SecretStore', 'store')], 'SecretStore', 'store');

    expect(resolved.store.metadata.name).equal('store');
    expect(resolved.namespace).equal('team-a');
  });

  it('says which stores exist where the name is wrong', async () => {
    const objects = [aStore('SecretStore', 'secretstore-sam'), aStore('SecretStore', 'b')];

    const fault = await faultOf(async () => resolve(objects, 'SecretStore', 'awssm-secret-store'));

    expect(fault.code).equal('STORE_NOT_FOUND');
    expect(fault.message).equal(
      'SecretStore "awssm-secret-store" does not exist in namespace "team-a"; there are: b, secretstore-sam',
    );
  });

  it('says so where there is none at all', async () => {
    const fault = await faultOf(async () => resolve([], 'ClusterSecretStore', 'x'));

    expect(fault.message).equal(
      'ClusterSecretStore "x" does not exist; there is no ClusterSecretStore',
    );
  });

  it('leaves the names out where it may not list', async () => {
    const fault = await faultOf(async () => resolve([], 'SecretStore', 'x', false));

    expect(fault.code).equal('STORE_NOT_FOUND');
    expect(fault.message).equal('SecretStore "x" does not exist in namespace "team-a"');
  });

  it('refuses a store of another controller class', async () => {
    const objects = [aStore('SecretStore', 'store', { controller: 'other' })];

    const fault = await faultOf(async () => resolve(objects, 'SecretStore', 'store'));

    expect(fault.code).equal('STORE_FORBIDDEN');
    expect(fault.message).contain('can not reference unmanaged store');
  });

  it('refuses a store with a provider that is not served', async () => {
    const objects = [aStore('SecretStore', 'store', { provider: { keepersecurity: {} } })];

    const fault = await faultOf(async () => resolve(objects, 'SecretStore', 'store'));

    expect(fault.code).equal('PROVIDER_UNSUPPORTED');
    expect(fault.message).contain('provider "keepersecurity"');
  });

  it('says what is wrong with a store that cannot be read', async () => {
    const objects = [aStore('SecretStore', 'store', { provider: { fake: { data: 'none' } } })];

    const fault = await faultOf(async () => resolve(objects, 'SecretStore', 'store'));

    expect(fault.code).equal('SPEC_INVALID');
    expect(fault.message).contain('SecretStore "store" is not valid: spec.provider.fake.data');
  });

  it('reads the labels of the namespace for the conditions of a ClusterSecretStore', async () => {
    const conditions = [{ namespaceSelector: { matchLabels: { team: 'a' } } }];
    const objects = [NAMESPACE, aStore('ClusterSecretStore', 'store', { conditions })];

    const resolved = await resolve(objects, 'ClusterSecretStore', 'store');

    expect(resolved.store.kind).equal('ClusterSecretStore');
  });

  it('denies a namespace no condition allows, in the words of ESO', async () => {
    const conditions = [{ namespaces: ['team-b'] }];
    const objects = [aStore('ClusterSecretStore', 'store', { conditions })];

    const fault = await faultOf(async () => resolve(objects, 'ClusterSecretStore', 'store'));

    expect(fault.code).equal('STORE_FORBIDDEN');
    expect(fault.message).equal(
      'using cluster store "store" is not allowed from namespace "team-a": denied by spec.condition',
    );
  });
});

describe('an ExternalSecret of another controller', () => {
  const reader = readerOf([
    aStore('SecretStore', 'store'),
    aStore('SecretStore', 'theirs', { controller: 'other' }),
    aStore('SecretStore', 'ours', { controller: 'default' }),
  ]);
  const entry = { secretKey: 'a', remoteRef: { key: 'a' } };
  const cases: readonly (readonly [string, RawObject, boolean])[] = [
    ['a store of no class', { data: [entry] }, false],
    ['a store of our class', { secretStoreRef: { name: 'ours' }, data: [entry] }, false],
    ['a store of theirs', { secretStoreRef: { name: 'theirs' }, data: [entry] }, true],
    [
      'a store of theirs in one entry',
      { data: [entry, { ...entry, sourceRef: { storeRef: { name: 'theirs' } } }] },
      true,
    ],
    ['a store that does not exist', { secretStoreRef: { name: 'none' }, data: [entry] }, false],
  ];
  for (const [name, spec, wanted] of cases) {
    it(`is ${wanted ? '' : 'not '}one that names ${name}`, async () => {
      const deps = { reader, controllerClass: 'default' };

      expect(await usesForeignStore(anExternalSecret(spec), deps, signal)).equal(wanted);
    });
  }
});
