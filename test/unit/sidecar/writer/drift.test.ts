import { expect } from 'chai';
import type { ExternalSecret, RawObject } from '../../../../core/api/index.ts';
import { AppError, createLogger } from '../../../../core/runtime/index.ts';
import { checkDrift } from '../../../../sidecar/writer/drift.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { anExternalSecret } from '../an-external-secret.ts';

const TIME = '2026-01-01T00:00:00Z';

function written(status: 'True' | 'False' = 'True', binding = 'database'): ExternalSecret {
  const condition = { type: 'Ready', status, reason: '', message: '', lastTransitionTime: TIME };
  const made = anExternalSecret();
  return {
    ...made,
    status: { ...made.status, binding: { name: binding }, conditions: [condition] },
  };
}

/** How often drift was reported within three minutes. */
async function reported(
  led: readonly ExternalSecret[],
  read: () => RawObject | undefined,
): Promise<readonly string[]> {
  const clock = createFakeClock();
  const drifted: string[] = [];
  const stop = new AbortController();
  const running = checkDrift(
    {
      api: { get: async () => Promise.resolve(read()), list: async () => Promise.resolve([]) },
      clock,
      random: () => 0.5,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
      led: () => led,
      onDrift: (name) => drifted.push(name),
    },
    stop.signal,
  ).catch(() => undefined);
  await clock.advance(180_000);
  stop.abort();
  await running;
  return drifted;
}

describe('checkDrift', () => {
  it('tells about once a minute of a Secret that is gone or was edited', async () => {
    expect(await reported([written()], () => undefined)).to.deep.equal(Array(3).fill('database'));
    expect(
      await reported([written()], () => ({ metadata: { name: 'database' }, data: { a: 'eA==' } })),
    ).to.have.length(3);
  });

  for (const [what, externalSecret] of [
    ['has never been written', written('True', '')],
    ['failed and is tried again anyway', written('False')],
  ] as const) {
    it(`says nothing of one that ${what}`, async () => {
      expect(await reported([externalSecret], () => undefined)).to.deep.equal([]);
    });
  }

  it('goes on after a read that was refused', async () => {
    let reads = 0;

    const drifted = await reported([written()], () => {
      reads += 1;
      if (reads === 1) {
        throw new AppError('KUBE_FORBIDDEN', 'no');
      }
      return undefined;
    });

    expect(drifted).to.deep.equal(['database', 'database']);
  });
});
