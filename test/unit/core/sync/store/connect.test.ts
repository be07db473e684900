import { expect } from 'chai';
import { createLogger } from '../../../../../core/runtime/index.ts';
import type { ResolvedStore } from '../../../../../core/sync/index.ts';
import { createStoreConnector } from '../../../../../core/sync/store/connect.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import { anExternalSecret, emptyReader, faultOf } from '../../../../support/sync-builders.ts';

const { signal } = new AbortController();

function aStore(retrySettings: Record<string, unknown>): ResolvedStore {
  return {
    namespace: 'team-a',
    store: {
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      metadata: { ...anExternalSecret().metadata, name: 'store' },
      spec: {
        controller: '',
        backend: { name: 'fake', spec: { data: [{ key: 'k', value: 'v' }] } },
        retrySettings,
        refreshIntervalMs: 0,
        conditions: [],
      },
      status: { conditions: [], capabilities: '' },
    },
  };
}

describe('store connector', () => {
  const clock = createFakeClock();
  const calls: string[] = [];
  const connect = createStoreConnector({
    reader: emptyReader,
    tokens: {
      async requestToken() {
        throw new Error('no tokens here');
      },
    },
    identity: { kind: 'delegated' },
    environment: {},
    clock,
    random: () => 0,
    log: createLogger({ level: 'error', clock, write: () => {} }),
    countCall: ({ store }, call, status) => {
      calls.push(`${store.metadata.name} ${call} ${status}`);
    },
  });

  it('opens a session through the provider and counts its calls by store', async () => {
    const client = await connect(aStore({ maxRetries: 1, retryInterval: '10s' }), signal);

    expect(await client.getSecret({ key: 'k', content: 'value' }, signal)).have.property('kind');
    expect(calls).deep.equal(['store GetSecret success']);
  });

  it('refuses a retryInterval that is no duration', async () => {
    const fault = await faultOf(async () => connect(aStore({ retryInterval: 'soon' }), signal));

    expect(fault.code).equal('SPEC_INVALID');
    expect(fault.message).contain('spec.retrySettings.retryInterval: "soon" is no duration');
  });
});
