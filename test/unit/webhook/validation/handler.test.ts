import { expect } from 'chai';
import type { Finding, RawObject } from '../../../../core/api/index.ts';
import type { AdmissionRequest, Operation } from '../../../../webhook/admission/request.ts';
import { createManifestHandler } from '../../../../webhook/validation/handler.ts';

const signal = new AbortController().signal;
const wrong: readonly Finding[] = [{ id: 'X', severity: 'error', path: 'spec', message: 'wrong' }];

function requestFor(
  operation: Operation,
  object: RawObject | undefined,
  oldObject?: RawObject,
  kind = 'ExternalSecret',
): AdmissionRequest {
  return {
    uid: 'u',
    kind: { group: 'external-secrets.io', version: 'v1', kind },
    subResource: '',
    name: 'app',
    namespace: 'team-a',
    operation,
    dryRun: false,
    budgetMs: 4500,
    userInfo: { username: '', uid: '', groups: [], extra: {} },
    object,
    oldObject,
  };
}

const handler = createManifestHandler((object) => (object['spec'] === 'sound' ? [] : wrong));

describe('manifest handler', () => {
  for (const kind of ['ExternalSecret', 'SecretStore', 'ClusterSecretStore']) {
    for (const version of ['v1', 'v1beta1']) {
      it(`is concerned with ${kind} ${version}`, () => {
        const request = requestFor('CREATE', {}, undefined, kind);

        expect(handler.handles({ ...request, kind: { ...request.kind, version } })).to.equal(true);
      });
    }
  }

  for (const [title, request] of [
    ['deletion', requestFor('DELETE', undefined, {})],
    ['another kind', requestFor('CREATE', {}, undefined, 'Pod')],
    ['status', { ...requestFor('UPDATE', {}, {}), subResource: 'status' }],
    [
      'another group',
      { ...requestFor('CREATE', {}), kind: { group: '', version: 'v1', kind: 'SecretStore' } },
    ],
  ] as const) {
    it(`is not concerned with ${title}`, () => {
      expect(handler.handles(request)).to.equal(false);
    });
  }

  const stored = { metadata: { name: 'app' }, spec: { old: [1, { a: 'b' }] } };
  for (const [title, request, findings] of [
    ['judges a new object', requestFor('CREATE', { spec: 'unsound' }), wrong],
    ['finds nothing wrong with a sound one', requestFor('CREATE', { spec: 'sound' }), []],
    ['judges a changed spec', requestFor('UPDATE', { spec: 'unsound' }, { spec: 'sound' }), wrong],
    [
      'leaves an unsound object alone whose labels change',
      requestFor(
        'UPDATE',
        { ...stored, metadata: { labels: { a: 'b' } } },
        structuredClone(stored),
      ),
      [],
    ],
    [
      'lets the finalizers of a terminating unsound object go',
      requestFor(
        'UPDATE',
        { ...stored, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [] } },
        { ...structuredClone(stored), metadata: { finalizers: ['x'] } },
      ),
      [],
    ],
    [
      'judges the changed spec of a terminating object',
      requestFor(
        'UPDATE',
        { spec: 'unsound', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
        { spec: 'sound' },
      ),
      wrong,
    ],
  ] as const) {
    it(title, async () => {
      expect((await handler.judge(request, signal)).findings).to.deep.equal(findings);
    });
  }
});
