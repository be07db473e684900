import type { FakeEntry } from '../../core/api/index.ts';
import { describeProvider } from './provider.ts';

describeProvider(
  'fake',
  {
    versions: false,
    metadata: false,
    binary: false,
    writes: false,
    find: ['name', 'path'],
    refusesCredentials: false,
    faults: [],
  },
  async () => {
    const data: FakeEntry[] = [];
    return {
      backend: { name: 'fake', spec: { data } },
      refused: undefined,
      credentials: {},
      toKey: (name) => name,
      async put({ key, fields }) {
        data.push({ key, value: JSON.stringify(fields) });
        return '';
      },
      async remove(key) {
        const left = data.filter((entry) => entry.key !== key);
        data.splice(0, data.length, ...left);
      },
      async stop() {},
    };
  },
);
