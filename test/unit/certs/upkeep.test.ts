import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { type Authority, createAuthority, renewAuthority } from '../../../certs/authority.ts';
import { type AuthoritySet, bundleOf, createAuthoritySet } from '../../../certs/authority-set.ts';
import { createIssuedServing } from '../../../certs/issued-serving.ts';
import { createCertificateUpkeep, type CertificateUpkeep } from '../../../certs/upkeep.ts';
import { AppError, createLogger } from '../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const DAY_MS = 86_400_000;

interface Stage {
  readonly clock: ReturnType<typeof createJumpingClock>;
  readonly upkeep: CertificateUpkeep;
  readonly published: string[];
  readonly abort: AbortController;
  authorities: AuthoritySet;
  missing: readonly string[];
  /** Did the registrations have to be changed? */
  written: boolean;
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
  const log = createLogger({ level: 'error', clock, write: () => undefined });
  const stage: Stage = {
    clock,
    published,
    abort: new AbortController(),
    authorities: await createAuthoritySet('ca', [], clock.now()),
    missing: [],
    written: false,
    fault: undefined,
    upkeep: createCertificateUpkeep({
      source: createIssuedServing({
        authorities: {
          current: async () => stage.authorities,
          activate: async () => {
            const { next, signer } = stage.authorities;
            const previous = [signer.certificatePem];
            stage.authorities = {
              ...stage.authorities,
              signer: next ?? signer,
              next: undefined,
              previous,
            };
            return stage.authorities;
          },
        },
        dnsNames: ['webhook.ns.svc'],
        clock,
        random: () => 0.5,
        log,
      }),
      publisher: {
        publish: async (bundle) => {
          if (stage.fault !== undefined) {
            throw stage.fault;
          }
          published.push(bundle);
          return { missing: stage.missing, written: stage.written };
        },
        published: async () => [],
      },
      clock,
      log,
    }),
  };
  return stage;
}

function signedBy(upkeep: CertificateUpkeep, { certificatePem }: Authority): boolean {
  const serving = new X509Certificate(upkeep.current().certificatePem);
  return serving.verify(new X509Certificate(certificatePem).publicKey);
}

/** Key generation happens on other threads, which a fake clock does not wait for. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('certificate upkeep', () => {
  it('has a certificate and has published its authority once started', async () => {
    const { upkeep, published, abort, authorities } = await setUp();

    await upkeep.start(abort.signal);

    expect(upkeep.current().facts.dnsNames).to.deep.equal(['webhook.ns.svc']);
    expect(upkeep.problem()).to.equal(undefined);
    expect(published).to.deep.equal([authorities.signer.certificatePem]);
    expect(upkeep.caBundle()).to.equal(authorities.signer.certificatePem);
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

  it('makes another when the clock was set back behind the one it has', async () => {
    const { clock, upkeep, abort } = await setUp();
    await upkeep.start(abort.signal);
    const first = upkeep.current();

    clock.jump(-2 * DAY_MS);
    await clock.advance(10_000);
    await until(() => upkeep.current() !== first);

    expect(upkeep.current().facts.notBefore.getTime()).to.be.at.most(clock.now().getTime());
    abort.abort();
    await upkeep.stop();
  });

  it('keeps its certificate when the authority was only renewed', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const first = upkeep.current();
    const { signer } = stage.authorities;
    const renewed = renewAuthority(signer, clock.now());
    stage.authorities = {
      ...stage.authorities,
      signer: renewed,
      previous: [signer.certificatePem],
    };

    await clock.advance(120_000);

    expect(upkeep.current()).to.equal(first);
    expect(upkeep.caBundle()).to.equal(`${renewed.certificatePem}${signer.certificatePem}`);
    abort.abort();
    await upkeep.stop();
  });

  it('signs with another key only after its authority was found published for a minute', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const first = upkeep.current();
    const before = stage.authorities.signer;
    const signer = await createAuthority('ca-2', clock.now());
    stage.authorities = { ...stage.authorities, signer, previous: [before.certificatePem] };

    await clock.advance(60_000);
    const waiting = upkeep.current();
    await clock.advance(20_000);
    await until(() => upkeep.current() !== first);

    expect(waiting).to.equal(first);
    expect(upkeep.caBundle()).to.equal(bundleOf(stage.authorities));
    expect(signedBy(upkeep, signer)).to.equal(true);
    abort.abort();
    await upkeep.stop();
  });

  it('activates a staged key after it was found published for a minute, and never while somebody else writes the registration', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const before = stage.authorities.signer;
    const next = await createAuthority('ca-2', clock.now());
    stage.authorities = { ...stage.authorities, next };
    stage.written = true;

    await clock.advance(600_000);
    const fought = stage.authorities.next;
    stage.written = false;
    await clock.advance(50_000);
    const early = stage.authorities.next;
    const servedEarly = signedBy(upkeep, before);
    await clock.advance(30_000);
    await until(() => signedBy(upkeep, next));

    expect(fought).to.equal(next);
    expect(early).to.equal(next);
    expect(servedEarly).to.equal(true);
    expect(stage.authorities.signer).to.equal(next);
    expect(stage.authorities.previous).to.deep.equal([before.certificatePem]);
    abort.abort();
    await upkeep.stop();
  });

  it('does not take a jump of the clock for a minute of waiting', async () => {
    const stage = await setUp();
    const { clock, upkeep, abort } = stage;
    await upkeep.start(abort.signal);
    const next = await createAuthority('ca-2', clock.now());
    stage.authorities = { ...stage.authorities, next };
    await clock.advance(10_000);

    clock.jump(DAY_MS);
    await clock.advance(20_000);

    expect(stage.authorities.next).to.equal(next);
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
