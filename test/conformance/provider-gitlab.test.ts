import { startGitlabServer } from '../support/gitlab-server.ts';
import { describeProvider } from './provider.ts';

const TOKEN = 'glpat-loopback-token';
const PROJECT = 'projects/team/app';

describeProvider(
  'gitlab',
  {
    versions: false,
    metadata: false,
    binary: false,
    writes: false,
    find: ['name'],
    refusesCredentials: true,
    faults: ['forbidden', 'rate-limited', 'server-error', 'reset', 'malformed', 'hang'],
  },
  async () => {
    const server = await startGitlabServer(TOKEN, [PROJECT]);
    const spec = { url: server.url, projectID: 'team/app' };
    const auth = (key: string) => ({ SecretRef: { accessToken: { name: 'gitlab', key } } });
    return {
      backend: { name: 'gitlab', spec: { ...spec, auth: auth('token') } },
      refused: { name: 'gitlab', spec: { ...spec, auth: auth('wrong') } },
      credentials: { gitlab: { token: TOKEN, wrong: 'glpat-someone-elses' } },
      toKey: (name) => name.replaceAll('-', '_'),
      async put({ key, fields }) {
        server.put(PROJECT, key, JSON.stringify(fields));
        return '';
      },
      async remove(key) {
        server.remove(PROJECT, key);
      },
      fault: server.fault,
      stop: server.close,
    };
  },
);
