import { expect } from 'chai';
import { parseCertificate, renewalTime } from '../../../certs/certificate.ts';

describe('certificate', () => {
  for (const text of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
    it(`says nothing of ${JSON.stringify(text)}`, () => {
      expect(parseCertificate(text)).to.equal(undefined);
    });
  }

  const facts = {
    commonName: '',
    dnsNames: [],
    isAuthority: false,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2026-01-31T00:00:00Z'),
  };
  for (const [jitter, day] of [
    [0, '2026-01-18'],
    [0.5, '2026-01-21'],
    [0.999_999_999, '2026-01-23'],
  ] as const) {
    it(`is renewed on ${day} when it lives through January and the jitter is ${jitter}`, () => {
      expect(renewalTime(facts, jitter).toISOString().slice(0, 10)).to.equal(day);
    });
  }
});
