import { expect } from 'chai';
import {
  readCa,
  readCredentialText,
  readPodToken,
  readServiceAccountToken,
} from '../../../../core/provider/credentials.ts';
import { aProviderContext, faultOf } from '../../../support/provider-context.ts';

const never = new AbortController().signal;
const path = 'spec.provider.aws.auth.secretRef.accessKeyIDSecretRef';
const secrets = {
  'team-a/keys': { 'access-key-id': 'AKIA1\n', 'secret-access-key': 'shh' },
  'vault/keys': { 'access-key-id': 'AKIA2' },
};

describe('credentials', () => {
  it('reads a key of a Secret in the store’s namespace, without its line end', async () => {
    const field = { selector: { name: 'keys', key: 'access-key-id' }, path };

    expect(await readCredentialText(aProviderContext({ secrets }), field, never)).to.equal('AKIA1');
  });

  it('takes the default key where the selector names none', async () => {
    const field = { selector: { name: 'keys' }, path, defaultKey: 'secret-access-key' };

    expect(await readCredentialText(aProviderContext({ secrets }), field, never)).to.equal('shh');
  });

  it('lets a ClusterSecretStore name the namespace', async () => {
    const context = aProviderContext({ kind: 'ClusterSecretStore', secrets });
    const selector = { name: 'keys', namespace: 'vault', key: 'access-key-id' };

    expect(await readCredentialText(context, { selector, path }, never)).to.equal('AKIA2');
  });

  it('looks in the namespace of the ExternalSecret where a ClusterSecretStore names none', async () => {
    const context = aProviderContext({ kind: 'ClusterSecretStore', secrets });
    const selector = { name: 'keys', key: 'access-key-id' };

    expect(await readCredentialText(context, { selector, path }, never)).to.equal('AKIA1');
  });

  const refusals = [
    {
      name: 'an absent key, and says which there are',
      options: { secrets },
      selector: { name: 'keys', key: 'access-key' },
      code: 'UNAUTHENTICATED',
      message: `SecretStore "main": ${path}: Secret "team-a/keys" has no key "access-key"; it has "access-key-id", "secret-access-key"`,
    },
    {
      name: 'an absent Secret',
      options: { secrets },
      selector: { name: 'awssm-secret', key: 'access-key' },
      code: 'UNAUTHENTICATED',
      message: `SecretStore "main": ${path}: Secret "team-a/awssm-secret" does not exist`,
    },
    {
      name: 'a selector without a key',
      options: { secrets },
      selector: { name: 'keys' },
      code: 'UNAUTHENTICATED',
      message: `SecretStore "main": ${path}: names no key; Secret "team-a/keys" has "access-key-id", "secret-access-key"`,
    },
    {
      name: 'a selector without a name',
      options: { secrets },
      selector: { key: 'access-key-id' },
      code: 'SPEC_INVALID',
      message: `SecretStore "main": ${path}: names no object; set name`,
    },
    {
      name: 'a SecretStore that reaches into another namespace',
      options: { secrets },
      selector: { name: 'keys', namespace: 'vault', key: 'access-key-id' },
      code: 'STORE_FORBIDDEN',
      message: `SecretStore "main": ${path}.namespace: is "vault", but a SecretStore may use only its own namespace "team-a"; remove it or use a ClusterSecretStore`,
    },
    {
      name: 'a ClusterSecretStore without a namespace while nobody uses it',
      options: { secrets, kind: 'ClusterSecretStore', namespace: '' },
      selector: { name: 'keys', key: 'access-key-id' },
      code: 'SPEC_INVALID',
      message: `ClusterSecretStore "main": ${path}: names no namespace, and none is known before an ExternalSecret uses the store`,
    },
  ] as const;
  for (const { name, options, selector, code, message } of refusals) {
    it(`refuses ${name}`, async () => {
      const fault = await faultOf(
        readCredentialText(aProviderContext(options), { selector, path }, never),
      );

      expect({ code: fault.code, message: fault.message }).to.deep.equal({ code, message });
    });
  }

  describe('of a process that runs as an application’s Pod', () => {
    const direct = { kind: 'direct', readToken: async () => 'pod-token' } as const;

    it('are not read from Secrets, though it could', async () => {
      const field = { selector: { name: 'keys', key: 'access-key-id' }, path };

      const fault = await faultOf(
        readCredentialText(aProviderContext({ secrets, identity: direct }), field, never),
      );

      expect(fault.code).to.equal('STORE_FORBIDDEN');
      expect(fault.message).to.include('served by the controller');
    });

    it('are the Pod’s own token, whichever ServiceAccount the store names', async () => {
      const context = aProviderContext({ identity: direct, serviceAccounts: { 'team-a/x': 'x' } });
      const field = { selector: { name: 'x' }, path, audiences: [], expirationSeconds: 600 };

      expect(await readServiceAccountToken(context, field, never)).to.equal('pod-token');
      expect(context.tokenRequests).to.be.empty;
    });
  });

  it('asks for a ServiceAccount’s token with the audiences of the store', async () => {
    const context = aProviderContext({ serviceAccounts: { 'team-a/app': 'jwt' } });
    const field = { selector: { name: 'app' }, path, audiences: ['vault'], expirationSeconds: 600 };

    expect(await readServiceAccountToken(context, field, never)).to.equal('jwt-1');
    expect(context.tokenRequests).to.deep.equal([{ audiences: ['vault'], expirationSeconds: 600 }]);
  });

  const lending = { kind: 'delegated', readToken: async () => 'controller-token' } as const;

  it('lends the controller’s own token to a ClusterSecretStore', async () => {
    const context = aProviderContext({ kind: 'ClusterSecretStore', identity: lending });

    expect(await readPodToken(context, path)).to.equal('controller-token');
  });

  it('does not lend it to a SecretStore, whose server might keep it', async () => {
    const fault = await faultOf(readPodToken(aProviderContext({ identity: lending }), path));

    expect(fault.code).to.equal('STORE_FORBIDDEN');
  });

  it('lends none where the process has none', async () => {
    const fault = await faultOf(
      readPodToken(aProviderContext({ kind: 'ClusterSecretStore' }), path),
    );

    expect(fault.code).to.equal('STORE_FORBIDDEN');
  });

  describe('CA certificates', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n';
    const context = aProviderContext({
      secrets: { 'team-a/ca': { 'ca.crt': pem } },
      configMaps: { 'team-a/ca': { 'root.pem': pem, 'notes.txt': 'none' } },
    });
    const at = { path: 'spec.provider.vault' };
    const provider = (type: 'Secret' | 'ConfigMap', key: string) => ({ type, name: 'ca', key });

    it('come from the store, a Secret or a ConfigMap', async () => {
      const caBundle = Buffer.from(pem).toString('base64');

      expect(await readCa(context, { ...at, caBundle }, never)).to.equal(pem);
      expect(
        await readCa(context, { ...at, caProvider: provider('Secret', 'ca.crt') }, never),
      ).to.equal(pem);
      expect(
        await readCa(context, { ...at, caProvider: provider('ConfigMap', 'root.pem') }, never),
      ).to.equal(pem);
      expect(await readCa(context, at, never)).to.equal(undefined);
    });

    it('must be PEM', async () => {
      const fault = await faultOf(
        readCa(context, { ...at, caProvider: provider('ConfigMap', 'notes.txt') }, never),
      );

      expect(fault.message).to.equal(
        'SecretStore "main": spec.provider.vault.caProvider: holds no PEM certificate ("-----BEGIN CERTIFICATE-----")',
      );
    });

    it('are missed with the names of the keys there are', async () => {
      const fault = await faultOf(
        readCa(context, { ...at, caProvider: provider('ConfigMap', 'ca.crt') }, never),
      );

      expect(fault.message).to.include('has no key "ca.crt"; it has "notes.txt", "root.pem"');
    });
  });
});
