import { expect } from 'chai';
import type { Parsed, RawObject } from '../../../../../core/api/index.ts';
import {
  CONFIG_MAPS,
  createObjectCache,
  type KubernetesApi,
  type ObjectCache,
  type ObjectWatcher,
} from '../../../../../core/kube/index.ts';
import { createMemoryApi } from '../../../../../core/kube/memory/index.ts';
import { AppError, createLogger, objectAt, textAt } from '../../../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';

const signal = new AbortController().signal;
const MANAGER = { fieldManager: 'suite' };

function parse(raw: RawObject): Parsed<string> {
  const value = textAt(objectAt(raw, 'data'), 'a');
  return value === 'bad'
    ? { ok: false, findings: [{ id: 'x', severity: 'error', path: 'data.a', message: 'is bad' }] }
    : { ok: true, value };
}

function configMap(name: string, a: string): RawObject {
  return { metadata: { namespace: 'default', name }, data: { a } };
}

describe('createObjectCache', () => {
  let clock: FakeClock;
  let api: KubernetesApi;
  let unparsable: string[];
  let cache: ObjectCache<string>;

  function build(watcher: ObjectWatcher): ObjectCache<string> {
    return createObjectCache({
      api: watcher,
      resource: CONFIG_MAPS,
      options: { namespace: 'default' },
      parse,
      onUnparsable: (raw, { findings }) => {
        unparsable.push(`${textAt(objectAt(raw, 'metadata'), 'name')} ${findings[0]?.path ?? ''}`);
      },
      clock,
      random: () => 0,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    });
  }
  function ref(name: string) {
    return { namespace: 'default', name };
  }

  beforeEach(async () => {
    clock = createFakeClock();
    api = createMemoryApi({ clock });
    unparsable = [];
    await api.create(CONFIG_MAPS, configMap('one', '1'), MANAGER, signal);
    await api.create(CONFIG_MAPS, configMap('two', 'bad'), MANAGER, signal);
    cache = build(api);
  });
  afterEach(async () => {
    await cache.stop();
  });

  it('holds what there is once it has started', async () => {
    const before = cache.synced();
    await cache.start(signal);

    expect([before, cache.synced()]).to.deep.equal([false, true]);
    expect(cache.get(ref('one'))).to.equal('1');
    expect(cache.get(ref('none'))).to.equal(undefined);
    expect(cache.list()).to.deep.equal(['1']);
    expect(unparsable).to.deep.equal(['two data.a']);
  });

  it('follows changes and tells them', async () => {
    await cache.start(signal);
    const told: string[] = [];
    const stop = cache.subscribe(({ type, ref: { name }, value }) => {
      told.push(`${type} ${name}=${value}`);
    });

    await api.create(CONFIG_MAPS, configMap('three', '3'), MANAGER, signal);
    await api.replace(CONFIG_MAPS, configMap('one', '9'), MANAGER, signal);
    await api.delete(CONFIG_MAPS, ref('three'), {}, signal);
    await clock.settle();
    stop();
    await api.replace(CONFIG_MAPS, configMap('one', '10'), MANAGER, signal);
    await clock.settle();

    expect(told).to.deep.equal(['put three=3', 'put one=9', 'delete three=3']);
    expect(cache.get(ref('one'))).to.equal('10');
  });

  it('lets go of an object that no longer parses', async () => {
    await cache.start(signal);
    const told: string[] = [];
    cache.subscribe(({ type, ref: { name } }) => told.push(`${type} ${name}`));

    await api.replace(CONFIG_MAPS, configMap('one', 'bad'), MANAGER, signal);
    await clock.settle();

    expect(told).to.deep.equal(['delete one']);
    expect(cache.get(ref('one'))).to.equal(undefined);
  });

  it('starts without a list that is refused, and gets it later', async () => {
    let isRefused = true;
    cache = build({
      watch: (...args) => {
        if (isRefused) {
          throw new AppError('KUBE_FORBIDDEN', 'configmaps is forbidden');
        }
        return api.watch(...args);
      },
    });
    await cache.start(signal);
    const early = cache.synced();
    isRefused = false;

    await clock.advance(1_000);

    expect([early, cache.synced()]).to.deep.equal([false, true]);
    expect(cache.get(ref('one'))).to.equal('1');
  });
});
