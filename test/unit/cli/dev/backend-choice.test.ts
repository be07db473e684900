import { expect } from 'chai';
import { chooseBackend, type Environment } from '../../../../cli/dev/backend-choice.ts';
import { createLogger, systemClock } from '../../../../core/runtime/index.ts';

const deps = {
  clock: systemClock,
  random: () => 0,
  backendEnvironment: {},
  log: createLogger({ level: 'error', clock: systemClock, write: () => undefined }),
};
const VAULT = { VAULT_ADDR: 'http://vault:8200', VAULT_TOKEN: 'hvs.quick-start-token' };
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'key' };

describe('the quick start’s backend', () => {
  const choices: readonly (readonly [string, Environment, RegExp])[] = [
    ['nothing', {}, /^fake .*VAULT_ADDR and VAULT_TOKEN, or AWS_REGION and credentials/u],
    ['empty settings', { VAULT_ADDR: '', VAULT_TOKEN: '', AWS_ENDPOINT_URL: '' }, /^fake /u],
    ['a Vault without a token', { VAULT_ADDR: VAULT.VAULT_ADDR }, /^fake .*not VAULT_TOKEN/u],
    ['a Vault with its token', VAULT, /^vault at http:\/\/vault:8200, /u],
    ['a Vault and AWS', { ...VAULT, AWS_ENDPOINT_URL: 'http://moto:5000' }, /^vault /u],
    [
      'an AWS endpoint',
      { AWS_ENDPOINT_URL: 'http://moto:5000' },
      /^AWS .* at http:\/\/moto:5000, region us-east-1[.]/u,
    ],
    ['a region and keys', { AWS_REGION: 'eu-west-1', ...KEYS }, /^AWS .*, region eu-west-1[.]/u],
    [
      'the older variable and a profile',
      { AWS_DEFAULT_REGION: 'eu-west-2', AWS_PROFILE: 'dev' },
      /^AWS .*, region eu-west-2[.]/u,
    ],
    ['a region alone', { AWS_REGION: 'eu-west-1' }, /^fake /u],
    ['keys without a region', KEYS, /^fake /u],
  ];
  for (const [what, environment, description] of choices) {
    const kind = /\w+/u.exec(description.source)?.[0] ?? '';
    it(`is ${kind} with ${what}`, () => {
      expect(chooseBackend(environment, deps).description[0]).to.match(description);
    });
  }

  it('says that it writes a key and takes it away, wherever it does', () => {
    for (const environment of [VAULT, { AWS_ENDPOINT_URL: 'http://moto:5000' }]) {
      expect(chooseBackend(environment, deps).description.join(' ')).to.include(
        'sallyport-quickstart/database there and removes it at the end',
      );
    }
  });

  it('leaves nothing to wait for in AWS, which keeps deleted secrets for weeks', () => {
    const { objects } = chooseBackend({ AWS_ENDPOINT_URL: 'http://moto:5000' }, deps);

    expect(JSON.stringify(objects)).to.include('"forceDeleteWithoutRecovery":true');
  });

  it('lets the sidecar be its Pod, except where the store’s token lies in a Secret', () => {
    const kinds = [{}, { AWS_ENDPOINT_URL: 'http://moto:5000' }, VAULT].map(
      (environment) => chooseBackend(environment, deps).sidecarIdentity.kind,
    );

    expect(kinds).to.deep.equal(['direct', 'direct', 'delegated']);
  });

  it('reads the Vault’s namespace from the environment', () => {
    const { objects } = chooseBackend({ ...VAULT, VAULT_NAMESPACE: 'team' }, deps);

    expect(objects.at(-1)).to.have.nested.property('spec.provider.vault.namespace', 'team');
  });
});
