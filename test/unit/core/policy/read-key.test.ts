import { expect } from 'chai';
import fc from 'fast-check';
import {
  findScope,
  readKey,
  readKeyOfUnknownStore,
  type StoreBackend,
} from '../../../../core/api/index.ts';
import { storeFacts } from '../../../../core/policy/index.ts';
import { aStore } from '../../../support/policy-world.ts';

function backend(provider: Readonly<Record<string, unknown>>): StoreBackend {
  const facts = storeFacts(aStore('s', provider));
  if (facts === undefined) {
    throw new Error('no store');
  }
  return facts.backend;
}

const VAULT = backend({ vault: { server: 'https://v', path: 'kv', version: 'v2' } });
const VAULT_V1 = backend({ vault: { server: 'https://v', path: 'kv', version: 'v1' } });
const VAULT_ANY = backend({ vault: { server: 'https://v', version: 'v2' } });
const AWS = backend({ aws: { service: 'SecretsManager', region: 'eu-west-1' } });
const AWS_PREFIX = backend({
  aws: { service: 'SecretsManager', region: 'eu-west-1', prefix: 'prod' },
});
const PARAMETERS = backend({ aws: { service: 'ParameterStore', region: 'eu-west-1' } });
const AZURE = backend({ azurekv: { vaultUrl: 'https://x.vault.azure.net' } });
const GCP = backend({ gcpsm: { projectID: 'p' } });
const AKEYLESS = backend({ akeyless: { akeylessGWApiURL: 'https://a', authSecretRef: {} } });
const GITLAB = backend({ gitlab: { auth: { SecretRef: {} } } });
const INFISICAL = backend({ infisical: {} });
const WEBHOOK = backend({ webhook: { url: 'https://w' } });

const READINGS: readonly (readonly [string, StoreBackend, string, readonly string[] | string])[] = [
  ['Vault', VAULT, 'team-b/x', ['team-b/x']],
  ['Vault', VAULT, 'kv/team-b/x', ['team-b/x']],
  ['Vault', VAULT, 'kv/data/team-b/x', ['team-b/x']],
  ['Vault', VAULT, 'data/team-b/x', ['data/team-b/x', 'team-b/x']],
  ['Vault version 1', VAULT_V1, 'kv/data/x', ['data/x']],
  ['Vault without path', VAULT_ANY, 'kv/team-b/x', ['kv/team-b/x']],
  ['Vault without path', VAULT_ANY, 'kv/data/team-b/x', ['kv/team-b/x']],
  ['AWS', AWS, 'team-b/x', ['team-b/x']],
  ['AWS', AWS, '/team-b/x', ['team-b/x']],
  ['AWS', AWS, '//team-b/x', 'empty segment'],
  ['AWS with a prefix', AWS_PREFIX, '-admin/x', ['prod-admin/x']],
  [
    'AWS',
    AWS,
    'arn:aws:secretsmanager:eu-west-1:1:secret:team-b/x-AbCdEf',
    ['!team-b/x-AbCdEf', '!team-b/x'],
  ],
  ['Parameter Store', PARAMETERS, '/team-b/x', ['team-b/x']],
  ['Parameter Store', PARAMETERS, 'team-b/x:3', ['team-b/x']],
  ['Azure', AZURE, 'secret/victim', ['victim']],
  ['Azure', AZURE, 'victim', ['victim']],
  ['Azure', AZURE, 'cert/web', ['cert/web']],
  ['Azure', AZURE, 'secret/victim/team-a/x', 'more than type and name'],
  ['Azure', AZURE, 'other/victim', 'a type that is not'],
  ['Google', GCP, 'x', ['x']],
  ['Google', GCP, 'projects/p/secrets/x/versions/1', ['!x']],
  ['Google', GCP, 'a/b', 'has a slash'],
  ['Akeyless', AKEYLESS, '/team-b/x', ['team-b/x']],
  ['Infisical', INFISICAL, '/team-b/x', ['!team-b/x']],
  ['webhook', WEBHOOK, 'x?admin=1', 'could change the URL'],
];

const REFUSED = [
  '',
  'a//b',
  'a/',
  './a',
  'a/../b',
  'a%2Fb',
  'a/%2e%2e/b',
  'a%5cb',
  'a\\b',
  ' a',
  'a\n',
  'a\u0000b',
  'a\ud800',
];

describe('what a backend makes of a key', () => {
  for (const [name, store, key, expected] of READINGS) {
    it(`${name} reads ${key}`, () => {
      const reading = readKey(store, key);

      if (typeof expected === 'string') {
        expect(reading.ok ? '' : reading.problem).to.include(expected);
      } else {
        expect(
          reading.ok && reading.paths.map((path) => `${reading.absolute ? '!' : ''}${path}`),
        ).to.deep.equal(expected);
      }
    });
  }

  for (const key of REFUSED) {
    it(`is nothing for ${JSON.stringify(key)}`, () => {
      expect(readKey(VAULT, key).ok).to.equal(false);
      expect(readKeyOfUnknownStore(key).ok).to.equal(false);
    });
  }

  it('distinguishes no case in Azure, and no dash from underscore in GitLab', () => {
    expect(readKey(AZURE, 'x')).to.deep.include({ fold: 'case' });
    expect(readKey(GITLAB, 'a-b')).to.deep.include({ fold: 'dash' });
  });

  it('finds below a folder only where the backend does', () => {
    expect(findScope(VAULT, 'team-b')).to.deep.equal({ folders: ['team-b'] });
    expect(findScope(PARAMETERS, '/team-b/')).to.deep.equal({ folders: ['team-b'] });
    expect(findScope(AWS, 'team-b')).to.equal('everything');
    expect(findScope(AWS, '/team-b/')).to.deep.equal({ folders: ['team-b'] });
    expect(findScope(AWS, 'team-b/x')).to.deep.equal({ folders: ['team-b'] });
    expect(findScope(AZURE, 'team-b')).to.equal('everything');
    expect(findScope(VAULT, '')).to.equal('everything');
  });

  it('is the same for every alias', () => {
    const word = fc.constantFrom('team-b', 'x', 'secret', 'a.b', 'kv2');
    const paths = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('/'));

    fc.assert(
      fc.property(paths, (path) => {
        const vault = [path, `kv/${path}`, `kv/data/${path}`].map((key) => readKey(VAULT, key));
        const parameter = [path, `/${path}`, `${path}:1`].map((key) => readKey(PARAMETERS, key));
        expect(new Set(vault.map((reading) => JSON.stringify(reading)))).to.have.property(
          'size',
          1,
        );
        expect(new Set(parameter.map((reading) => JSON.stringify(reading)))).to.have.property(
          'size',
          1,
        );
      }),
    );
  });

  it('is not read into anything new when it is read again', () => {
    const word = fc.constantFrom('data', 'team-b', 'x', 'secret', 'key', 'a-b');
    const keys = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('/'));

    fc.assert(
      fc.property(keys, fc.constantFrom(VAULT, AWS, AZURE, GCP), (key, store) => {
        const first = readKey(store, key);
        const known = first.ok ? first.paths : [];

        for (const path of known) {
          const again = readKey(store, path);
          expect(known).to.include.members(again.ok ? [...again.paths] : []);
        }
      }),
    );
  });
});
