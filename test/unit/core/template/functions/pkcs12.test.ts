import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseTemplate } from '../../../../../core/template/template.ts';
import { failureOf, renderTemplate } from '../../../../support/render-template.ts';

const TEST = new URL('../../../../', import.meta.url);

function container(name: string): Buffer {
  return readFileSync(new URL(`fixtures/pkcs12/${name}.p12`, TEST));
}

function pem(name: string): string {
  return readFileSync(new URL(`vectors/fixtures/${name}`, TEST), 'utf8');
}

function pkcs8(name: string): string {
  return createPrivateKey(pem(name)).export({ format: 'pem', type: 'pkcs8' }).toString();
}

describe('PKCS#12 in templates', () => {
  for (const [file, password, key, chain] of [
    ['openssl3', 'pw', 'leaf.key', ['leaf.crt', 'intermediate.crt']],
    ['rc2-40', 'pw', 'leaf.key', ['leaf.crt', 'intermediate.crt']],
    ['rc2-128-sha512', 'pw', 'leaf.key', ['leaf.crt']],
    ['ec-3des-empty', '', 'leaf-ec.key', ['leaf-ec.crt']],
    ['ed25519-aes128', 'pw', 'leaf-ed25519.key', ['leaf-ed25519.crt']],
    ['ec-open', '', 'leaf-ec.key', ['leaf-ec.crt']],
  ] as const) {
    it(`reads the key and the certificates of OpenSSL's ${file}`, async () => {
      const data = { in: container(file) };

      expect(await renderTemplate(`{{ pkcs12keyPass "${password}" .in }}`, data)).equal(pkcs8(key));
      expect(await renderTemplate(`{{ pkcs12certPass "${password}" .in }}`, data)).equal(
        chain.map(pem).join(''),
      );
    });
  }

  for (const [key, cert] of [
    ['leaf.key', 'leaf.crt'],
    ['leaf-ec.key', 'leaf-ec.crt'],
    ['leaf-ed25519.key', 'leaf-ed25519.crt'],
  ] as const) {
    it(`reads again what it wrote of ${key}`, async () => {
      const data = { key: pem(key), cert: pem(cert) };
      const written = 'pemToPkcs12Pass .cert .key "é" | b64dec';

      expect(await renderTemplate(`{{ ${written} | pkcs12keyPass "é" }}`, data)).equal(pkcs8(key));
      expect(await renderTemplate(`{{ ${written} | pkcs12certPass "é" }}`, data)).equal(data.cert);
    });
  }

  it('tells a wrong password from a broken file', async () => {
    const data = { in: container('openssl3'), cut: container('openssl3').subarray(0, 99) };

    expect(await failureOf('{{ pkcs12keyPass "no" .in }}', data)).match(
      /unable to decode pkcs12 with password: pkcs12: decryption password incorrect$/u,
    );
    expect(await failureOf('{{ pkcs12certPass "pw" .cut }}', data)).match(
      /unable to decode pkcs12 certificate with password: pkcs12: error reading P12 data: asn1: syntax error: data truncated$/u,
    );
  });

  it('counts the rounds of its key derivations as steps of the template', () => {
    const limits = { steps: 2_000 };
    const parsed = parseTemplate('t', '{{ pkcs12key .in }}', { limits });
    if (!parsed.ok) {
      throw parsed.error;
    }
    const data = new Map([['in', container('ec-3des-empty')]]);

    expect(() => parsed.template.execute(data)).throw(/steps/u);
  });
});
