import { expect } from 'chai';
import { createFollower, type Follower } from '../../../controller/follow.ts';
import type { RawObject } from '../../../core/api/index.ts';
import { SECRETS, type WatchEvent } from '../../../core/kube/index.ts';
import { AppError, createLogger } from '../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

function secret(name: string): RawObject {
  return { metadata: { name, namespace: 'team-a', uid: name } };
}

const put = (name: string): WatchEvent => ({ type: 'put', object: secret(name) });
const synced: WatchEvent = { type: 'synced' };

interface Bench {
  readonly clock: FakeClock;
  readonly follower: Follower;
  readonly seen: readonly string[];
  readonly stop: () => Promise<void>;
}

/** A follower whose watches say, one after the other, what the scripts say: events, or a refusal. */
function aBench(...scripts: readonly (readonly (WatchEvent | AppError)[])[]): Bench {
  const clock = createFakeClock();
  const seen: string[] = [];
  const abort = new AbortController();
  const left = [...scripts];
  const log = createLogger({ level: 'error', clock, write: () => undefined });
  const follower = createFollower(
    {
      resource: SECRETS,
      options: {},
      mayLack: true,
      put: ({ metadata }) => seen.push(`put ${(metadata as { name: string }).name}`),
      gone: ({ namespace, name }) => seen.push(`gone ${namespace}/${name}`),
    },
    {
      clock,
      random: () => 1,
      log,
      watcher: {
        async *watch(_resource, _options, signal) {
          for (const step of left.shift() ?? []) {
            if (step instanceof AppError) {
              throw step;
            }
            yield step;
          }
          await clock.sleep(Infinity, signal).catch(() => undefined);
        },
      },
    },
  );
  const ended = follower.run(abort.signal);
  return {
    clock,
    follower,
    seen,
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

const forbidden = new AppError('KUBE_FORBIDDEN', 'secrets is forbidden');

describe('createFollower', () => {
  it('waits for the first full list, then for nothing', async () => {
    const { follower, clock, stop } = aBench([put('a'), synced]);
    expect(follower.waitsFor()).to.equal('the list of secrets is not in yet');

    await clock.settle();
    await follower.listed;

    expect(follower.waitsFor()).to.equal(undefined);
    await stop();
  });

  it('says what changes', async () => {
    const removed: WatchEvent = { type: 'delete', object: secret('a') };
    const { seen, clock, stop } = aBench([put('a'), synced, put('b'), removed]);

    await clock.settle();

    expect(seen).to.deep.equal(['put a', 'put b', 'gone team-a/a']);
    await stop();
  });

  it('asks again after a refusal, and says meanwhile why it waits', async () => {
    const { follower, clock, seen, stop } = aBench([forbidden], [forbidden], [put('a'), synced]);

    await clock.advance(1500);
    expect(follower.waitsFor()).to.equal('cannot follow secrets: secrets is forbidden');
    await clock.advance(2000);

    expect(follower.waitsFor()).to.equal(undefined);
    expect(seen).to.deep.equal(['put a']);
    await stop();
  });

  it('says what went while it could not look', async () => {
    const { clock, seen, stop } = aBench(
      [put('a'), put('b'), synced, forbidden],
      [put('b'), synced],
    );

    await clock.advance(2000);

    expect(seen).to.deep.equal(['put a', 'put b', 'put b', 'gone team-a/a']);
    await stop();
  });

  it('takes a kind that is not installed as none of it, and finds it when it comes', async () => {
    const missing = new AppError(
      'KUBE_NOT_FOUND',
      'the server could not find the requested resource',
    );
    const { follower, clock, seen, stop } = aBench(
      [put('a'), synced, missing],
      [missing],
      [put('b'), synced],
    );

    await clock.advance(1000);
    expect(follower.waitsFor()).to.equal(undefined);
    expect(seen).to.deep.equal(['put a', 'gone team-a/a']);
    await clock.advance(120_000);

    expect(seen).to.deep.equal(['put a', 'gone team-a/a', 'put b']);
    await stop();
  });
});
