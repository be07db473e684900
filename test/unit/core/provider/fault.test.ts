import { expect } from 'chai';
import { codeOfStatus, parseRetryAfter } from '../../../../core/provider/fault.ts';
import { safeWords } from '../../../../core/provider/safe-words.ts';

describe('faults of backends', () => {
  const codes = [
    [400, 'SPEC_INVALID'],
    [401, 'UNAUTHENTICATED'],
    [403, 'ACCESS_DENIED'],
    [408, 'TIMEOUT'],
    [409, 'BACKEND_UNAVAILABLE'],
    [423, 'BACKEND_UNAVAILABLE'],
    [425, 'BACKEND_UNAVAILABLE'],
    [429, 'RATE_LIMITED'],
    [472, 'BACKEND_UNAVAILABLE'],
    [473, 'BACKEND_UNAVAILABLE'],
    [500, 'BACKEND_UNAVAILABLE'],
    [503, 'BACKEND_UNAVAILABLE'],
  ] as const;
  for (const [status, code] of codes) {
    it(`call HTTP ${status} ${code}`, () => {
      expect(codeOfStatus(status)).to.equal(code);
    });
  }

  const now = new Date('2026-01-01T00:00:00Z');
  const waits = [
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ] as const;
  for (const [header, expected] of waits) {
    it(`read Retry-After ${String(header)} as ${String(expected)} ms`, () => {
      expect(parseRetryAfter(header, now)).to.equal(expected);
    });
  }

  it('repeat words without credentials in any spelling, request ids and line breaks', () => {
    const credential = 'hvs.secret+token/=';
    const text = `denied:\n\t${credential} ${encodeURIComponent(credential)} ${Buffer.from(credential).toString('base64')}\nrequest 123e4567-e89b-12d3-a456-426614174000`;

    expect(safeWords(text, [credential, ''])).to.equal(
      'denied: [redacted] [redacted] [redacted] request [id]',
    );
  });

  it('bound the words', () => {
    expect(safeWords('x'.repeat(1000), [])).to.have.lengthOf(241);
  });
});
