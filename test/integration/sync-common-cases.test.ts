import { expect } from 'chai';
import type { RawObject } from '../../core/api/index.ts';
import { CONFIG_MAPS } from '../../core/kube/index.ts';
import { createSyncWorld, type SyncWorld, textsOf } from '../support/sync-world.ts';

const PERSON = JSON.stringify({
  name: { first: 'Tom', last: 'Anderson' },
  friends: [{ first: 'Roger' }, { first: 'Jane' }],
});
const SSH_KEY = '-----BEGIN KEY-----\nline one\nline two\n-----END KEY-----\n';
const DOCKER = '{ "auths": { "r.io": { "auth": "eA==" } } }';

const VALUES = {
  plain1: 'one',
  plain2: 'two',
  json1: '{"username":"u","password":"p"}',
  nested: '{"db":{"host":"h","port":5432}}',
  person: PERSON,
  docker: `{"dockerconfigjson":${DOCKER}}`,
  dockerText: JSON.stringify({ config: DOCKER }),
  ssh: SSH_KEY,
  sshJson: JSON.stringify({ key: SSH_KEY }),
  base64: 'Zm9v',
  base64url: 'bG_Dtg==',
  'e2e/find/a': '1',
  'e2e/find/b': '2',
};

function get(secretKey: string, key: string, more: RawObject = {}): RawObject {
  return { secretKey, remoteRef: { key, ...more } };
}

interface Wanted {
  readonly data: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly name?: string;
}

