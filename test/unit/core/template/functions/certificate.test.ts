import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import type { FunctionSources } from '../../../../../core/template/value/index.ts';
import { failureOf, renderTemplate } from '../../../../support/render-template.ts';

const SOURCES: FunctionSources = {
  now: () => new Date('2026-11-24T15:00:00.987Z'),
  randomBytes: (length) => new Uint8Array(length).fill(7),
};

describe('certificates made in templates', () => {
  it('are valid from now on for the days asked for', async () => {
    const text = '{{ (genCAWithKey "My CA" 365 (genPrivateKey "ecdsa")).Cert }}';
    const certificate = new X509Certificate(await renderTemplate(text, {}, SOURCES));

    expect(certificate.subject).equal('CN=My CA');
    expect(certificate.ca).equal(true);
    expect(certificate.validFrom).equal('Nov 24 15:00:00 2026 GMT');
    expect(certificate.validTo).equal('Nov 24 15:00:00 2027 GMT');
    expect(certificate.serialNumber).equal('07'.repeat(16));
  });

  it('are signed by the authority and name their hosts', async () => {
    const text = [
      '{{ $k := genPrivateKey "ecdsa" }}{{ $ca := genCAWithKey "ca" 30 $k }}',
      '{{ $c := genSignedCertWithKey "s" (list "10.0.0.1" "2001:db8::1") (list "a.b") 3 $ca (genPrivateKey "ed25519") }}',
      '{{ $ca.Cert }}|{{ $c.Cert }}|{{ $c.Key }}',
    ].join('');
    const [authority, signed, key] = (await renderTemplate(text)).split('|');
    const certificate = new X509Certificate(signed!);

    expect(certificate.verify(new X509Certificate(authority!).publicKey)).equal(true);
    expect(certificate.checkIssued(new X509Certificate(authority!))).equal(true);
    expect(certificate.checkPrivateKey(createPrivateKey(key!))).equal(true);
    expect(certificate.subjectAltName).equal(
      'DNS:a.b, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1',
    );
    expect(certificate.ca).equal(false);
  });

  for (const [type, label] of [
    ['ecdsa', 'EC PRIVATE KEY'],
    ['ed25519', 'PRIVATE KEY'],
  ] as const) {
    it(`have keys of type ${type}`, async () => {
      const key = await renderTemplate(`{{ genPrivateKey "${type}" }}`);

      expect(key).match(new RegExp(`^-----BEGIN ${label}-----\n`, 'u'));
      expect(createPublicKey(key).type).equal('public');
    });
  }

  it('are refused a key that is not the authority’s', async () => {
    const text =
      '{{ $a := genCAWithKey "a" 1 (genPrivateKey "ecdsa") }}{{ $b := genCAWithKey "b" 1 (genPrivateKey "ecdsa") }}' +
      '{{ $mixed := buildCustomCert (b64enc $a.Cert) (b64enc $b.Key) }}' +
      '{{ genSignedCertWithKey "s" nil nil 1 $mixed $b.Key }}';

    expect(await failureOf(text)).match(
      /error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey$/u,
    );
  });

  for (const [address, isOne] of [
    ['1.2.3.4', true],
    ['::1', true],
    ['::ffff:1.2.3.4', true],
    ['1:2:3:4:5:6:7:8', true],
    ['01.2.3.4', false],
    ['1.2.3', false],
    ['1::2::3', false],
    ['1:2:3:4:5:6:7::8', false],
    ['12345::', false],
    ['fe80::1%eth0', false],
  ] as const) {
    it(`${isOne ? 'take' : 'refuse'} the address ${address}`, async () => {
      const text = `{{ (genSelfSignedCertWithKey "s" (list "${address}") nil 1 (genPrivateKey "ecdsa")).Cert | certSANs | len }}`;
      const outcome = isOne ? await renderTemplate(text) : await failureOf(text);

      expect(outcome).match(isOne ? /^1$/u : new RegExp(`error parsing ip: ${address}$`, 'u'));
    });
  }
});
