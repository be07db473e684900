import type { BackendName, BackendOf, StoreBackend } from '../../secret-store.ts';
import { SUPPORTED_PROVIDERS } from '../../provider-key.ts';
import type { BackendSpecs } from '../index.ts';
import { awsFindScope, readArn, readAwsKey } from './aws.ts';
import { readAzureKey } from './azurekv.ts';
import { readGcpKey } from './gcpsm.ts';
import { absolute, type FindScope, type KeyReading, plain, unreadable } from './reading.ts';
import { keyTextProblem } from './text.ts';
import { readVaultKey } from './vault.ts';

export { foldKey, type FindScope, type KeyFold, type KeyReading } from './reading.ts';

/** Backends in which a slash at the front is how keys are written. */
const ROOTED: readonly string[] = ['aws', 'akeyless', 'unsupported'];

/** Of a provider that is not modelled: its text, and what looks absolute is (Infisical, admission.md 2.3). */
function readForeignKey(key: string): KeyReading {
  return key.startsWith('/') ? absolute(key.slice(1)) : plain(key);
}

function readWebhookKey(key: string): KeyReading {
  return /[?#&%]/u.test(key)
    ? unreadable('has a character (? # & %) that could change the URL it is put in')
    : plain(key);
}

type Readers = {
  readonly [Name in BackendName]: (spec: BackendSpecs[Name], key: string) => KeyReading;
};

const READERS: Readers = {
  akeyless: (_spec, key) => plain(key.startsWith('/') ? key.slice(1) : key),
  aws: readAwsKey,
  azurekv: (_spec, key) => readAzureKey(key),
  doppler: (_spec, key) => plain(key),
  fake: (_spec, key) => plain(key),
  gcpsm: (_spec, key) => readGcpKey(key),
  gitlab: (_spec, key) => ({ ok: true, paths: [key], absolute: false, fold: 'dash' }),
  kubernetes: (_spec, key) => plain(key),
  onepassword: (_spec, key) => plain(key),
  onepasswordSDK: (_spec, key) => ({ ok: true, paths: [key], absolute: false, fold: 'case' }),
  vault: readVaultKey,
  webhook: (_spec, key) => readWebhookKey(key),
};

function readWith<Name extends BackendName>(backend: BackendOf<Name>, key: string): KeyReading {
  const reader: Readers[Name] = READERS[backend.name];
  return reader(backend.spec, key);
}

/** Settings that cannot be read leave open which alias of its backend a key is. */
function readUnmodelledKey(provider: string, key: string): KeyReading {
  return SUPPORTED_PROVIDERS.includes(provider) ? readKeyOfUnknownStore(key) : readForeignKey(key);
}

/** What the store's backend makes of a key (admission.md 2.3); a key that could be understood as another is refused. */
export function readKey(backend: StoreBackend, key: string): KeyReading {
  const rooted = ROOTED.includes(backend.name) && key.startsWith('/');
  const problem = keyTextProblem(rooted ? key.slice(1) : key);
  if (problem !== undefined) {
    return unreadable(problem);
  }
  return backend.name === 'unsupported'
    ? readUnmodelledKey(backend.key, key)
    : readWith(backend, key);
}

const VAULT_ALIAS = /^(?:[^/]+\/)?data\//u;

/** The key of a store that nobody has seen: every reading its own spelling suggests. */
export function readKeyOfUnknownStore(key: string): KeyReading {
  const path = key.startsWith('/') ? key.slice(1) : key;
  const problem = keyTextProblem(path);
  if (problem !== undefined) {
    return unreadable(problem);
  }
  if (key.startsWith('arn:')) {
    return readArn(key);
  }
  if (key.startsWith('projects/')) {
    return readGcpKey(key);
  }
  const vault = VAULT_ALIAS.test(path)
    ? [path.replace(VAULT_ALIAS, ''), path.replace('data/', '')]
    : [];
  const azure = path.startsWith('secret/') ? [path.slice('secret/'.length)] : [];
  return plain(...new Set([path, ...vault, ...azure]));
}

/** Backends whose find begins at a folder. */
const FOLDERS: readonly string[] = ['vault', 'akeyless'];

function foldersOf(backend: StoreBackend, path: string): FindScope {
  const folder = path.split('/').filter(Boolean).join('/');
  const reading = folder === '' ? unreadable('is empty') : readKey(backend, folder);
  return reading.ok && !reading.absolute ? { folders: reading.paths } : 'everything';
}

/** Where a find with that path looks; 'everything' where the backend ignores the path, or it is no folder there (eso.md 5.2). */
export function findScope(backend: StoreBackend, path: string): FindScope {
  if (backend.name === 'aws') {
    return awsFindScope(backend.spec, path);
  }
  return FOLDERS.includes(backend.name) ? foldersOf(backend, path) : 'everything';
}
