import { expect } from 'chai';
import { LEASES } from '../../../../core/kube/index.ts';
import type { MemoryApi } from '../../../../core/kube/memory/api.ts';
import { createMemoryApi } from '../../../../core/kube/memory/index.ts';
import { createLogger } from '../../../../core/runtime/index.ts';
import {
  createElections,
  type Elections,
  leaseName,
} from '../../../../sidecar/writer/elections.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

function candidate(
  podName: string,
  api: MemoryApi,
  clock: FakeClock,
): Elections & { readonly led: readonly string[]; stop(): Promise<void> } {
  const led: string[] = [];
  const stop = new AbortController();
  const elections = createElections({
    api,
    namespace: 'default',
    podName,
    externalSecrets: ['database', 'api'],
    onLead: (name) => led.push(name),
    leader: { set: () => undefined, remove: () => undefined, clear: () => undefined },
    clock,
    random: () => 0.5,
    log: createLogger({ level: 'error', clock, write: () => undefined }),
  });
  const running = elections.run(stop.signal);
  return {
    ...elections,
    led,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

describe('createElections', () => {
  it('chooses one writer for each ExternalSecret, and the next when that one stops', async () => {
    const clock = createFakeClock();
    const api = createMemoryApi({ clock });
    const first = candidate('app-0', api, clock);
    await clock.settle();
    const second = candidate('app-1', api, clock);
    await clock.advance(120_000);
    expect([first.led, second.led]).to.deep.equal([['database', 'api'], []]);
    expect([first.leads('api'), second.leads('api')]).to.deep.equal([true, false]);

    await first.stop();
    await clock.advance(20_000);

    expect(second.led).to.have.members(['database', 'api']);
    expect([first.leads('api'), second.leads('api')]).to.deep.equal([false, true]);
    await second.stop();
  });

  it('asks for a Lease named after the ExternalSecret', async () => {
    const clock = createFakeClock();
    const api = createMemoryApi({ clock });
    const only = candidate('app-0', api, clock);
    await clock.settle();

    const leases = await api.list(LEASES, { namespace: 'default' }, new AbortController().signal);
    expect(leases).to.have.length(2);
    expect(leaseName('database')).to.equal('sallyport-database');
    await only.stop();
  });

  it('names the Lease of a very long name by its hash, within what the API server takes', () => {
    expect(leaseName('x'.repeat(253))).to.match(/^sallyport-[0-9a-f]{64}$/u);
  });
});
