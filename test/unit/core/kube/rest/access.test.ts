import { expect } from 'chai';
import { createRestApi, type KubernetesApi } from '../../../../../core/kube/index.ts';
import { createLogger } from '../../../../../core/runtime/index.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';
import {
  json,
  refusal,
  type ScriptedApi,
  startScriptedApi,
} from '../../../../support/scripted-api.ts';

const signal = new AbortController().signal;
const QUESTION = {
  username: 'jane',
  uid: '42',
  groups: ['team-a', 'system:authenticated'],
  extra: { 'example.com/scopes': ['a', 'b'] },
  verb: 'use',
  group: 'external-secrets.io',
  resource: 'clustersecretstores',
  namespace: 'team-a',
  name: 'vault-prod',
};

describe('SubjectAccessReview over the API', () => {
  let server: ScriptedApi;
  let api: KubernetesApi;

  beforeEach(async () => {
    server = await startScriptedApi();
    const clock = createFakeClock();
    const log = createLogger({ level: 'error', clock, write: () => undefined });
    api = createRestApi({ connection: server.connection, clock, random: () => 0, log });
  });
  afterEach(async () => {
    await server.stop();
  });

  it('passes on all four parts of who asks, and what for', async () => {
    server.script(json(201, { status: { allowed: true } }));

    await api.reviewAccess(QUESTION, signal);

    const [seen] = server.seen;
    expect(`${seen?.method} ${seen?.path}`).to.equal(
      'POST /apis/authorization.k8s.io/v1/subjectaccessreviews',
    );
    expect(JSON.parse(seen?.body ?? '')).to.deep.equal({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: 'jane',
        uid: '42',
        groups: ['team-a', 'system:authenticated'],
        extra: { 'example.com/scopes': ['a', 'b'] },
        resourceAttributes: {
          verb: 'use',
          group: 'external-secrets.io',
          resource: 'clustersecretstores',
          namespace: 'team-a',
          name: 'vault-prod',
        },
      },
    });
  });

  for (const [what, status, allowed] of [
    ['allowed', { allowed: true }, true],
    [
      'allowed by one authorizer where another failed',
      { allowed: true, evaluationError: 'x' },
      true,
    ],
    ['not allowed', { allowed: false }, false],
    ['denied where another failed', { allowed: false, denied: true, evaluationError: 'x' }, false],
    ['silent', {}, false],
  ] as const) {
    it(`says ${String(allowed)} for a review that is ${what}`, async () => {
      server.script(json(201, { status }));

      expect(await api.reviewAccess(QUESTION, signal)).to.equal(allowed);
    });
  }

  for (const [what, answer] of [
    [
      'what no authorizer could decide',
      json(201, { status: { allowed: false, evaluationError: 'x' } }),
    ],
    ['an API server out of order', refusal(503, 'away')],
  ] as const) {
    it(`throws ${what}, which is no verdict`, async () => {
      server.script(answer);

      const fault = await api.reviewAccess(QUESTION, signal).catch((error: unknown) => error);

      expect(fault).to.include({ code: 'KUBE_UNAVAILABLE' });
    });
  }
});
