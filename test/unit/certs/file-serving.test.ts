import { expect } from 'chai';
import {
  type Authority,
  createAuthority,
  issueServingCertificate,
} from '../../../certs/authority.ts';
import { createFileServing } from '../../../certs/file-serving.ts';
import { bundle } from '../../../certs/pem.ts';
import type { ServingSource } from '../../../certs/serving-source.ts';
import { createLogger } from '../../../core/runtime/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

const NAME = 'webhook.ns.svc';
const DAY_MS = 86_400_000;
const signal = new AbortController().signal;

interface Stage {
  readonly clock: FakeClock;
  readonly source: ServingSource;
  readonly files: Map<string, string>;
  /** Writes a pair that this authority signed. */
  readonly write: (authority: Authority, name?: string) => Promise<string>;
}

function settled(): boolean {
  return true;
}

function unsettled(): boolean {
  return false;
}

function setUp(): Stage {
  const clock = createFakeClock(new Date());
  const files = new Map<string, string>();
  return {
    clock,
    files,
    source: createFileServing({
      directory: '/certs',
      dnsNames: [NAME],
      readFile: async (path) => {
        const text = files.get(path);
        if (text === undefined) {
          throw new Error(`ENOENT: ${path}`);
        }
        return text;
      },
      clock,
      log: createLogger({ level: 'error', clock, write: () => undefined }),
    }),
    async write(authority, name = NAME) {
      const { certificatePem, privateKeyPem } = await issueServingCertificate(
        authority,
        [name],
        clock.now(),
      );
      files.set('/certs/tls.crt', certificatePem);
      files.set('/certs/tls.key', privateKeyPem);
      files.set('/certs/ca.crt', authority.certificatePem);
      return certificatePem;
    },
  };
}

describe('a certificate from files', () => {
  let authority: Authority;
  let another: Authority;

  before(async () => {
    authority = await createAuthority('ca', new Date());
    another = await createAuthority('another', new Date());
  });

  it('is served as it lies there, and its authority published', async () => {
    const { source, write } = setUp();
    const certificatePem = await write(authority);

    const { serving, bundlePem } = await source.refresh(unsettled, signal);

    expect(serving.certificatePem).to.equal(certificatePem);
    expect(bundlePem).to.equal(authority.certificatePem);
  });

  it('is the same object as long as the files are the same', async () => {
    const { source, write } = setUp();
    await write(authority);
    const first = await source.refresh(unsettled, signal);

    const second = await source.refresh(unsettled, signal);

    expect(second.serving).to.equal(first.serving);
  });

  it('is replaced at once by another of the same authority', async () => {
    const { source, write } = setUp();
    await write(authority);
    await source.refresh(unsettled, signal);
    const renewed = await write(authority);

    const { serving } = await source.refresh(unsettled, signal);

    expect(serving.certificatePem).to.equal(renewed);
  });

  it('is replaced by one of another authority only once that is trusted, and both are published meanwhile and for ten minutes after', async () => {
    const { source, write, clock } = setUp();
    const first = await write(authority);
    await source.refresh(unsettled, signal);
    const second = await write(another);

    const waiting = await source.refresh(unsettled, signal);
    const replaced = await source.refresh(settled, signal);
    await clock.advance(9 * 60_000);
    const later = await source.refresh(settled, signal);
    await clock.advance(60_000);
    const over = await source.refresh(settled, signal);

    expect(waiting.serving.certificatePem).to.equal(first);
    expect(waiting.bundlePem).to.equal(bundle([authority.certificatePem, another.certificatePem]));
    expect(replaced.serving.certificatePem).to.equal(second);
    expect(later.bundlePem).to.equal(bundle([another.certificatePem, authority.certificatePem]));
    expect(over.bundlePem).to.equal(another.certificatePem);
  });

  it('is replaced at once when it has run out', async () => {
    const { source, write, clock } = setUp();
    await write(authority);
    await source.refresh(unsettled, signal);
    await clock.advance(31 * DAY_MS);
    const second = await write(another);

    const { serving } = await source.refresh(unsettled, signal);

    expect(serving.certificatePem).to.equal(second);
  });

  for (const [what, spoil, words] of [
    [
      'is missing',
      (files: Map<string, string>) => files.delete('/certs/tls.key'),
      '/certs/tls.key cannot be read',
    ],
    [
      'is no certificate',
      (files: Map<string, string>) => files.set('/certs/tls.crt', 'x'),
      'tls.crt holds no certificate',
    ],
    [
      'holds no authority',
      (files: Map<string, string>) => files.set('/certs/ca.crt', ''),
      'ca.crt holds no certificate',
    ],
    [
      'is no key',
      (files: Map<string, string>) => files.set('/certs/tls.key', 'x'),
      'tls.key is not the key of tls.crt',
    ],
  ] as const) {
    it(`that ${what} is refused, and what is sound again is served`, async () => {
      const { source, write, files } = setUp();
      const certificatePem = await write(authority);
      await source.refresh(unsettled, signal);
      spoil(files);

      const fault: unknown = await source.refresh(settled, signal).catch((error: unknown) => error);
      await write(authority);
      const { serving } = await source.refresh(settled, signal);

      expect(fault).to.include({ code: 'CONFIG_INVALID' });
      expect(fault).to.have.property('message').that.includes(words);
      expect(serving.certificatePem).not.to.equal(certificatePem);
    });
  }

  it('with the key of another certificate, or for another name, is refused', async () => {
    const { source, write, files } = setUp();
    await write(authority);
    const key = files.get('/certs/tls.key') ?? '';
    await write(authority);
    files.set('/certs/tls.key', key);
    const mismatched: unknown = await source
      .refresh(settled, signal)
      .catch((error: unknown) => error);
    await write(authority, 'other.ns.svc');
    const misnamed: unknown = await source
      .refresh(settled, signal)
      .catch((error: unknown) => error);

    expect(mismatched)
      .to.have.property('message')
      .that.includes('tls.key is not the key of tls.crt');
    expect(misnamed).to.have.property(
      'message',
      '/certs: tls.crt is not for webhook.ns.svc, the name the API server asks for',
    );
  });
});
