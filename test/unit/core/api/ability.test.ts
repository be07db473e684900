import { expect } from 'chai';
import {
  abilityFindings,
  parseSecretStore,
  type RawObject,
  type StoreRef,
} from '../../../../core/api/index.ts';
import {
  clusterExternalSecret,
  clusterPushSecret,
  pushSecret,
  SMALL_PUSH,
} from './distribution-manifests.ts';
import { externalSecret, type Manifest, PROVIDERS, store } from './manifests.ts';

/** A store of each backend, by the backend's name; every other store is unknown. */
function say(manifest: Manifest): string[] {
  const asked = (ref: StoreRef): ReturnType<Parameters<typeof abilityFindings>[1]> => {
    const parsed = parseSecretStore(store({ [ref.name]: PROVIDERS[ref.name] }));
    return parsed.ok ? parsed.value.spec.backend : undefined;
  };
  const object: RawObject = { ...manifest };
  return abilityFindings(object, asked).map(({ id, path, message }) => `${id} ${path}: ${message}`);
}

function finding(name: string, find: object): Manifest {
  return externalSecret({ secretStoreRef: { name }, dataFrom: [{ find }] });
}

function reading(name: string, more: object): Manifest {
  return externalSecret({
    secretStoreRef: { name },
    data: [{ secretKey: 'a', remoteRef: { key: 'x', ...more } }],
  });
}

describe('abilityFindings', () => {
  const cases: readonly (readonly [string, Manifest, readonly string[]])[] = [
    [
      'a version where there are none',
      reading('kubernetes', { version: '2' }),
      [
        'SPA-F001 spec.data[0].remoteRef.version: "2": SecretStore "kubernetes" (kubernetes) keeps no versions; leave it out',
      ],
    ],
    ['a version where there are some', reading('vault', { version: '2' }), []],
    [
      'metadata of a store that has none',
      reading('doppler', { metadataPolicy: 'Fetch' }),
      [
        'SPA-F003 spec.data[0].remoteRef.metadataPolicy: "Fetch": SecretStore "doppler" (doppler) has no metadata to fetch; leave it out',
      ],
    ],
    [
      'a find where nothing is found',
      finding('webhook', { name: { regexp: 'a' } }),
      [
        'SPA-F002 spec.dataFrom[0].find: SecretStore "webhook" (webhook) cannot find; use extract or data',
      ],
    ],
    [
      'a find by what the backend does not have',
      finding('azurekv', { path: 'a', name: { regexp: 'a' } }),
      [
        'SPA-F002 spec.dataFrom[0].find.path: SecretStore "azurekv" (azurekv) cannot find by this; it can by name, tags',
      ],
    ],
    [
      'GitLab without a name and with a tag it has not',
      finding('gitlab', { tags: { team: 'a' } }),
      [
        "SPA-F002 spec.dataFrom[0].find.name: 'find.name' is mandatory",
        "SPA-F002 spec.dataFrom[0].find.tags: 'find.tags' only supports 'environment_scope'",
      ],
    ],
    [
      'GitLab as it wants to be asked',
      finding('gitlab', { name: { regexp: 'a' }, tags: { environment_scope: 'prod' } }),
      [],
    ],
    ['a store nobody knows', reading('other', { version: '2' }), []],
    [
      'the store of an entry before that of all',
      externalSecret({
        secretStoreRef: { name: 'kubernetes' },
        dataFrom: [
          { extract: { key: 'a', version: '1' }, sourceRef: { storeRef: { name: 'vault' } } },
        ],
      }),
      [],
    ],
    [
      'a push into what can only be read',
      pushSecret({ ...SMALL_PUSH, secretStoreRefs: [{ name: 'vault' }, { name: 'gitlab' }] }),
      ['SPA-F004 spec.secretStoreRefs[1].name: SecretStore "gitlab" (gitlab) can only be read'],
    ],
    [
      'cluster kinds, with the paths they have',
      clusterExternalSecret({
        externalSecretSpec: reading('kubernetes', { version: '2' }).spec,
        namespaceSelectors: [{}],
      }),
      [
        'SPA-F001 spec.externalSecretSpec.data[0].remoteRef.version: "2": SecretStore "kubernetes" (kubernetes) keeps no versions; leave it out',
      ],
    ],
    [
      'a push of a cluster kind',
      clusterPushSecret({
        pushSecretSpec: { ...SMALL_PUSH, secretStoreRefs: [{ name: 'doppler' }] },
      }),
      [
        'SPA-F004 spec.pushSecretSpec.secretStoreRefs[0].name: SecretStore "doppler" (doppler) can only be read',
      ],
    ],
    ['a malformed object, which is told elsewhere', reading('kubernetes', { version: 2 }), []],
  ];
  for (const [name, manifest, findings] of cases) {
    it(`answers to ${name}`, () => {
      expect(say(manifest)).to.deep.equal(findings);
    });
  }
});
