import { expect } from 'chai';
import type { GitlabBackend } from '../../../../../core/api/index.ts';
import { connectStore, type SecretsClient } from '../../../../../core/provider/index.ts';
import { type GitlabServer, startGitlabServer } from '../../../../support/gitlab-server.ts';
import { aProviderContext, faultOf } from '../../../../support/provider-context.ts';

const TOKEN = 'glpat-loopback-token';
const never = new AbortController().signal;

describe('GitLab variables', () => {
  let server: GitlabServer;
  beforeEach(async () => {
    server = await startGitlabServer(TOKEN, ['projects/7', 'groups/1', 'groups/2']);
  });
  afterEach(async () => server.close());

  async function open(spec: Partial<GitlabBackend>): Promise<SecretsClient> {
    const auth = { SecretRef: { accessToken: { name: 'gitlab', key: 'token' } } };
    const context = aProviderContext({ secrets: { 'team-a/gitlab': { token: TOKEN } } });
    return connectStore(
      { name: 'gitlab', spec: { url: server.url, auth, ...spec } },
      context,
      never,
    );
  }
  async function read(client: SecretsClient, key: string): Promise<string | undefined> {
    const payload = await client.getSecret({ key, content: 'value' }, never);
    return payload?.kind === 'document'
      ? Buffer.from(payload.bytes.reveal()).toString('utf8')
      : undefined;
  }
  const all = { matchesName: () => true };
  async function found(
    client: SecretsClient,
    query: object = all,
  ): Promise<Record<string, string>> {
    const secrets = await client.findSecrets(query, never);
    return Object.fromEntries(
      secrets.map(({ name, payload }) => [
        name,
        payload.kind === 'document' ? Buffer.from(payload.bytes.reveal()).toString('utf8') : '',
      ]),
    );
  }

  it('reads a key with - as the variable with _', async () => {
    server.put('projects/7', 'DB_PASSWORD', 'open');
    expect(await read(await open({ projectID: '7' }), 'DB-PASSWORD')).to.equal('open');
  });

  it('prefers the variable of the environment, and falls back to the one of all environments', async () => {
    server.put('projects/7', 'A', 'everywhere');
    server.put('projects/7', 'A', 'production only', 'production');
    server.put('projects/7', 'B', 'everywhere');
    server.put('projects/7', 'C', 'staging only', 'staging');
    const client = await open({ projectID: '7', environment: 'production' });
    expect(await read(client, 'A')).to.equal('production only');
    expect(await read(client, 'B')).to.equal('everywhere');
    expect(await read(client, 'C')).to.equal(undefined);
    expect(await found(client)).to.deep.equal({ A: 'production only', B: 'everywhere' });
  });

  it('looks in the project first, then in the groups from the last to the first', async () => {
    server.put('groups/1', 'A', 'far');
    server.put('groups/2', 'A', 'near');
    server.put('groups/1', 'B', 'far');
    server.put('groups/2', 'C', 'near');
    server.put('projects/7', 'C', 'own');
    const client = await open({ projectID: '7', groupIDs: ['1', '2'] });
    expect(await read(client, 'A')).to.equal('near');
    expect(await read(client, 'B')).to.equal('far');
    expect(await found(client)).to.deep.equal({ A: 'near', B: 'far', C: 'own' });
  });

  it('finds the groups above the project itself, where it is to inherit', async () => {
    server.setGroups('7', ['2', '1']);
    server.put('groups/1', 'A', 'far');
    server.put('groups/2', 'A', 'near');
    const client = await open({ projectID: '7', inheritFromGroups: true });
    expect(await read(client, 'A')).to.equal('near');
  });

  it('calls a project that is not there a fault of the store, and no absence', async () => {
    const fault = await faultOf(read(await open({ projectID: '8' }), 'A'));
    expect(fault.code).to.equal('SPEC_INVALID');
    expect(fault.message).to.include('404 Project Not Found');
  });

  for (const [title, spec, query, words] of [
    ['by path', {}, { ...all, path: 'a' }, 'find.path'],
    ['without a name', {}, {}, "'find.name' is mandatory"],
    ['by a tag it does not know', {}, { ...all, tags: { team: 'a' } }, 'environment_scope'],
    [
      'in another environment than the store’s',
      { environment: 'production' },
      { ...all, tags: { environment_scope: 'staging' } },
      'constrained',
    ],
  ] as const) {
    it(`refuses to find ${title}`, async () => {
      const fault = await faultOf(found(await open({ projectID: '7', ...spec }), query));
      expect([fault.code, fault.message.includes(words)]).to.deep.equal(['SPEC_INVALID', true]);
    });
  }

  it('finds in the environment of the tag, where the store has none', async () => {
    server.put('projects/7', 'A', 'staging', 'staging');
    server.put('projects/7', 'B', 'production', 'production');
    const client = await open({ projectID: '7' });
    const query = { ...all, tags: { environment_scope: 'staging' } };
    expect(await found(client, query)).to.deep.equal({ A: 'staging' });
  });

  it('wants a token', async () => {
    const fault = await faultOf(open({ projectID: '7', auth: { SecretRef: {} } }));
    expect(fault.message).to.include('spec.provider.gitlab.auth.SecretRef.accessToken');
  });
});
