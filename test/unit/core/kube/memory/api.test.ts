import { expect } from 'chai';
import type { RawObject } from '../../../../../core/api/index.ts';
import {
  CONFIG_MAPS,
  EXTERNAL_SECRETS,
  type KubernetesApi,
  NAMESPACES,
  type ObjectRef,
  SERVICE_ACCOUNTS,
  type WatchEvent,
} from '../../../../../core/kube/index.ts';
import {
  type AdmissionReview,
  createMemoryApi,
  type Schemas,
} from '../../../../../core/kube/memory/index.ts';
import { AppError, objectAt, textAt } from '../../../../../core/runtime/index.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

const MANAGER = { fieldManager: 'suite' };
const BETA = { ...EXTERNAL_SECRETS, version: 'v1beta1' };
const signal = new AbortController().signal;
const clock = createFakeClock();

function configMap(name: string, metadata: object = {}, namespace = 'default'): RawObject {
  return { metadata: { namespace, name, ...metadata }, data: { a: '1' } };
}

function externalSecret(apiVersion: string): RawObject {
  return {
    apiVersion,
    kind: 'ExternalSecret',
    metadata: { namespace: 'default', name: 'db' },
    spec: { refreshInterval: '1h' },
  };
}

function ref(name: string, namespace = 'default'): ObjectRef {
  return { namespace, name };
}

async function faultOf(work: Promise<unknown>): Promise<AppError> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (fault instanceof AppError) {
    return fault;
  }
  throw new Error('nothing was refused', { cause: fault });
}

function uidOf(object: RawObject): string {
  return textAt(objectAt(object, 'metadata'), 'uid');
}

