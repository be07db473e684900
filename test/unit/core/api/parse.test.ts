import { expect } from 'chai';
import {
  parseConditions,
  parseExternalSecret,
  parseObjectMeta,
  parseSecretStore,
  targetName,
} from '../../../../core/api/index.ts';
import {
  BACKEND_NAMES,
  SUPPORTED_PROVIDERS,
  UNSUPPORTED_PROVIDERS,
} from '../../../../core/api/provider-key.ts';
import { clusterStore, PROVIDERS, SMALL_EXTERNAL_SECRET, store } from './manifests.ts';

describe('parseExternalSecret', () => {
  it('sets every field that was left out', () => {
    const parsed = parseExternalSecret(SMALL_EXTERNAL_SECRET);

    expect(parsed).to.deep.equal({
      ok: true,
      value: {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: {
          name: 'app',
          namespace: 'team-a',
          uid: '',
          resourceVersion: '',
          generation: 0,
          labels: {},
          annotations: {},
          finalizers: [],
          ownerReferences: [],
          creationTimestamp: undefined,
          deletionTimestamp: undefined,
        },
        spec: {
          secretStoreRef: { kind: 'SecretStore', name: 'store' },
          target: {
            name: '',
            creationPolicy: 'Owner',
            deletionPolicy: 'Retain',
            immutable: false,
          },
          refreshPolicy: 'Periodic',
          refreshInterval: '1h0m0s',
          data: [
            {
              secretKey: 'password',
              remoteRef: {
                key: 'db',
                metadataPolicy: 'None',
                conversionStrategy: 'Default',
                decodingStrategy: 'None',
                nullBytePolicy: 'Ignore',
              },
            },
          ],
          dataFrom: [],
        },
        status: {
          refreshTime: '',
          syncedResourceVersion: '',
          conditions: [],
          binding: { name: '' },
        },
      },
    });
    expect(parsed.ok && targetName(parsed.value)).to.equal('app');
  });

  it('leaves out fields of a newer schema', () => {
    const parsed = parseExternalSecret({
      ...SMALL_EXTERNAL_SECRET,
      spec: { ...(SMALL_EXTERNAL_SECRET.spec as object), fromTheFuture: true },
    });

    expect(parsed.ok && 'fromTheFuture' in parsed.value.spec).to.equal(false);
  });

  it('names the field of an interval that is no duration', () => {
    const parsed = parseExternalSecret({
      ...SMALL_EXTERNAL_SECRET,
      spec: { refreshInterval: 'soon' },
    });

    expect(parsed.ok || parsed.findings).to.deep.equal([
      {
        id: 'SPA-E003',
        severity: 'error',
        path: 'spec.refreshInterval',
        message: '"soon" is not a duration; write it like 1h, 15m or 1h30m',
      },
    ]);
  });

  it('takes no object of another kind', () => {
    expect(parseExternalSecret({ ...SMALL_EXTERNAL_SECRET, kind: 'Secret' }).ok).to.equal(false);
    expect(parseExternalSecret(undefined).ok).to.equal(false);
  });
});

describe('parseSecretStore', () => {
  it('names the backend and keeps its settings, for each of them', () => {
    for (const name of BACKEND_NAMES) {
      const parsed = parseSecretStore(store({ [name]: PROVIDERS[name] }));

      expect(parsed.ok && parsed.value.spec.backend.name).to.equal(name);
    }
  });

  it('serves openBao by the backend vault', () => {
    const parsed = parseSecretStore(store({ openBao: { server: 'https://bao.example' } }));

    expect(parsed.ok && parsed.value.spec.backend).to.deep.equal({
      name: 'vault',
      spec: { server: 'https://bao.example', version: 'v2' },
    });
  });

  it('lets a stored store of any other provider of ESO be, as unsupported', () => {
    for (const key of UNSUPPORTED_PROVIDERS) {
      const parsed = parseSecretStore(clusterStore({ [key]: { any: ['thing'] } }));

      expect(parsed.ok && parsed.value.spec.backend, key).to.deep.equal({
        name: 'unsupported',
        key,
      });
    }
  });

  it('knows every provider key of ESO exactly once', () => {
    const keys = [...SUPPORTED_PROVIDERS, ...UNSUPPORTED_PROVIDERS];

    expect(keys).to.have.length(43);
    expect(new Set(keys).size).to.equal(43);
  });

  for (const [interval, expected] of [
    [undefined, 0],
    [30, 30_000],
    ['5m', 300_000],
    ['', 0],
  ] as const) {
    it(`reads refreshInterval ${JSON.stringify(interval)} as ${expected} ms`, () => {
      const parsed = parseSecretStore(store({ fake: { data: [] } }, { refreshInterval: interval }));

      expect(parsed.ok && parsed.value.spec.refreshIntervalMs).to.equal(expected);
    });
  }

  it('does not take two backends', () => {
    const parsed = parseSecretStore(store({ fake: { data: [] }, vault: { server: 'x' } }));

    expect(parsed.ok || parsed.findings.map(({ path }) => path)).to.deep.equal(['spec.provider']);
  });
});

describe('parseObjectMeta', () => {
  it('reads an owner and leaves managed fields out', () => {
    const parsed = parseObjectMeta({
      name: 'a',
      deletionTimestamp: '2026-01-01T00:00:00Z',
      managedFields: [{}],
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', blockOwnerDeletion: true },
      ],
    });

    expect(parsed.ok && parsed.value.ownerReferences).to.deep.equal([
      { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: false },
    ]);
    expect(parsed.ok && parsed.value.deletionTimestamp).to.equal('2026-01-01T00:00:00Z');
    expect(parsed.ok && 'managedFields' in parsed.value).to.equal(false);
  });
});

describe('parseConditions', () => {
  it('reads conditions, and none from what is no list of them', () => {
    expect(parseConditions([{ type: 'Ready', status: 'True' }])).to.deep.equal([
      { type: 'Ready', status: 'True', reason: '', message: '', lastTransitionTime: '' },
    ]);
    expect(parseConditions(undefined)).to.deep.equal([]);
    expect(parseConditions('x')).to.deep.equal([]);
  });
});
