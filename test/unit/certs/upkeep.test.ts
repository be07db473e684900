import { expect } from 'chai';
import { createAuthority, type Authority } from '../../../certs/authority.ts';
import { createCertificateUpkeep, type CertificateUpkeep } from '../../../certs/upkeep.ts';
import { AppError, createLogger } from '../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const DAY_MS = 86_400_000;

interface Stage {
  readonly clock: ReturnType<typeof createJumpingClock>;
  readonly upkeep: CertificateUpkeep;
  readonly published: string[];
  readonly abort: AbortController;
  authority: Authority;
  missing: readonly string[];
  fault: AppError | undefined;
}

/** A wall clock that can also jump, as after a suspended machine: then one check is due, not thousands. */
function createJumpingClock(): FakeClock & { jump(durationMs: number): void } {
  const clock = createFakeClock();
  let jumpedMs = 0;
  return {
    ...clock,
    now: () => new Date(clock.now().getTime() + jumpedMs),
    jump(durationMs) {
      jumpedMs += durationMs;
    },
  };
}

async function setUp(): Promise<Stage> {
  const clock = createJumpingClock();
  const published: string[] = [];
  const stage: Stage = {
    clock,
    published,
    abort: new AbortController(),
    authority: await createAuthority('ca-1', clock.now()),
    missing: [],
    fault: undefined,
    upkeep: createCertificateUpkeep({
      source: { current: async () => stage.authority },
      publisher: {
        publish: async (bundle) => {
          if (stage.fault !== undefined) {
            throw stage.fault;
          }
          published.push(bundle);
          return stage.missing;
        },
      },
      dnsNames: ['webhook.ns.svc'],
      clock,
      random: () => 0.5,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    }),
  };
  return stage;
}

/** Key generation happens on other threads, which a fake clock does not wait for. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('certificate upkeep', () => {
  it('has a certificate and has published its authority once started', async () => {
    const { upkeep, published, abort, authority } = await setUp();

    await upkeep.start(abort.signal);

    expect(upkeep.current().facts.dnsNames).to.deep.equal(['webhook.ns.svc']);
    expect(upkeep.problem()).to.equal(undefined);
    expect(published).to.deep.equal([authority.certificatePem]);
    expect(upkeep.caBundle()).to.equal(authority.certificatePem);
    abort.abort();
    await upkeep.stop();
  });

  it('puts back a bundle that somebody else changed within ten seconds', async () => {
    const { clock, upkeep, published, abort } = await setUp();
    await upkeep.start(abort.signal);

    await clock.advance(10_000);

    expect(published).to.have.length(2);
    abort.abort();
    await upkeep.stop();
  });

  it('keeps a certificate until two thirds of its life, then tells the listeners of another', async () => {
    const { clock, upkeep, abort } = await setUp();
    const renewals: string[] = [];
    upkeep.onRenewal((certificate) => renewals.push(certificate.certificatePem));
    await upkeep.start(abort.signal);
    const first = upkeep.current();
    const renewed = new Promise<void>((resolve) => {
      upkeep.onRenewal(() => {
        resolve();
      });
    });

    clock.jump(19 * DAY_MS);
    await clock.advance(60_000);
    const early = upkeep.current();
    clock.jump(2 * DAY_MS);
    await clock.advance(60_000);
    await renewed;

    expect(early).to.equal(first);
    expect(renewals).to.deep.equal([upkeep.current().certificatePem]);
    expect(upkeep.current()).not.to.equal(first);
    abort.abort();
    await upkeep.stop();
  });

  it('signs anew when the authority changed', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const first = upkeep.current();
    stage.authority = await createAuthority('ca-2', clock.now());

    await clock.advance(60_000);
    await until(() => upkeep.current() !== first);

    expect(upkeep.caBundle()).to.equal(stage.authority.certificatePem);
    abort.abort();
    await upkeep.stop();
  });

  it('says which configuration is missing and looks again soon', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    stage.missing = ['ValidatingWebhookConfiguration/x'];
    await upkeep.start(abort.signal);
    const before = upkeep.problem();
    stage.missing = [];

    await clock.advance(5_000);

    expect(before).to.equal(
      "no CA bundle written: ValidatingWebhookConfiguration/x not found; create it, or take it out of the webhook's settings",
    );
    expect(upkeep.problem()).to.equal(undefined);
    abort.abort();
    await upkeep.stop();
  });

  it('stays ready when one configuration is deleted later, and goes on looking for it', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort, published } = stage;
    await upkeep.start(abort.signal);
    stage.missing = ['MutatingWebhookConfiguration/x'];

    await clock.advance(60_000);

    expect(upkeep.problem()).to.equal(undefined);
    expect(published.length).to.be.greaterThan(5);
    abort.abort();
    await upkeep.stop();
  });

  it('goes on serving, and stays ready, when a later check fails', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const first = upkeep.current();
    stage.fault = new AppError('KUBE_UNAVAILABLE', 'no API server');

    await clock.advance(120_000);

    expect(upkeep.current()).to.equal(first);
    expect(upkeep.problem()).to.equal(undefined);
    abort.abort();
    await upkeep.stop();
  });
});
