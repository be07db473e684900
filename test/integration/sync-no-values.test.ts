import { inspect } from 'node:util';
import { expect } from 'chai';
import type { ExternalSecret, RawObject } from '../../core/api/index.ts';
import { toAppError } from '../../core/runtime/index.ts';
import { reportFailure, reportOutcome } from '../../core/sync/index.ts';
import { MARKED_ENTRIES, MARKED_SPECS, MARKER, spellingsIn } from '../support/marker.ts';
import { createSyncWorld, type SyncWorld } from '../support/sync-world.ts';

async function createWorld(): Promise<SyncWorld> {
  const world = await createSyncWorld();
  await world.putStore('store', MARKED_ENTRIES);
  return world;
}

/** Everything a pass says to anybody: log, status, events, the error itself however it is printed. */
async function saidBy(world: SyncWorld, spec: RawObject): Promise<string> {
  const externalSecret = await world.putExternalSecret('app', {
    secretStoreRef: { name: 'store' },
    ...spec,
  });
  const now = world.clock.now();
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => {
    warnings.push(inspect(warning));
  };
  process.on('warning', onWarning);
  try {
    const said = await passAndReport(world, externalSecret, now);
    await world.clock.settle();
    return `${said}${warnings.join('')}`;
  } finally {
    process.off('warning', onWarning);
  }
}

async function passAndReport(
  world: SyncWorld,
  externalSecret: ExternalSecret,
  now: Date,
): Promise<string> {
  try {
    const outcome = await world.sync.sync(externalSecret, world.signal);
    const report = reportOutcome(externalSecret, outcome, now);
    const printed = outcome.kind === 'synced' ? inspect(outcome.secret, { depth: 9 }) : '';
    return `${JSON.stringify(report)}${JSON.stringify(outcome)}${printed}`;
  } catch (error) {
    const report = reportFailure(externalSecret, toAppError(error), now);
    return `${JSON.stringify(report)}${inspect(error, { depth: 9, showHidden: true })}`;
  }
}

describe('a pass says a value nowhere', () => {
  for (const [name, spec] of MARKED_SPECS) {
    it(`by ${name}`, async () => {
      const world = await createWorld();

      const said = `${await saidBy(world, spec)}${world.logged()}`;

      expect(spellingsIn(said)).deep.equal([]);
    });
  }

  it('and the search would find it', async () => {
    const world = await createWorld();
    const said = await saidBy(world, { data: [{ secretKey: 'a', remoteRef: { key: 'plain' } }] });

    expect(spellingsIn(`${said}${MARKER}`)).contain(MARKER);
  });
});
