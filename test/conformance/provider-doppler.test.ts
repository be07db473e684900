import { startDopplerServer } from '../support/doppler-server.ts';
import { describeProvider } from './provider.ts';

const TOKEN = 'dp.st.loopback';

// The vendor's address is the environment's, which the suite gives to every session.
describeProvider(
  'doppler',
  {
    versions: false,
    metadata: false,
    binary: false,
    writes: false,
    find: ['name', 'path'],
    refusesCredentials: true,
    faults: ['forbidden', 'rate-limited', 'server-error', 'reset', 'malformed', 'hang'],
  },
  async () => {
    const server = await startDopplerServer({ token: TOKEN, project: 'shop', config: 'prd' });
    const spec = { project: 'shop', config: 'prd' };
    const auth = (key?: string) => ({
      secretRef: { dopplerToken: { name: 'doppler', ...(key === undefined ? {} : { key }) } },
    });
    return {
      backend: { name: 'doppler', spec: { ...spec, auth: auth() } },
      refused: { name: 'doppler', spec: { ...spec, auth: auth('wrong') } },
      credentials: { doppler: { dopplerToken: TOKEN, wrong: 'dp.st.someone-elses' } },
      environment: { DOPPLER_BASE_URL: server.url },
      toKey: (name) => name.toUpperCase().replaceAll('-', '_'),
      async put({ key, fields }) {
        server.put(key, JSON.stringify(fields));
        return '';
      },
      async remove(key) {
        server.remove(key);
      },
      fault: server.fault,
      stop: server.close,
    };
  },
);
