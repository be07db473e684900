import { expect } from 'chai';
import type { RawObject } from '../../core/api/index.ts';
import {
  CONFIG_MAPS,
  createEventRecorder,
  createLeaderElection,
  EVENTS,
  type KubernetesApi,
  LEASES,
  NAMESPACES,
  type Resource,
  SECRETS,
  SERVICE_ACCOUNTS,
  type WatchEvent,
} from '../../core/kube/index.ts';
import { AppError, createLogger, objectAt, systemClock } from '../../core/runtime/index.ts';

export interface KubeUnderTest {
  readonly api: KubernetesApi;
  /** A namespace that is there, and that the suite may fill. */
  readonly namespace: string;
  stop(): Promise<void>;
}

/** A kind of a CRD with a status subresource, selectable field spec.colour and no schema to speak of. */
export const WIDGETS: Resource = {
  group: 'suite.sallyport.dev',
  version: 'v1',
  plural: 'widgets',
  kind: 'Widget',
  namespaced: true,
};

const MANAGER = { fieldManager: 'suite' };
const OTHER = { fieldManager: 'other' };
const signal = new AbortController().signal;

async function refusal(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

/** What the suite reads of metadata. */
interface Meta {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly generation?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly managedFields: readonly Readonly<Record<string, unknown>>[];
}

function meta(object: RawObject): Meta {
  return object['metadata'] as Meta;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function begin(events: AsyncIterable<WatchEvent>): AsyncIterator<WatchEvent> {
  return events[Symbol.asyncIterator]();
}

/** Reads events until one satisfies `wanted`. */
async function next(
  events: AsyncIterator<WatchEvent>,
  wanted: (event: WatchEvent) => boolean,
): Promise<WatchEvent> {
  for (;;) {
    const step = await events.next();
    if (step.done === true) {
      throw new Error('the watch ended');
    }
    if (wanted(step.value)) {
      return step.value;
    }
  }
}

function isAbout(type: 'put' | 'delete', name: string): (event: WatchEvent) => boolean {
  return (event) => event.type === type && meta(event.object).name === name;
}

/** What Sallyport relies on of an API server; the memory one and a real one must pass alike. */
export function describeKubernetesApi(name: string, setUp: () => Promise<KubeUnderTest>): void {
  describe(`Kubernetes API: ${name}`, () => {
    let under: KubeUnderTest;
    let api: KubernetesApi;
    let namespace: string;
    let serial = 0;

    before(async () => {
      under = await setUp();
      ({ api, namespace } = under);
    });
    after(async () => {
      await under.stop();
    });

    function named(prefix: string): string {
      serial += 1;
      return `${prefix}-${serial}`;
    }
    function configMap(objectName: string, data: object = {}, metadata: object = {}): RawObject {
      return {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: objectName, namespace, ...metadata },
        data,
      };
    }
    function secret(objectName: string, rest: object = {}, metadata: object = {}): RawObject {
      return {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: objectName, namespace, ...metadata },
        ...rest,
      };
    }
    async function create(object: RawObject, resource: Resource = CONFIG_MAPS): Promise<RawObject> {
      return api.create(resource, object, MANAGER, signal);
    }
    async function read(objectName: string, resource: Resource = CONFIG_MAPS) {
      return api.get(resource, { namespace, name: objectName }, signal);
    }
    function managers(object: RawObject): Record<string, unknown> {
      return Object.fromEntries(
        meta(object).managedFields.map((entry) => [
          `${String(entry['manager'])} ${String(entry['operation'])}`,
          entry['fieldsV1'],
        ]),
      );
    }

    describe('create and get', () => {
      it('answers the stored object with uid, resourceVersion and creationTimestamp', async () => {
        const created = await create(configMap(named('new'), { a: '1' }));

        expect(created).to.include({ apiVersion: 'v1', kind: 'ConfigMap' });
        expect(created['data']).to.deep.equal({ a: '1' });
        expect(meta(created).uid).to.match(/^[0-9a-f-]{36}$/u);
        expect(meta(created).resourceVersion).to.match(/^\d+$/u);
        expect(meta(created).creationTimestamp).to.match(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/u);
        expect(await read(meta(created).name)).to.deep.equal(created);
      });

      it('says undefined for an object that is not there', async () => {
        expect(await read('nobody')).to.equal(undefined);
      });

      it('says undefined for an object of a namespace that is not there', async () => {
        expect(await api.get(CONFIG_MAPS, { namespace: 'nowhere', name: 'x' }, signal)).to.equal(
          undefined,
        );
      });

      it('refuses a second object of the same name', async () => {
        const object = configMap(named('twice'));
        await create(object);

        const error = await refusal(create(object));

        expect(error.code).to.equal('KUBE_CONFLICT');
        expect(error.message).to.contain('already exists');
      });

      it('refuses a namespace that does not exist', async () => {
        const error = await refusal(create(configMap('x', {}, { namespace: 'nowhere' })));

        expect(error.code).to.equal('KUBE_NOT_FOUND');
        expect(error.message).to.contain('namespaces "nowhere" not found');
      });

      it('refuses a resourceVersion in a new object', async () => {
        const error = await refusal(create(configMap(named('rv'), {}, { resourceVersion: '1' })));

        // A real API server answers 500 here.
        expect(error.message).to.contain('resourceVersion should not be set');
      });

      it('makes a name from generateName', async () => {
        const { name: _, ...metadata } = meta(configMap('x', {}, { generateName: 'made-' }));

        const created = await create({ ...configMap('x'), metadata });

        expect(meta(created).name).to.match(/^made-[a-z0-9]{5}$/u);
      });

      const refused: Readonly<Record<string, () => [Resource, RawObject]>> = {
        'a name in capitals': () => [CONFIG_MAPS, configMap('Capital')],
        'a label value with a blank': () => [
          CONFIG_MAPS,
          configMap(named('bad'), {}, { labels: { a: 'b c' } }),
        ],
        'a label key with two slashes': () => [
          CONFIG_MAPS,
          configMap(named('bad'), {}, { labels: { 'a/b/c': 'd' } }),
        ],
        'an annotation key with a blank': () => [
          CONFIG_MAPS,
          configMap(named('bad'), {}, { annotations: { 'a b': 'c' } }),
        ],
        'a data key with a slash': () => [SECRETS, secret(named('bad'), { data: { 'a/b': '' } })],
        'a data key of two dots': () => [SECRETS, secret(named('bad'), { data: { '..': '' } })],
        'a data key of 254 characters': () => [
          SECRETS,
          secret(named('bad'), { data: { ['a'.repeat(254)]: '' } }),
        ],
        'a data value that is not base64': () => [
          SECRETS,
          secret(named('bad'), { data: { a: '%%%' } }),
        ],
        'more than 1 MiB of data': () => [
          SECRETS,
          secret(named('bad'), { data: { a: base64('x'.repeat(1024 * 1024 + 1)) } }),
        ],
        'a TLS Secret without a key': () => [
          SECRETS,
          secret(named('bad'), { type: 'kubernetes.io/tls', data: { 'tls.crt': base64('x') } }),
        ],
        'another apiVersion than the path': () => [
          CONFIG_MAPS,
          { ...configMap(named('bad')), apiVersion: 'v2' },
        ],
        'another kind than the path': () => [
          CONFIG_MAPS,
          { ...configMap(named('bad')), kind: 'Secret' },
        ],
      };
      for (const [what, make] of Object.entries(refused)) {
        it(`refuses ${what}`, async () => {
          const [resource, object] = make();

          const error = await refusal(create(object, resource));

          expect(error.code).to.equal('KUBE_INVALID');
        });
      }

      it('folds stringData into data and defaults the type', async () => {
        const created = await create(
          secret(named('folded'), { data: { a: base64('1') }, stringData: { b: '2' } }),
          SECRETS,
        );

        expect(created['data']).to.deep.equal({ a: base64('1'), b: base64('2') });
        expect(created['type']).to.equal('Opaque');
        expect(created).not.to.have.property('stringData');
      });

      it('takes exactly 1 MiB of data', async () => {
        const created = await create(
          secret(named('large'), { data: { a: base64('x'.repeat(1024 * 1024)) } }),
          SECRETS,
        );

        expect(meta(created).uid).to.be.a('string');
      });

      it('leaves empty maps out', async () => {
        const created = await create(configMap(named('empty'), {}, { labels: {} }));

        expect(created).not.to.have.property('data');
        expect(meta(created)).not.to.have.property('labels');
      });
    });

    describe('list', () => {
      it('finds by namespace, labels and fields, with apiVersion and kind', async () => {
        const label = named('group');
        const objects = ['a', 'b', 'c'].map((tier) =>
          configMap(named('listed'), {}, { labels: { group: label, tier } }),
        );
        for (const object of objects) {
          await create(object);
        }
        const [first = configMap('x')] = objects;
        const select = async (labelSelector: string, fieldSelector?: string) =>
          (
            await api.list(
              CONFIG_MAPS,
              {
                namespace,
                labelSelector,
                ...(fieldSelector === undefined ? {} : { fieldSelector }),
              },
              signal,
            )
          ).map((object) => meta(object).labels['tier']);

        expect(await select(`group=${label}`)).to.deep.equal(['a', 'b', 'c']);
        expect(await select(`group==${label},tier in (a, c)`)).to.deep.equal(['a', 'c']);
        expect(await select(`group=${label},tier notin (a)`)).to.deep.equal(['b', 'c']);
        expect(await select(`group=${label},tier!=b`)).to.deep.equal(['a', 'c']);
        expect(await select(`group=${label},!tier`)).to.deep.equal([]);
        expect(await select(`group=${label},tier`)).to.deep.equal(['a', 'b', 'c']);
        expect(await select(`group=${label}`, `metadata.name=${meta(first).name}`)).to.deep.equal([
          'a',
        ]);
        const [whole] = await api.list(CONFIG_MAPS, { labelSelector: `group=${label}` }, signal);
        expect(whole).to.include({ apiVersion: 'v1', kind: 'ConfigMap' });
      });

      it('gives metadata only where asked', async () => {
        const label = named('group');
        await create(configMap(named('meta'), { a: '1' }, { labels: { group: label } }));

        const [object = {}] = await api.list(
          CONFIG_MAPS,
          { namespace, labelSelector: `group=${label}`, metadataOnly: true },
          signal,
        );

        expect(Object.keys(object).sort()).to.deep.equal(['apiVersion', 'kind', 'metadata']);
        expect(object).to.include({ apiVersion: 'v1', kind: 'ConfigMap' });
        expect(meta(object).labels).to.deep.equal({ group: label });
      });

      for (const options of [{ labelSelector: 'a in b' }, { fieldSelector: 'data.a=1' }] as const) {
        it(`refuses the selector ${JSON.stringify(options)}`, async () => {
          const error = await refusal(api.list(CONFIG_MAPS, { namespace, ...options }, signal));

          expect(error.code).to.equal('KUBE_INVALID');
        });
      }
    });

    describe('replace', () => {
      it('needs the resourceVersion that is current, where one is given', async () => {
        const created = await create(configMap(named('race'), { a: '1' }));
        await api.replace(CONFIG_MAPS, { ...created, data: { a: '2' } }, MANAGER, signal);

        const error = await refusal(
          api.replace(CONFIG_MAPS, { ...created, data: { a: '3' } }, MANAGER, signal),
        );

        expect(error.code).to.equal('KUBE_CONFLICT');
        expect((await read(meta(created).name))?.['data']).to.deep.equal({ a: '2' });
      });

      it('takes a ConfigMap without a resourceVersion', async () => {
        const objectName = named('blind');
        await create(configMap(objectName, { a: '1' }));

        const replaced = await api.replace(
          CONFIG_MAPS,
          configMap(objectName, { b: '2' }),
          MANAGER,
          signal,
        );

        expect(replaced['data']).to.deep.equal({ b: '2' });
      });

      it('refuses a Lease without a resourceVersion', async () => {
        const lease = {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { name: named('lease'), namespace },
          spec: { holderIdentity: 'a' },
        };
        await create(lease, LEASES);

        const error = await refusal(api.replace(LEASES, lease, MANAGER, signal));

        expect(error.code).to.equal('KUBE_INVALID');
      });

      it('keeps uid and creationTimestamp', async () => {
        const objectName = named('kept');
        const created = await create(configMap(objectName));

        const replaced = await api.replace(
          CONFIG_MAPS,
          configMap(objectName, { a: '1' }),
          MANAGER,
          signal,
        );

        expect(meta(replaced)).to.include({
          uid: meta(created).uid,
          creationTimestamp: meta(created).creationTimestamp,
        });
        expect(meta(replaced).resourceVersion).not.to.equal(meta(created).resourceVersion);
      });

      it('says KUBE_NOT_FOUND for an object that is not there', async () => {
        const error = await refusal(api.replace(CONFIG_MAPS, configMap('nobody'), MANAGER, signal));

        expect(error.code).to.equal('KUBE_NOT_FOUND');
      });

      it('keeps the resourceVersion when nothing changes', async () => {
        const created = await create(configMap(named('same'), { a: '1' }));

        const replaced = await api.replace(CONFIG_MAPS, created, MANAGER, signal);

        expect(meta(replaced).resourceVersion).to.equal(meta(created).resourceVersion);
      });

      it("refuses to change a Secret's type", async () => {
        const created = await create(secret(named('typed'), { type: 'a/b' }), SECRETS);

        const error = await refusal(
          api.replace(SECRETS, { ...created, type: 'c/d' }, MANAGER, signal),
        );

        expect(error.code).to.equal('KUBE_INVALID');
        expect(error.message).to.contain('immutable');
      });

      it('refuses to change an immutable Secret, but not its labels', async () => {
        const created = await create(
          secret(named('fixed'), { immutable: true, data: { a: base64('1') } }),
          SECRETS,
        );

        const changed = await refusal(
          api.replace(SECRETS, { ...created, data: { a: base64('2') } }, MANAGER, signal),
        );
        const { immutable: _, ...mutable } = created;
        const freed = await refusal(api.replace(SECRETS, mutable, MANAGER, signal));
        const labelled = await api.patch(
          SECRETS,
          { namespace, name: meta(created).name },
          { metadata: { labels: { a: 'b' } } },
          { ...MANAGER, type: 'merge' },
          signal,
        );

        expect(changed.code).to.equal('KUBE_INVALID');
        expect(freed.code).to.equal('KUBE_INVALID');
        expect(meta(labelled).labels).to.deep.equal({ a: 'b' });
      });

      it("shares no state with its callers' objects", async () => {
        const object = configMap(named('copied'), { a: '1' });
        await create(object);
        (object['data'] as Record<string, string>)['a'] = '2';

        expect((await read(meta(object).name))?.['data']).to.deep.equal({ a: '1' });
      });
    });

    describe('patch', () => {
      async function patch(
        objectName: string,
        type: 'merge' | 'json',
        body: unknown,
      ): Promise<RawObject> {
        return api.patch(
          CONFIG_MAPS,
          { namespace, name: objectName },
          body,
          { ...MANAGER, type },
          signal,
        );
      }

      it('merges: sets, adds and removes with null', async () => {
        const objectName = named('merged');
        await create(configMap(objectName, { a: '1', b: '2' }));

        const patched = await patch(objectName, 'merge', { data: { a: '9', b: null, c: '3' } });

        expect(patched['data']).to.deep.equal({ a: '9', c: '3' });
      });

      it('applies a JSON patch in order', async () => {
        const objectName = named('patched');
        await create(
          configMap(objectName, { a: '1', b: '2' }, { annotations: { 'example.com/a': 'x' } }),
        );

        const patched = await patch(objectName, 'json', [
          { op: 'test', path: '/data/a', value: '1' },
          { op: 'replace', path: '/data/a', value: '9' },
          { op: 'remove', path: '/data/b' },
          { op: 'add', path: '/data/c', value: '3' },
          { op: 'replace', path: '/metadata/annotations/example.com~1a', value: 'y' },
        ]);

        expect(patched['data']).to.deep.equal({ a: '9', c: '3' });
        expect(meta(patched).annotations).to.deep.equal({ 'example.com/a': 'y' });
      });

      for (const [what, operation] of [
        ['a test that fails', { op: 'test', path: '/data/a', value: '2' }],
        ['a removal of nothing', { op: 'remove', path: '/data/z' }],
        ['a parent that is not there', { op: 'add', path: '/binaryData/a', value: '' }],
      ] as const) {
        it(`refuses a JSON patch with ${what}`, async () => {
          const objectName = named('refused');
          await create(configMap(objectName, { a: '1' }));

          const error = await refusal(patch(objectName, 'json', [operation]));

          expect(error.code).to.equal('KUBE_INVALID');
        });
      }

      it('refuses a merge patch with an old resourceVersion', async () => {
        const created = await create(configMap(named('stale'), { a: '1' }));
        await patch(meta(created).name, 'merge', { data: { a: '2' } });

        const error = await refusal(
          patch(meta(created).name, 'merge', {
            metadata: { resourceVersion: meta(created).resourceVersion },
            data: { a: '3' },
          }),
        );

        expect(error.code).to.equal('KUBE_CONFLICT');
      });

      it('says KUBE_NOT_FOUND for an object that is not there', async () => {
        expect((await refusal(patch('nobody', 'merge', {}))).code).to.equal('KUBE_NOT_FOUND');
      });
    });

    describe('field ownership', () => {
      async function apply(
        objectName: string,
        data: object | undefined,
        options: { fieldManager: string; force?: boolean } = MANAGER,
        metadata: object = {},
      ): Promise<RawObject> {
        return api.patch(
          CONFIG_MAPS,
          { namespace, name: objectName },
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: objectName, namespace, ...metadata },
            ...(data && { data }),
          },
          { ...options, type: 'apply' },
          signal,
        );
      }

      it('records what a create and an update own, in fieldsV1', async () => {
        const objectName = named('owned');
        const created = await create(
          secret(
            objectName,
            { data: { a: base64('1') } },
            { labels: { l: 'x' }, annotations: { n: 'y' } },
          ),
          SECRETS,
        );

        const replaced = await api.replace(
          SECRETS,
          { ...created, data: { a: base64('1'), b: base64('2') } },
          OTHER,
          signal,
        );

        expect(managers(created)).to.deep.equal({
          'suite Update': {
            'f:data': { '.': {}, 'f:a': {} },
            'f:metadata': {
              'f:annotations': { '.': {}, 'f:n': {} },
              'f:labels': { '.': {}, 'f:l': {} },
            },
            'f:type': {},
          },
        });
        expect(managers(replaced)).to.deep.equal({
          ...managers(created),
          'other Update': { 'f:data': { 'f:b': {} } },
        });
      });

      it('moves a field to the one who changed it, and drops one that was removed', async () => {
        const created = await create(configMap(named('moved'), { a: '1', b: '2', c: '3' }));

        const replaced = await api.replace(
          CONFIG_MAPS,
          { ...created, data: { a: '9', c: '3' } },
          OTHER,
          signal,
        );

        expect(managers(replaced)).to.deep.equal({
          'suite Update': { 'f:data': { '.': {}, 'f:c': {} } },
          'other Update': { 'f:data': { 'f:a': {} } },
        });
      });

      it('owns finalizers and owner references one by one', async () => {
        const owner = await create(configMap(named('owner')));
        const { uid, name: ownerName } = meta(owner);

        const created = await create(
          configMap(
            named('held'),
            {},
            {
              finalizers: ['example.com/a'],
              ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid }],
            },
          ),
        );
        await api.patch(
          CONFIG_MAPS,
          { namespace, name: meta(created).name },
          { metadata: { finalizers: null } },
          { ...MANAGER, type: 'merge' },
          signal,
        );

        expect(managers(created)).to.deep.equal({
          'suite Update': {
            'f:metadata': {
              'f:finalizers': { '.': {}, 'v:"example.com/a"': {} },
              'f:ownerReferences': { '.': {}, [`k:{"uid":"${uid}"}`]: {} },
            },
          },
        });
      });

      it('creates by apply', async () => {
        const applied = await apply(named('applied'), { a: '1' }, MANAGER, { labels: { l: 'x' } });

        expect(applied['data']).to.deep.equal({ a: '1' });
        expect(managers(applied)).to.deep.equal({
          'suite Apply': { 'f:data': { 'f:a': {} }, 'f:metadata': { 'f:labels': { 'f:l': {} } } },
        });
      });

      it('takes out what the applier no longer says, and leaves what others own', async () => {
        const objectName = named('shrunk');
        await apply(objectName, { a: '1', b: '2' });
        await apply(objectName, { b: '2', c: '3' }, OTHER);

        const applied = await apply(objectName, {});

        expect(applied['data']).to.deep.equal({ b: '2', c: '3' });
        expect(managers(applied)['other Apply']).to.deep.equal({
          'f:data': { 'f:b': {}, 'f:c': {} },
        });
      });

      it('leaves no map behind when its last key goes', async () => {
        const objectName = named('bare');
        await apply(objectName, { a: '1' }, MANAGER, { labels: { l: 'x' } });

        const applied = await apply(objectName, undefined);

        expect(applied).not.to.have.property('data');
        expect(meta(applied)).not.to.have.property('labels');
      });

      it('refuses to take a field that another manager set otherwise, unless forced', async () => {
        const objectName = named('contested');
        await create(configMap(objectName, { a: '1', b: '2' }));

        const error = await refusal(apply(objectName, { a: '9', b: '2' }, OTHER));
        const forced = await apply(objectName, { a: '9', b: '2' }, { ...OTHER, force: true });

        expect(error.code).to.equal('KUBE_CONFLICT');
        expect(error.message).to.contain('conflict with "suite"').and.contain('.data.a');
        expect(forced['data']).to.deep.equal({ a: '9', b: '2' });
        expect(managers(forced)).to.deep.equal({
          'suite Update': { 'f:data': { '.': {}, 'f:b': {} } },
          'other Apply': { 'f:data': { 'f:a': {}, 'f:b': {} } },
        });
      });

      it('changes nothing when the same is applied again', async () => {
        const objectName = named('repeated');
        const first = await apply(objectName, { a: '1' });

        const second = await apply(objectName, { a: '1' });

        expect(second).to.deep.equal(first);
      });

      it('lets an update take an applied field, which the applier then no longer owns', async () => {
        const objectName = named('taken');
        const applied = await apply(objectName, { a: '1', b: '2' });

        const replaced = await api.replace(
          CONFIG_MAPS,
          { ...applied, data: { a: '9', b: '2' } },
          OTHER,
          signal,
        );

        expect(managers(replaced)).to.deep.equal({
          'suite Apply': { 'f:data': { 'f:b': {} } },
          'other Update': { 'f:data': { 'f:a': {} } },
        });
      });

      it('refuses an applied document with managedFields', async () => {
        const error = await refusal(
          apply(named('managed'), {}, MANAGER, { managedFields: [{ manager: 'x' }] }),
        );

        expect(error.code).to.equal('KUBE_INVALID');
      });
    });

    describe('delete', () => {
      async function remove(objectName: string, preconditions = {}): Promise<boolean> {
        return api.delete(CONFIG_MAPS, { namespace, name: objectName }, preconditions, signal);
      }

      it('says whether there was something to delete', async () => {
        const objectName = named('gone');
        await create(configMap(objectName));

        expect(await remove(objectName)).to.equal(true);
        expect(await remove(objectName)).to.equal(false);
        expect(await read(objectName)).to.equal(undefined);
      });

      for (const precondition of [
        { uid: '11111111-1111-4111-8111-111111111111' },
        { resourceVersion: '1' },
      ]) {
        it(`refuses another ${Object.keys(precondition).join('')} than the stored one`, async () => {
          const objectName = named('wary');
          await create(configMap(objectName));

          const error = await refusal(remove(objectName, precondition));

          expect(error.code).to.equal('KUBE_CONFLICT');
          expect(await read(objectName)).not.to.equal(undefined);
        });
      }

      it('takes preconditions that hold', async () => {
        const created = await create(configMap(named('sure')));
        const { uid, resourceVersion, name: objectName } = meta(created);

        expect(await remove(objectName, { uid, resourceVersion })).to.equal(true);
      });

      it('waits for finalizers, and refuses new ones meanwhile', async () => {
        const objectName = named('held');
        const ref = { namespace, name: objectName };
        await create(configMap(objectName, {}, { finalizers: ['example.com/a'] }));
        await remove(objectName);
        const held = await read(objectName);

        const error = await refusal(
          api.patch(
            CONFIG_MAPS,
            ref,
            { metadata: { finalizers: ['example.com/a', 'example.com/b'] } },
            { ...MANAGER, type: 'merge' },
            signal,
          ),
        );
        await api.patch(
          CONFIG_MAPS,
          ref,
          { metadata: { finalizers: null } },
          { ...MANAGER, type: 'merge' },
          signal,
        );

        expect(meta(held ?? {}).deletionTimestamp).to.be.a('string');
        expect(error.code).to.equal('KUBE_INVALID');
        expect(await read(objectName)).to.equal(undefined);
      });

      it('takes along what the object owned', async () => {
        const owner = await create(configMap(named('owner')));
        const { uid, name: ownerName } = meta(owner);
        const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid };
        const dependent = named('dependent');
        const abort = new AbortController();
        const events = begin(
          api.watch(
            CONFIG_MAPS,
            { namespace, fieldSelector: `metadata.name=${dependent}` },
            abort.signal,
          ),
        );
        await next(events, ({ type }) => type === 'synced');
        await create(configMap(dependent, {}, { ownerReferences: [reference] }));

        await remove(ownerName);

        await next(events, isAbout('delete', dependent));
        abort.abort();
        expect(await read(dependent)).to.equal(undefined);
      });
    });

    describe('a kind of a CRD', () => {
      function widget(objectName: string, spec: object, metadata: object = {}): RawObject {
        return {
          apiVersion: 'suite.sallyport.dev/v1',
          kind: 'Widget',
          metadata: { name: objectName, namespace, ...metadata },
          spec,
          status: { phase: 'Said' },
        };
      }
      async function patch(
        objectName: string,
        body: object,
        subresource?: 'status',
      ): Promise<RawObject> {
        return api.patch(
          WIDGETS,
          { namespace, name: objectName },
          body,
          { ...MANAGER, type: 'merge', ...(subresource === undefined ? {} : { subresource }) },
          signal,
        );
      }

      it('counts generations by spec alone', async () => {
        const objectName = named('widget');
        const created = await create(widget(objectName, { colour: 'red' }), WIDGETS);
        const labelled = await patch(objectName, { metadata: { labels: { a: 'b' } } });
        const reported = await patch(objectName, { status: { phase: 'Ready' } }, 'status');
        const painted = await patch(objectName, { spec: { colour: 'blue' } });

        expect(
          [created, labelled, reported, painted].map((each) => meta(each).generation),
        ).to.deep.equal([1, 1, 1, 2]);
      });

      it('writes status through its subresource, and nothing else through it', async () => {
        const objectName = named('widget');
        const created = await create(widget(objectName, { colour: 'red' }), WIDGETS);
        const ignored = await patch(objectName, { status: { phase: 'Ready' } });
        const body = { status: { phase: 'Ready' }, spec: { colour: 'blue' } };
        const reported = await patch(objectName, body, 'status');
        const replaced = await api.replace(
          WIDGETS,
          { ...reported, spec: { colour: 'green' }, status: { phase: 'Lost' } },
          MANAGER,
          signal,
        );

        expect(created).not.to.have.property('status');
        expect(ignored).not.to.have.property('status');
        expect(reported).to.deep.include({ status: { phase: 'Ready' }, spec: { colour: 'red' } });
        expect(replaced).to.deep.include({ status: { phase: 'Ready' }, spec: { colour: 'green' } });
      });

      it('applies status through its subresource, owned apart from the rest', async () => {
        const objectName = named('widget');
        const created = await create(widget(objectName, { colour: 'red' }), WIDGETS);

        const reported = await api.patch(
          WIDGETS,
          { namespace, name: objectName },
          {
            apiVersion: 'suite.sallyport.dev/v1',
            kind: 'Widget',
            metadata: { name: objectName, namespace },
            status: { phase: 'Ready' },
          },
          { ...MANAGER, type: 'apply', subresource: 'status' },
          signal,
        );

        expect(reported).to.deep.include({
          status: { phase: 'Ready' },
          spec: { colour: 'red' },
        });
        expect(meta(created).managedFields).to.have.length(1);
        expect(managers(reported)['suite Apply']).to.deep.equal({
          'f:status': { 'f:phase': {} },
        });
        expect(meta(reported).managedFields.map((entry) => entry['subresource'])).to.deep.equal([
          'status',
          undefined,
        ]);
      });

      it('refuses a replacement without a resourceVersion', async () => {
        const object = widget(named('widget'), { colour: 'red' });
        await create(object, WIDGETS);

        const error = await refusal(api.replace(WIDGETS, object, MANAGER, signal));

        expect(error.code).to.equal('KUBE_INVALID');
        expect(error.message).to.contain('must be specified for an update');
      });

      it('is selected by its selectable fields', async () => {
        await create(widget(named('widget'), { colour: 'mauve' }), WIDGETS);

        const options = { namespace, fieldSelector: 'spec.colour=mauve' };
        const found = await api.list(WIDGETS, options, signal);

        expect(found).to.have.length(1);
      });

      it('counts a generation when it begins to go', async () => {
        const objectName = named('widget');
        const finalizers = ['example.com/a'];
        await create(widget(objectName, {}, { finalizers }), WIDGETS);
        await api.delete(WIDGETS, { namespace, name: objectName }, {}, signal);

        const going = await read(objectName, WIDGETS);
        const freed = await patch(objectName, { metadata: { finalizers: null } });

        expect(meta(going ?? {})).to.include({ generation: 2, deletionGracePeriodSeconds: 0 });
        expect(meta(freed)).not.to.have.property('finalizers');
        expect(await read(objectName, WIDGETS)).to.equal(undefined);
      });
    });

    describe('watch', () => {
      it('says what there is, then synced, then changes', async () => {
        const label = named('watched');
        const labels = { group: label };
        const [first, second] = [named('w'), named('w')];
        await create(configMap(first, { a: '1' }, { labels }));
        const abort = new AbortController();
        const events = begin(
          api.watch(CONFIG_MAPS, { namespace, labelSelector: `group=${label}` }, abort.signal),
        );
        const seen: string[] = [];
        const note = async (): Promise<void> => {
          const { value } = (await events.next()) as { value: WatchEvent };
          seen.push(
            value.type === 'synced' ? 'synced' : `${value.type} ${meta(value.object).name}`,
          );
        };
        await note();
        await note();

        await create(configMap(second, {}, { labels }));
        await note();
        await api.patch(
          CONFIG_MAPS,
          { namespace, name: second },
          { metadata: { labels: { group: null } } },
          { ...MANAGER, type: 'merge' },
          signal,
        );
        await note();
        await api.delete(CONFIG_MAPS, { namespace, name: first }, {}, signal);
        await note();
        abort.abort();

        expect(seen).to.deep.equal([
          `put ${first}`,
          'synced',
          `put ${second}`,
          `delete ${second}`,
          `delete ${first}`,
        ]);
        expect((await events.next()).done).to.equal(true);
      });

      it('gives whole objects, or metadata only where asked', async () => {
        const objectName = named('seen');
        await create(configMap(objectName, { a: '1' }));
        const firstOf = async (metadataOnly: boolean): Promise<RawObject> => {
          const abort = new AbortController();
          const events = begin(
            api.watch(
              CONFIG_MAPS,
              { namespace, fieldSelector: `metadata.name=${objectName}`, metadataOnly },
              abort.signal,
            ),
          );
          const event = await next(events, isAbout('put', objectName));
          abort.abort();
          return event.type === 'synced' ? {} : event.object;
        };

        expect(await firstOf(false))
          .to.include({ kind: 'ConfigMap' })
          .and.have.property('data');
        expect(await firstOf(true))
          .to.include({ kind: 'ConfigMap' })
          .and.not.have.property('data');
      });
    });

    describe('tokens', () => {
      it('issues a token of a ServiceAccount, with its expiry', async () => {
        const objectName = named('account');
        await create(
          { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: objectName, namespace } },
          SERVICE_ACCOUNTS,
        );

        const issued = await api.requestToken(
          { namespace, name: objectName },
          { audiences: ['vault'], expirationSeconds: 600 },
          signal,
        );

        expect(issued.token.length).to.be.greaterThan(10);
        expect(issued.expiresAt).to.be.instanceOf(Date);
      });

      it('says KUBE_NOT_FOUND for an account that is not there', async () => {
        const error = await refusal(
          api.requestToken(
            { namespace, name: 'nobody' },
            { audiences: [], expirationSeconds: 600 },
            signal,
          ),
        );

        expect(error.code).to.equal('KUBE_NOT_FOUND');
      });

      it('refuses a life under ten minutes', async () => {
        const error = await refusal(
          api.requestToken(
            { namespace, name: 'default' },
            { audiences: [], expirationSeconds: 60 },
            signal,
          ),
        );

        expect(error.code).to.equal('KUBE_INVALID');
      });
    });

    it('takes Events as they are recorded, and counts repeats', async () => {
      const about = await create(configMap(named('noted')));
      const { name: aboutName, uid, resourceVersion } = meta(about);
      const warnings: string[] = [];
      const log = createLogger({
        level: 'debug',
        clock: systemClock,
        write: (line) => void warnings.push(line),
      });
      const recorder = createEventRecorder({ api, component: 'suite', clock: systemClock, log });
      const note = { type: 'Warning', reason: 'Noted', message: 'x'.repeat(2000) } as const;
      const involved = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace, name: aboutName, uid, resourceVersion },
      };
      await recorder.record(involved, note, signal);
      await recorder.record(involved, note, signal);

      const fieldSelector = `involvedObject.name=${aboutName}`;
      const events = await api.list(EVENTS, { namespace, fieldSelector }, signal);

      expect(warnings).to.deep.equal([]);
      expect(events.map((event) => event['count'])).to.deep.equal([2]);
    });

    it('takes the Lease of an election, and gets it back', async () => {
      const lease = { namespace, name: named('election') };
      const seen: unknown[] = [];
      const holder = async (): Promise<void> => {
        seen.push(objectAt((await api.get(LEASES, lease, signal)) ?? {}, 'spec')['holderIdentity']);
      };
      const log = createLogger({ level: 'error', clock: systemClock, write: console.error });

      await createLeaderElection({
        api,
        lease,
        identity: 'a-pod',
        leaseDurationMs: 15_000,
        renewDeadlineMs: 10_000,
        retryPeriodMs: 2_000,
        clock: systemClock,
        random: () => 0,
        log,
      }).run(holder, signal);
      await holder();

      expect(seen).to.deep.equal(['a-pod', '']);
    });

    it('labels a namespace with its name', async () => {
      const object = await api.get(NAMESPACES, { namespace: '', name: namespace }, signal);

      expect(meta(object ?? {}).labels).to.include({ 'kubernetes.io/metadata.name': namespace });
      expect(object?.['status']).to.deep.equal({ phase: 'Active' });
    });

    it('does nothing for a signal that is aborted', async () => {
      const object = configMap(named('aborted'));

      const error = await refusal(api.create(CONFIG_MAPS, object, MANAGER, AbortSignal.abort()));

      expect(error.code).to.equal('ABORTED');
      expect(await read(meta(object).name)).to.equal(undefined);
    });
  });
}