/** ESO's common provider cases (eso.md 9.2), each as one sentence. */
const CASES: readonly (readonly [string, RawObject, Wanted])[] = [
  [
    'two plain values become two keys',
    { data: [get('a', 'plain1'), get('b', 'plain2')] },
    { data: { a: 'one', b: 'two' } },
  ],
  [
    'the Secret has the name of the target',
    { target: { name: 'other' }, data: [get('a', 'plain1')] },
    { data: { a: 'one' }, name: 'other' },
  ],
  [
    'a property picks a member of JSON',
    {
      data: [
        get('u', 'json1', { property: 'username' }),
        get('p', 'json1', { property: 'password' }),
      ],
    },
    { data: { u: 'u', p: 'p' } },
  ],
  [
    'a template renders data and sets labels',
    {
      target: {
        template: {
          metadata: { labels: { example: 'ex' } },
          data: { url: '{{ .u }}@host' },
        },
      },
      data: [get('u', 'json1', { property: 'username' })],
    },
    { data: { url: 'u@host' }, labels: { example: 'ex' } },
  ],
  [
    'a literal renders key and value',
    {
      target: { template: { templateFrom: [{ literal: '{{ .u }}-key: {{ .a }}' }] } },
      data: [get('u', 'json1', { property: 'username' }), get('a', 'plain1')],
    },
    { data: { 'u-key': 'one' } },
  ],
  [
    'templates in ConfigMaps render by value and by keys and values',
    {
      target: {
        template: {
          templateFrom: [
            {
              configMap: {
                name: 'templates',
                items: [{ key: 'value' }, { key: 'pairs', templateAs: 'KeysAndValues' }],
              },
            },
          ],
        },
      },
      data: [get('a', 'plain1')],
    },
    { data: { value: 'value one', 'one-key': 'one' } },
  ],
  [
    'extract gives one key a member',
    { dataFrom: [{ extract: { key: 'json1' } }] },
    { data: { username: 'u', password: 'p' } },
  ],
  [
    'extract of a property gives the members of that object, numbers as text',
    { dataFrom: [{ extract: { key: 'nested', property: 'db' } }] },
    { data: { host: 'h', port: '5432' } },
  ],
  [
    'a rewrite renames each key once',
    {
      dataFrom: [
        { extract: { key: 'json1' }, rewrite: [{ regexp: { source: '(.*)', target: 'my_$1' } }] },
      ],
    },
    { data: { my_username: 'u', my_password: 'p' } },
  ],
  [
    'a path reaches into objects and lists',
    {
      data: [
        get('first', 'person', { property: 'name.first' }),
        get('friend', 'person', { property: 'friends.1.first' }),
      ],
    },
    { data: { first: 'Tom', friend: 'Jane' } },
  ],
  [
    'an object stays as its JSON text, whitespace and all',
    {
      target: {
        template: {
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': '{{ .config }}' },
        },
      },
      data: [get('config', 'docker', { property: 'dockerconfigjson' })],
    },
    { data: { '.dockerconfigjson': DOCKER }, type: 'kubernetes.io/dockerconfigjson' },
  ],
  [
    'JSON inside a string is unquoted',
    {
      target: {
        template: {
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': '{{ .config }}' },
        },
      },
      data: [get('config', 'dockerText', { property: 'config' })],
    },
    { data: { '.dockerconfigjson': DOCKER }, type: 'kubernetes.io/dockerconfigjson' },
  ],
  [
    'a key of many lines arrives whole, of its type',
    {
      target: {
        template: { type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': '{{ .key }}' } },
      },
      data: [get('key', 'ssh')],
    },
    { data: { 'ssh-privatekey': SSH_KEY }, type: 'kubernetes.io/ssh-auth' },
  ],
  [
    'a key of many lines in a property arrives whole',
    { data: [get('key', 'sshJson', { property: 'key' })] },
    { data: { key: SSH_KEY } },
  ],
  [
    'values are decoded as their entry says',
    {
      data: [
        get('auto', 'base64', { decodingStrategy: 'Auto' }),
        get('autoUrl', 'base64url', { decodingStrategy: 'Auto' }),
        get('autoText', 'plain1', { decodingStrategy: 'Auto' }),
        get('strict', 'base64', { decodingStrategy: 'Base64' }),
        get('none', 'base64', { decodingStrategy: 'None' }),
      ],
    },
    { data: { auto: 'foo', autoUrl: 'loö', autoText: 'one', strict: 'foo', none: 'Zm9v' } },
  ],
  [
    'find by name converts the names to keys',
    { dataFrom: [{ find: { name: { regexp: '^e2e/find/' } } }] },
    { data: { e2e_find_a: '1', e2e_find_b: '2' } },
  ],
  [
    'find and rewrite strips a prefix',
    {
      dataFrom: [
        {
          find: { name: { regexp: 'find' } },
          rewrite: [{ regexp: { source: 'e2e/find/(.*)', target: '$1' } }],
        },
      ],
    },
    { data: { a: '1', b: '2' } },
  ],
  [
    'find takes what lies under a path',
    { dataFrom: [{ find: { path: 'e2e/find/b', name: { regexp: '.*' } } }] },
    { data: { e2e_find_b: '2' } },
  ],
];

async function createWorld(): Promise<SyncWorld> {
  const world = await createSyncWorld();
  await world.putStore(
    'store',
    Object.entries(VALUES).map(([key, value]) => ({ key, value })),
  );
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'templates', namespace: 'team-a' },
    data: { value: 'value {{ .a }}', pairs: '{{ .a }}-key: {{ .a }}' },
  };
  await world.api.create(CONFIG_MAPS, configMap, { fieldManager: 'test' }, world.signal);
  return world;
}

describe('common cases of ESO', () => {
  for (const [name, spec, wanted] of CASES) {
    it(name, async () => {
      const world = await createWorld();
      const externalSecret = await world.putExternalSecret('app', {
        secretStoreRef: { name: 'store' },
        ...spec,
      });

      await world.sync.sync(externalSecret, world.signal);

      const secret = await world.secret(wanted.name ?? 'app');
      const metadata = secret?.raw['metadata'] as { readonly labels: Record<string, string> };
      expect(textsOf(secret)).deep.equal(wanted.data);
      expect(secret?.type).equal(wanted.type ?? 'Opaque');
      expect(metadata.labels).include(wanted.labels ?? {});
    });
  }
});
