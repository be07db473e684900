import type { BackendName, StoreBackend } from '../secret-store.ts';
import { BACKEND_FACTS } from './facts.ts';
import type { BackendSpecs } from './index.ts';

/** What an ExternalSecret may ask of a store: what it may not, the backend would refuse or silently ignore (eso.md 5.2). */
export interface Abilities {
  /** By what secrets can be found; none: not at all. */
  readonly find: readonly FindCriterion[];
  readonly versions: boolean;
  /** `metadataPolicy: Fetch`. */
  readonly metadata: boolean;
  readonly push: boolean;
}

export type FindCriterion = 'name' | 'path' | 'tags';

type Readable = Omit<Abilities, 'push'>;

const ALL: Readable = { find: ['name', 'path', 'tags'], versions: true, metadata: true };
const SINGLE: Readable = { find: [], versions: false, metadata: false };

type Table = {
  readonly [Name in BackendName]: Readable | ((spec: BackendSpecs[Name]) => Readable);
};

const ABILITIES: Table = {
  akeyless: { ...ALL, metadata: false },
  aws: ({ service }) => (service === 'CertificateManager' ? SINGLE : ALL),
  azurekv: { ...ALL, find: ['name', 'tags'] },
  doppler: { ...SINGLE, find: ['name', 'path'] },
  fake: { find: ['name', 'path'], versions: true, metadata: false },
  gcpsm: ALL,
  gitlab: { ...SINGLE, find: ['name', 'tags'] },
  kubernetes: { find: ['name', 'tags'], versions: false, metadata: true },
  onepassword: { ...ALL, versions: false, metadata: false },
  onepasswordSDK: { ...ALL, versions: false, metadata: false },
  vault: ({ version }) =>
    version === 'v1' ? { find: ['name', 'path'], versions: false, metadata: false } : ALL,
  webhook: { find: [], versions: true, metadata: false },
};

function readableOf<Name extends BackendName>(name: Name, spec: BackendSpecs[Name]): Readable {
  const entry = ABILITIES[name];
  return typeof entry === 'function' ? entry(spec) : entry;
}

/** What can be asked of a store of this backend; undefined when the backend is not served. */
export function abilitiesOf(backend: StoreBackend): Abilities | undefined {
  if (backend.name === 'unsupported') {
    return undefined;
  }
  const push = BACKEND_FACTS[backend.name].capabilities !== 'ReadOnly';
  return { ...readableOf(backend.name, backend.spec), push };
}
