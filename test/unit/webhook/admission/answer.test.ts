import { expect } from 'chai';
import { AppError, createLogger } from '../../../../core/runtime/index.ts';
import { type Answer, type Answered, answerReview } from '../../../../webhook/admission/answer.ts';
import { createDeadlines } from '../../../../webhook/admission/deadline.ts';
import type { Chain } from '../../../../webhook/admission/handler.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

const body = Buffer.from(
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'u', kind: { kind: 'Pod' }, operation: 'CREATE', object: { secret: 'marker' } },
  }),
);

interface Stage {
  readonly clock: FakeClock;
  readonly counted: Answered[];
  readonly logged: string[];
  readonly answer: (bytes?: Uint8Array) => Promise<Answer>;
}

function setUp(chain: Chain): Stage {
  const clock = createFakeClock();
  const counted: Answered[] = [];
  const logged: string[] = [];
  const log = createLogger({ level: 'debug', clock, write: (line) => logged.push(line) });
  const metrics = { answered: (answer: Answered) => void counted.push(answer) };
  return {
    clock,
    counted,
    logged,
    answer: async (bytes = body) => {
      const deadlines = createDeadlines(clock);
      return answerReview(bytes, 4500, { chain, clock, deadlines, log, metrics });
    },
  };
}

describe('answering a review', () => {
  it('counts a verdict by kind and operation', async () => {
    const { answer, counted } = setUp(async () => ({ kind: 'allowed', warnings: [], audit: {} }));

    await answer();

    expect(counted).to.deep.equal([
      { kind: 'Pod', operation: 'CREATE', verdict: 'allowed', durationMs: 0 },
    ]);
  });

  it('answers a fault with HTTP 500, so that the failurePolicy decides', async () => {
    const { answer, counted } = setUp(async () =>
      Promise.reject(new AppError('KUBE_UNAVAILABLE', 'the API server is away')),
    );

    const { status, body: text } = await answer();

    expect([status, text]).to.deep.equal([500, 'KUBE_UNAVAILABLE: the API server is away\n']);
    expect(counted[0]?.verdict).to.equal('fault');
  });

  it('answers a bug with fixed words and logs its stack', async () => {
    const { answer, logged } = setUp(async () => Promise.reject(new TypeError('x of undefined')));

    const { status, body: text } = await answer();

    expect([status, text]).to.deep.equal([
      500,
      'INTERNAL: an unexpected fault; the log has its cause\n',
    ]);
    expect(logged.join('')).to.include('TypeError: x of undefined');
  });

  it('answers within the time the API server gives, and tells the handlers to stop', async () => {
    let stopped = false;
    const { answer, clock, counted } = setUp(
      async (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(new Error('stopped'));
          });
        }),
    );

    const answering = answer();
    await clock.advance(4500);
    const { status, body: text } = await answering;

    expect([status, text]).to.deep.equal([500, 'TIMEOUT: no verdict within 4500 ms\n']);
    expect(stopped).to.equal(true);
    expect(counted).to.deep.equal([
      { kind: 'Pod', operation: 'CREATE', verdict: 'fault', durationMs: 4500 },
    ]);
  });

  it('refuses what is no review with HTTP 400', async () => {
    const { answer, counted } = setUp(async () => ({ kind: 'allowed', warnings: [], audit: {} }));

    const { status, body: text } = await answer(Buffer.from('{}'));

    expect([status, text]).to.deep.equal([
      400,
      'the body is not an AdmissionReview of admission.k8s.io/v1\n',
    ]);
    expect(counted[0]).to.include({ kind: '', verdict: 'refused' });
  });

  it('never logs the object', async () => {
    const { answer, logged } = setUp(async () => Promise.reject(new Error('bug')));

    await answer();

    expect(logged).to.have.length(1);
    expect(logged.join('')).not.to.include('marker');
  });
});
