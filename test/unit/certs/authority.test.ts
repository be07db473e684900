import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { expect } from 'chai';
import {
  type Authority,
  createAuthority,
  issueServingCertificate,
  parseAuthority,
  renewAuthority,
  type ServingCertificate,
} from '../../../certs/authority.ts';

const DAY_MS = 86_400_000;
const NAME = 'webhook.sallyport-system.svc';

/** The protocol when a client that trusts `ca` accepts the server; otherwise its error's code. */
async function handshake(serving: ServingCertificate, ca: string, name = NAME): Promise<string> {
  const server = createServer({ key: serving.privateKeyPem, cert: serving.certificatePem });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket: TLSSocket = connect({ host: '127.0.0.1', port, ca, servername: name });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol() ?? '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    socket.destroy();
    server.close();
  }
}

describe('authority', () => {
  let now: Date;
  let authority: Authority;
  let serving: ServingCertificate;

  before(async () => {
    now = new Date();
    now.setUTCMilliseconds(0);
    authority = await createAuthority('sallyport-ca-1', now);
    serving = await issueServingCertificate(authority, [NAME, 'webhook'], now);
  });

  it('lives a year, backdated an hour', () => {
    expect(authority.facts).to.deep.equal({
      commonName: 'sallyport-ca-1',
      dnsNames: [],
      isAuthority: true,
      notBefore: new Date(now.getTime() - 3_600_000),
      notAfter: new Date(now.getTime() + 365 * DAY_MS),
    });
  });

  it('signs a certificate for the names, for thirty days', () => {
    expect(serving.facts).to.deep.equal({
      commonName: NAME,
      dnsNames: [NAME, 'webhook'],
      isAuthority: false,
      notBefore: new Date(now.getTime() - 3_600_000),
      notAfter: new Date(now.getTime() + 30 * DAY_MS),
    });
  });

  it('uses P-256 keys and names issuer and use', () => {
    const certificate = new X509Certificate(serving.certificatePem);

    expect(certificate.publicKey.asymmetricKeyDetails).to.deep.equal({ namedCurve: 'prime256v1' });
    expect(certificate.issuer).to.equal('CN=sallyport-ca-1');
    expect(certificate.keyUsage).to.deep.equal(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.checkIssued(new X509Certificate(authority.certificatePem))).to.equal(true);
  });

  it('never signs for longer than itself', async () => {
    const late = new Date(authority.facts.notAfter.getTime() - DAY_MS);

    const issued = await issueServingCertificate(authority, [NAME], late);

    expect(issued.facts.notAfter).to.deep.equal(authority.facts.notAfter);
  });

  it('gives every certificate a serial number of its own', async () => {
    const other = await issueServingCertificate(authority, [NAME], now);

    const serials = [serving, other].map(
      ({ certificatePem }) => new X509Certificate(certificatePem).serialNumber,
    );
    expect(new Set(serials)).to.have.property('size', 2);
    expect(serials.map((serial) => serial.length)).to.deep.equal([32, 32]);
  });

  it('serves a TLS client that trusts the authority', async () => {
    expect(await handshake(serving, authority.certificatePem)).to.equal('TLSv1.3');
  });

  it('is refused under a name it was not issued for', async () => {
    expect(await handshake(serving, authority.certificatePem, 'other.svc')).to.equal(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  it('is refused by a client that trusts another authority of the same name', async () => {
    const other = await createAuthority('sallyport-ca-1', now);

    expect(await handshake(serving, other.certificatePem)).to.match(
      /UNABLE_TO_VERIFY|CERT_SIGNATURE_FAILURE|UNABLE_TO_GET_ISSUER/u,
    );
  });

  it('keeps its key and name in a renewal, so that earlier certificates verify under either', async () => {
    const renewed = renewAuthority(authority, new Date(now.getTime() + 1000));

    expect(renewed.certificatePem).not.to.equal(authority.certificatePem);
    expect(await handshake(serving, renewed.certificatePem)).to.equal('TLSv1.3');
  });

  it('is read back from its two halves', () => {
    const key = authority.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    expect(parseAuthority(authority.certificatePem, key)?.facts).to.deep.equal(authority.facts);
  });

  it('is not read from a key of another certificate, a serving certificate, or nothing', async () => {
    const other = await createAuthority('other', now);
    const key = other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    expect(parseAuthority(authority.certificatePem, key)).to.equal(undefined);
    expect(parseAuthority(serving.certificatePem, serving.privateKeyPem)).to.equal(undefined);
    expect(parseAuthority(authority.certificatePem, '')).to.equal(undefined);
    expect(parseAuthority('', '')).to.equal(undefined);
  });
});
