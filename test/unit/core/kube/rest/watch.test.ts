import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import {
  CONFIG_MAPS,
  createRestApi,
  type KubernetesApi,
  type WatchEvent,
} from '../../../../../core/kube/index.ts';
import {
  AppError,
  createLogger,
  isObject,
  objectAt,
  textAt,
} from '../../../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fake-clock.ts';
import {
  json,
  refusal,
  type ScriptedAnswer,
  type ScriptedApi,
  startScriptedApi,
} from '../../../../support/scripted-api.ts';

function configMap(name: string, resourceVersion: string): object {
  return { metadata: { namespace: 'default', name, resourceVersion } };
}

function list(resourceVersion: string, ...items: readonly object[]): ScriptedAnswer {
  return json(200, { metadata: { resourceVersion }, items });
}

function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** A watch that says these lines and ends as told. */
function stream(
  end: (response: ServerResponse) => void,
  ...lines: readonly string[]
): ScriptedAnswer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (lines.length > 0) {
      response.write(lines.join(''), () => {
        end(response);
      });
    } else {
      end(response);
    }
  };
}

const stay = (): void => undefined;
const close = (response: ServerResponse): void => {
  response.end();
};
const breakOff = (response: ServerResponse): void => {
  response.destroy();
};

describe('watchObjects', () => {
  let server: ScriptedApi;
  let clock: FakeClock;
  let api: KubernetesApi;
  let abort: AbortController;
  let told: string[];
  let logged: string;
  let watching: Promise<void>;

  function describeEvent(event: WatchEvent): string {
    if (event.type === 'synced') {
      return 'synced';
    }
    const metadata = objectAt(event.object, 'metadata');
    return `${event.type} ${textAt(metadata, 'name')}@${textAt(metadata, 'resourceVersion')}`;
  }
  /** Lets time pass until so much was told. */
  async function until(isReached: () => boolean, stepMs = 50): Promise<void> {
    for (let turn = 0; !isReached(); turn += 1) {
      if (turn > 2000) {
        throw new Error(`only this was told: ${told.join(', ')}`);
      }
      await clock.advance(stepMs);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  function watch(): void {
    const work = async (): Promise<void> => {
      for await (const event of api.watch(CONFIG_MAPS, { namespace: 'default' }, abort.signal)) {
        told.push(describeEvent(event));
      }
    };
    watching = work();
  }
  function queries(): string[] {
    return server.seen.map(({ query }) =>
      query.has('watch') ? `watch ${query.get('resourceVersion') ?? ''}` : 'list',
    );
  }

  beforeEach(async () => {
    server = await startScriptedApi();
    clock = createFakeClock();
    abort = new AbortController();
    told = [];
    watching = Promise.resolve();
    logged = '';
    const write = (text: string): void => {
      logged += text;
    };
    const log = createLogger({ level: 'warn', clock, write });
    api = createRestApi({ connection: server.connection, clock, random: () => 0, log });
  });
  afterEach(async () => {
    abort.abort();
    await watching;
    await server.stop();
  });

  it('lists, says synced, and goes on from the version of the list', async () => {
    server.script(
      list('10', configMap('a', '5')),
      stream(stay, line('ADDED', configMap('b', '11')), line('DELETED', configMap('a', '12'))),
    );

    watch();
    await until(() => told.length === 4);

    expect(told).to.deep.equal(['put a@5', 'synced', 'put b@11', 'delete a@12']);
    expect(queries()).to.deep.equal(['list', 'watch 10']);
    const { query } = server.seen[1] ?? { query: new URLSearchParams() };
    expect(query.get('allowWatchBookmarks')).to.equal('true');
    expect(query.get('timeoutSeconds')).to.equal('300');
  });

  it('takes a line that comes in two pieces as one', async () => {
    const text = line('ADDED', configMap('ä', '11'));
    const bytes = Buffer.from(text);
    const middle = bytes.indexOf(Buffer.from('ä')) + 1;
    server.script(list('10'), (response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, middle), () => {
        setTimeout(() => response.write(bytes.subarray(middle)), 5);
      });
    });

    watch();
    await until(() => told.length === 2);

    expect(told).to.deep.equal(['synced', 'put ä@11']);
  });

  it('goes on from the last bookmark after a broken connection, without a list', async () => {
    server.script(
      list('10'),
      stream(breakOff, line('ADDED', configMap('a', '11')), line('BOOKMARK', configMap('', '20'))),
      stream(stay, line('MODIFIED', configMap('a', '21'))),
    );

    watch();
    await until(() => told.length === 3);

    expect(told).to.deep.equal(['synced', 'put a@11', 'put a@21']);
    expect(queries()).to.deep.equal(['list', 'watch 10', 'watch 20']);
    expect(logged).to.contain('"code":"KUBE_UNAVAILABLE"');
    expect(logged).to.contain('the API server cannot be reached (ECONNRESET)');
  });

  it('goes on when the server ends the watch', async () => {
    server.script(
      list('10'),
      stream(close, line('ADDED', configMap('a', '11'))),
      stream(stay, line('ADDED', configMap('b', '12'))),
    );

    watch();
    await until(() => told.length === 3);

    expect(queries()).to.deep.equal(['list', 'watch 10', 'watch 11']);
  });

  const gone = { kind: 'Status', code: 410, message: 'too old resource version' };
  for (const [how, answer] of [
    ['in the watch', stream(close, line('ERROR', gone))],
    ['as the answer', refusal(410, 'too old resource version')],
  ] as const) {
    it(`lists again when its version is gone (${how}), and says only the difference`, async () => {
      server.script(
        list('10', configMap('stays', '1'), configMap('goes', '2'), configMap('changes', '3')),
        answer,
        list('30', configMap('stays', '1'), configMap('changes', '25'), configMap('new', '26')),
        stream(stay, line('ADDED', configMap('later', '31'))),
      );

      watch();
      await until(() => told.length === 8);

      expect(told).to.deep.equal([
        'put stays@1',
        'put goes@2',
        'put changes@3',
        'synced',
        'delete goes@2',
        'put changes@25',
        'put new@26',
        'put later@31',
      ]);
      expect(queries()).to.deep.equal(['list', 'watch 10', 'list', 'watch 30']);
    });
  }

  it('waits longer and longer while the server is away, and never says synced twice', async () => {
    const down = refusal(503, 'down');
    server.script(
      list('10'),
      down,
      down,
      down,
      down,
      down,
      stream(stay, line('ADDED', configMap('a', '11'))),
    );
    const startedMs = clock.monotonicMs();

    watch();
    await until(() => told.length === 2, 10);

    expect(told).to.deep.equal(['synced', 'put a@11']);
    expect(clock.monotonicMs() - startedMs).to.be.greaterThan(125 * (1 + 2 + 4 + 8 + 16) - 1);
  });

  it('takes silence of two minutes for a dead connection', async () => {
    server.script(list('10'), stream(stay), stream(stay, line('ADDED', configMap('a', '11'))));

    watch();
    await until(() => queries().length === 2);
    await clock.advance(119_000);
    const early = queries().length;
    await until(() => told.length === 2, 1000);

    expect(early).to.equal(2);
    expect(told).to.deep.equal(['synced', 'put a@11']);
  });

  it('keeps a quiet watch that sends bookmarks', async () => {
    let response: ServerResponse | undefined;
    server.script(
      list('10'),
      stream((opened) => {
        response = opened;
      }),
    );
    watch();
    await until(() => response !== undefined);

    for (let minute = 0; minute < 5; minute += 1) {
      const arrived = server.seen.length;
      await new Promise<void>((resolve) => {
        response?.write(line('BOOKMARK', configMap('', String(11 + minute))), () => {
          setTimeout(resolve, 5);
        });
      });
      await clock.advance(60_000);
      expect(server.seen.length).to.equal(arrived);
    }

    expect(queries()).to.deep.equal(['list', 'watch 10']);
  });

  it('throws a refusal before it was ever synced', async () => {
    server.script(refusal(403, 'configmaps is forbidden'));

    watch();
    const fault = await watching.then(
      () => undefined,
      (error: unknown) => error,
    );
    watching = Promise.resolve();

    expect(fault).to.be.instanceOf(AppError);
    expect(isObject(fault) ? fault['code'] : '').to.equal('KUBE_FORBIDDEN');
  });

  it('waits out a refusal once it was synced', async () => {
    server.script(
      list('10'),
      refusal(403, 'forbidden for a moment'),
      stream(stay, line('ADDED', configMap('a', '11'))),
    );

    watch();
    await until(() => told.length === 2);

    expect(told).to.deep.equal(['synced', 'put a@11']);
  });

  it('tries again when the first list cannot be had', async () => {
    server.script(
      ...Array.from({ length: 5 }, () => refusal(500, 'starting')),
      list('10', configMap('a', '1')),
      stream(stay),
    );

    watch();
    await until(() => told.length === 2);

    expect(told).to.deep.equal(['put a@1', 'synced']);
  });

  it('ends when its signal aborts, also in the middle of a wait', async () => {
    server.script(list('10'), refusal(503, 'down'));
    watch();
    await until(() => queries().length === 2);

    abort.abort();
    await watching;

    expect(told).to.deep.equal(['synced']);
  });
});
