import { expect } from 'chai';
import { parseExternalSecret, type ExternalSecretStatus } from '../../core/api/index.ts';
import {
  EVENTS,
  EXTERNAL_SECRETS,
  LEASES,
  readNativeSecret,
  SECRETS,
} from '../../core/kube/index.ts';
import { type Clock, systemClock } from '../../core/runtime/index.ts';
import type { MemoryApi } from '../../core/kube/memory/api.ts';
import {
  AS_USER,
  cluster,
  externalSecret,
  inPod,
  type Pod,
  rotate,
  signal,
  until,
} from '../support/sidecar-pod.ts';

const DATABASE = { namespace: 'default', name: 'database' };
const ELECTED = { nativeSecret: 'elected' } as const;

async function statusOf(api: MemoryApi): Promise<ExternalSecretStatus> {
  const parsed = parseExternalSecret((await api.get(EXTERNAL_SECRETS, DATABASE, signal)) ?? {});
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  return parsed.value.status;
}

async function valueOf(api: MemoryApi, key: string): Promise<string | undefined> {
  const secret = await readNativeSecret(api, DATABASE, signal);
  const bytes = secret?.data.get(key)?.reveal();
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

async function isReady(api: MemoryApi): Promise<boolean> {
  return (await statusOf(api)).conditions.some(({ status }) => status === 'True');
}

function writesOf(pod: Pod): number {
  return pod.log.filter((line) => line.includes('native secret written')).length;
}

/** Minutes pass like milliseconds. */
const IMPATIENT: Clock = {
  ...systemClock,
  sleep: async (durationMs, stop) =>
    systemClock.sleep(durationMs < 50_000 ? durationMs : durationMs / 60_000, stop),
};

describe('a sidecar that is elected', () => {
  it('puts a native Secret back that somebody changed, though it is delivered only once', async () => {
    const api = await cluster({ user: 'alice' });
    const once = externalSecret('database', ['user'], { refreshPolicy: 'CreatedOnce' });
    await api.create(EXTERNAL_SECRETS, once, AS_USER, signal);

    await inPod({ ...ELECTED, clock: IMPATIENT }, api, async () => {
      await until(async () => isReady(api));
      const edited = { data: { user: Buffer.from('mallory').toString('base64') } };
      await api.patch(SECRETS, DATABASE, edited, { ...AS_USER, type: 'merge' }, signal);

      await until(async () => (await valueOf(api, 'user')) === 'alice');
    });
  });

  it('writes the native Secret and the status', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod(ELECTED, api, async () => {
      await until(async () => isReady(api));

      expect(await valueOf(api, 'user')).to.equal('alice');
      const status = await statusOf(api);
      expect(status.conditions.map(({ type, reason }) => [type, reason])).to.deep.equal([
        ['Ready', 'SecretSynced'],
      ]);
      expect(status.binding.name).to.equal('database');
      expect(status.refreshTime).not.to.equal('');
      expect(status.syncedResourceVersion).to.match(/^1-/u);
    });
    const lease = await api.get(LEASES, { ...DATABASE, name: 'sallyport-database' }, signal);
    expect(lease?.['spec']).to.include({ holderIdentity: '' }); // given back when it stopped
  });

  it('says that the Secret was written once, whatever Pods come and get their files', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);
    for (const podName of ['app-0', 'app-1']) {
      await inPod({ ...ELECTED, podName }, api, async (pod) => {
        await until(() => pod.log.some((line) => line.includes('"message":"leading"')));
        await until(() => pod.log.filter((line) => line.includes('pass ended')).length > 0);
        await until(async () => isReady(api));
      });
    }

    const events = await api.list(EVENTS, { namespace: 'default' }, signal);
    expect(events.map(({ reason, count }) => [reason, count])).to.deep.equal([['Created', 1]]);
  });

  it('writes it also for an ExternalSecret that is delivered only once', async () => {
    const api = await cluster({ user: 'alice' });
    const once = externalSecret('database', ['user'], { refreshPolicy: 'CreatedOnce' });
    await api.create(EXTERNAL_SECRETS, once, AS_USER, signal);

    await inPod(ELECTED, api, async () => {
      await until(async () => isReady(api));

      expect(await valueOf(api, 'user')).to.equal('alice');
    });
  });

  it('reports a fault and leaves the native Secret as it was', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod(ELECTED, api, async () => {
      await until(async () => isReady(api));
      await rotate(api, { other: 'x' });
      await until(async () => !(await isReady(api)));

      const [condition] = (await statusOf(api)).conditions;
      expect(condition?.reason).to.equal('SecretSyncedError');
      expect(condition?.message).to.contain('user');
      expect(await valueOf(api, 'user')).to.equal('alice');
      await until(async () => {
        const events = await api.list(EVENTS, { namespace: 'default' }, signal);
        return events.some(({ reason }) => reason === 'UpdateFailed');
      });
    });
  });

  it('is one among two, and the next one goes on where it stopped', async () => {
    const api = await cluster({ user: 'alice' });
    await api.create(EXTERNAL_SECRETS, externalSecret('database', ['user']), AS_USER, signal);

    await inPod({ ...ELECTED, podName: 'app-0' }, api, async (first) => {
      await until(async () => isReady(api));
      await inPod({ ...ELECTED, podName: 'app-1' }, api, async (second) => {
        await until(() => second.sidecar.started());
        await rotate(api, { user: 'bob' });
        await until(async () => (await valueOf(api, 'user')) === 'bob');

        expect([writesOf(first), writesOf(second)]).to.deep.equal([2, 0]);
      });
    });
    await rotate(api, { user: 'carol' });
    await inPod({ ...ELECTED, podName: 'app-1' }, api, async (second) => {
      await until(async () => (await valueOf(api, 'user')) === 'carol');

      expect(writesOf(second)).to.equal(1);
    });
  });
});