describe('createMemoryApi', () => {
  describe('admission', () => {
    it('sees each create and update, with what was there before, and no status', async () => {
      const reviews: AdmissionReview[] = [];
      const api = createMemoryApi({
        clock,
        admission: async (review) => {
          reviews.push(review);
          return review.object;
        },
      });
      const object = externalSecret('external-secrets.io/v1');
      await api.create(EXTERNAL_SECRETS, object, MANAGER, signal);

      await api.patch(
        EXTERNAL_SECRETS,
        ref('db'),
        { spec: { refreshInterval: '2h' } },
        { ...MANAGER, type: 'merge' },
        signal,
      );
      await api.patch(
        EXTERNAL_SECRETS,
        ref('db'),
        { status: { refreshTime: '' } },
        { ...MANAGER, type: 'merge', subresource: 'status' },
        signal,
      );
      await api.delete(EXTERNAL_SECRETS, ref('db'), {}, signal);

      expect(reviews.map(({ operation }) => operation)).to.deep.equal(['CREATE', 'UPDATE']);
      expect(reviews[0]?.oldObject).to.equal(undefined);
      expect(reviews[1]?.oldObject?.['spec']).to.deep.equal({ refreshInterval: '1h' });
      expect(reviews[1]?.object['spec']).to.deep.equal({ refreshInterval: '2h' });
    });

    it('may change the object', async () => {
      const api = createMemoryApi({
        clock,
        admission: async ({ object }) => ({ ...object, data: { a: 'changed' } }),
      });

      const created = await api.create(CONFIG_MAPS, configMap('x'), MANAGER, signal);

      expect(created['data']).to.deep.equal({ a: 'changed' });
    });

    it('may refuse it, and nothing is stored', async () => {
      const api = createMemoryApi({
        clock,
        admission: async () => Promise.reject(new AppError('KUBE_FORBIDDEN', 'denied')),
      });

      const fault = await faultOf(api.create(CONFIG_MAPS, configMap('x'), MANAGER, signal));

      expect(fault.message).to.equal('denied');
      expect(await api.get(CONFIG_MAPS, ref('x'), signal)).to.equal(undefined);
    });

    it('begins again when the object changed while admission thought', async () => {
      let meanwhile = async (): Promise<void> => undefined;
      const api: KubernetesApi = createMemoryApi({
        clock,
        admission: async ({ object }) => {
          const act = meanwhile;
          meanwhile = async () => undefined;
          await act();
          return object;
        },
      });
      await api.create(CONFIG_MAPS, configMap('x'), MANAGER, signal);
      const merge = { ...MANAGER, type: 'merge' } as const;
      meanwhile = async () => {
        await api.patch(CONFIG_MAPS, ref('x'), { data: { b: '2' } }, merge, signal);
      };

      const patched = await api.patch(CONFIG_MAPS, ref('x'), { data: { c: '3' } }, merge, signal);

      expect(patched['data']).to.deep.equal({ a: '1', b: '2', c: '3' });
    });
  });

  describe('schemas', () => {
    const schemas: Schemas = (resource) =>
      resource.kind === 'ExternalSecret'
        ? (object) =>
            'unknown' in objectAt(object, 'spec')
              ? {
                  ok: false,
                  findings: [
                    { id: 'x', severity: 'error', path: 'spec.unknown', message: 'unknown field' },
                  ],
                }
              : { ok: true, value: { ...object, spec: { a: 1, ...objectAt(object, 'spec') } } }
        : undefined;

    it('set defaults', async () => {
      const api = createMemoryApi({ clock, schemas });

      const created = await api.create(
        EXTERNAL_SECRETS,
        externalSecret('external-secrets.io/v1'),
        MANAGER,
        signal,
      );

      expect(created['spec']).to.deep.equal({ a: 1, refreshInterval: '1h' });
    });

    it('refuse in the words of the API server', async () => {
      const api = createMemoryApi({ clock, schemas });
      const object = { ...externalSecret('external-secrets.io/v1'), spec: { unknown: 1 } };

      const fault = await faultOf(api.create(EXTERNAL_SECRETS, object, MANAGER, signal));

      expect(fault.code).to.equal('KUBE_INVALID');
      expect(fault.message).to.equal(
        'ExternalSecret.external-secrets.io "db" is invalid: spec.unknown: unknown field',
      );
    });
  });

  it('stores v1beta1 and serves it as either version', async () => {
    const api = createMemoryApi({ clock });
    const object = externalSecret('external-secrets.io/v1beta1');

    const applied = await api.patch(BETA, ref('db'), object, { ...MANAGER, type: 'apply' }, signal);
    const stored = await api.get(EXTERNAL_SECRETS, ref('db'), signal);
    const again = await api.patch(BETA, ref('db'), object, { ...MANAGER, type: 'apply' }, signal);

    expect(applied['apiVersion']).to.equal('external-secrets.io/v1beta1');
    expect(stored).to.deep.equal({ ...applied, apiVersion: 'external-secrets.io/v1' });
    expect(again).to.deep.equal(applied);
  });

  it('hands out objects that cannot be changed', async () => {
    const api = createMemoryApi({ clock });
    const created = await api.create(CONFIG_MAPS, configMap('x'), MANAGER, signal);

    expect(() => Object.assign(objectAt(created, 'data'), { a: '2' })).to.throw(TypeError);
  });

  it('has default and kube-system, each with its ServiceAccount', async () => {
    const api = createMemoryApi({ clock });

    const namespaces = await api.list(NAMESPACES, {}, signal);
    const accounts = await api.list(SERVICE_ACCOUNTS, {}, signal);

    expect(namespaces.map((each) => objectAt(each, 'metadata')['name'])).to.deep.equal([
      'default',
      'kube-system',
    ]);
    expect(accounts.map((each) => objectAt(each, 'metadata')['namespace'])).to.deep.equal([
      'default',
      'kube-system',
    ]);
  });

  describe('deletion', () => {
    it('of a namespace takes what is in it, and waits for what is held', async () => {
      const api = createMemoryApi({ clock });
      const namespace = { metadata: { name: 'shop' } };
      await api.create(NAMESPACES, namespace, MANAGER, signal);
      await api.create(CONFIG_MAPS, configMap('free', {}, 'shop'), MANAGER, signal);
      const finalizers = ['example.com/a'];
      await api.create(CONFIG_MAPS, configMap('held', { finalizers }, 'shop'), MANAGER, signal);

      await api.delete(NAMESPACES, ref('shop', ''), {}, signal);
      const waiting = await api.get(NAMESPACES, ref('shop', ''), signal);
      const left = await api.list(CONFIG_MAPS, { namespace: 'shop' }, signal);
      const late = await faultOf(
        api.create(CONFIG_MAPS, configMap('late', {}, 'shop'), MANAGER, signal),
      );
      const free = { metadata: { finalizers: null } };
      await api.patch(
        CONFIG_MAPS,
        ref('held', 'shop'),
        free,
        { ...MANAGER, type: 'merge' },
        signal,
      );

      expect(waiting?.['status']).to.deep.equal({ phase: 'Terminating' });
      expect(left).to.have.length(1);
      expect(late.code).to.equal('KUBE_FORBIDDEN');
      expect(await api.get(NAMESPACES, ref('shop', ''), signal)).to.equal(undefined);
    });

    it('takes what was owned, also through one another, and frees what another still owns', async () => {
      const api = createMemoryApi({ clock });
      const create = async (name: string, ...owners: RawObject[]): Promise<RawObject> =>
        api.create(
          CONFIG_MAPS,
          configMap(name, {
            ownerReferences: owners.map((owner) => ({
              apiVersion: 'v1',
              kind: 'ConfigMap',
              name: textAt(objectAt(owner, 'metadata'), 'name'),
              uid: uidOf(owner),
            })),
          }),
          MANAGER,
          signal,
        );
      const top = await create('top');
      const other = await create('other');
      const middle = await create('middle', top);
      await create('both', top, middle);
      await create('shared', top, other);

      await api.delete(CONFIG_MAPS, ref('top'), {}, signal);

      const left = await api.list(CONFIG_MAPS, {}, signal);
      expect(left.map((each) => objectAt(each, 'metadata')['name'])).to.deep.equal([
        'other',
        'shared',
      ]);
      expect(objectAt(left[1] ?? {}, 'metadata')['ownerReferences']).to.have.length(1);
    });
  });

  it('ends a watch that its reader leaves, without holding on to it', async () => {
    const api = createMemoryApi({ clock });
    const seen: WatchEvent['type'][] = [];
    for await (const event of api.watch(NAMESPACES, {}, signal)) {
      seen.push(event.type);
      if (event.type === 'synced') {
        break;
      }
    }

    await api.create(NAMESPACES, { metadata: { name: 'later' } }, MANAGER, signal);

    expect(seen).to.deep.equal(['put', 'put', 'synced']);
  });
});
