import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SecretBytes, systemClock } from '../../../../core/runtime/index.ts';
import type { RenderedSecret } from '../../../../core/sync/index.ts';
import {
  createVolumeSink,
  type FileSystem,
  type VolumeSink,
} from '../../../../sidecar/volume/index.ts';
import type { VolumeSettings } from '../../../../sidecar/volume/sink.ts';
import { anExternalSecret } from '../an-external-secret.ts';
import { withScratchDirectory } from './scratch-directory.ts';

const signal = new AbortController().signal;

function rendered(values: Readonly<Record<string, string>>): RenderedSecret {
  return {
    namespace: 'default',
    name: 'database',
    type: '',
    data: new Map(Object.entries(values).map(([key, value]) => [key, SecretBytes.fromUtf8(value)])),
    labels: {},
    annotations: {},
    finalizers: [],
    digest: JSON.stringify(values),
    missing: [],
  };
}

function sinkIn(
  directory: string,
  files: FileSystem = fs,
  settings: Partial<VolumeSettings> = {},
): VolumeSink {
  return createVolumeSink(
    {
      directory,
      fileMode: 0o440,
      directoryMode: 0o750,
      layout: 'atomic',
      formats: ['keys'],
      rollback: false,
      ...settings,
    },
    { fs: files, clock: systemClock },
  );
}

describe('createVolumeSink', () => {
  it('writes each ExternalSecret into a directory of its own and nothing beside them', async () => {
    await withScratchDirectory(async (directory) => {
      const sink = sinkIn(directory);
      const api = anExternalSecret({ metadata: { name: 'api' } });

      const outcomes = [
        await sink.write(anExternalSecret(), rendered({ user: 'a' }), signal),
        await sink.write(api, rendered({ token: 'b' }), signal),
        await sink.write(api, rendered({ token: 'b' }), signal),
      ];

      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['written', 'written', 'unchanged']);
      expect((await fs.readdir(directory)).toSorted()).to.deep.equal(['api', 'database']);
      expect(await fs.readFile(join(directory, 'api/token'), 'utf8')).to.equal('b');
    });
  });

  it('removes by committing an empty set', async () => {
    await withScratchDirectory(async (directory) => {
      const sink = sinkIn(directory);
      await sink.write(anExternalSecret(), rendered({ user: 'a' }), signal);
      const before = sink.generation('database');

      await sink.remove(anExternalSecret(), signal);

      expect(await fs.readdir(join(directory, 'database/..data'))).to.deep.equal([]);
      expect(sink.generation('database')).not.to.equal(before);
    });
  });

  it('knows what was committed before its container was restarted', async () => {
    await withScratchDirectory(async (directory) => {
      const first = sinkIn(directory);
      await first.write(anExternalSecret(), rendered({ user: 'a' }), signal);
      const second = sinkIn(directory);
      expect(second.generation('database')).to.equal(undefined);

      await second.open(['database', 'api']);

      expect(second.generation('database')).to.equal(first.generation('database'));
      expect(second.generation('api')).to.equal(undefined);
    });
  });

  it('knows the new generation also when the write failed after its commit', async () => {
    await withScratchDirectory(async (directory) => {
      const sink = sinkIn(directory, {
        ...fs,
        async rename(from, to) {
          if (to.endsWith('/user')) {
            throw Object.assign(new Error('denied'), { code: 'EACCES' });
          }
          await fs.rename(from, to);
        },
      });

      const failed = await sink
        .write(anExternalSecret(), rendered({ user: 'a' }), signal)
        .then(() => false)
        .catch(() => true);

      expect(failed).to.equal(true);
      expect(sink.generation('database')).to.equal(
        await fs.readlink(join(directory, 'database/..data')),
      );
    });
  });

  it('begins no write once stopped', async () => {
    await withScratchDirectory(async (directory) => {
      await sinkIn(directory)
        .write(anExternalSecret(), rendered({ user: 'a' }), AbortSignal.abort())
        .catch(() => undefined);

      expect(await fs.readdir(directory)).to.deep.equal([]);
    });
  });

  for (const layout of ['atomic', 'flat'] as const) {
    describe(`in the layout ${layout}`, () => {
      const settings = { layout, rollback: true };
      const read = async (directory: string, key: string): Promise<string> =>
        fs.readFile(join(directory, 'database', key), 'utf8');

      it('puts the previous files back, and keeps away what was rejected until there is something else', async () => {
        await withScratchDirectory(async (directory) => {
          const sink = sinkIn(directory, fs, settings);
          await sink.write(anExternalSecret(), rendered({ a: '1', b: '1' }), signal);
          const first = sink.generation('database');
          await sink.write(anExternalSecret(), rendered({ a: '2' }), signal);

          expect(await sink.rollBack('database', signal)).to.equal(true);

          expect(await read(directory, 'a')).to.equal('1');
          expect(await read(directory, 'b')).to.equal('1');
          expect(sink.generation('database')).not.to.equal(first);
          const again = await sink.write(anExternalSecret(), rendered({ a: '2' }), signal);
          expect([again.kind, await read(directory, 'a')]).to.deep.equal(['unchanged', '1']);
          await sink.write(anExternalSecret(), rendered({ a: '3' }), signal);
          expect(await read(directory, 'a')).to.equal('3');
        });
      });

      it('can put back what was there before the process began', async () => {
        await withScratchDirectory(async (directory) => {
          await sinkIn(directory, fs, settings).write(
            anExternalSecret(),
            rendered({ a: '1' }),
            signal,
          );
          const sink = sinkIn(directory, fs, settings);
          await sink.open(['database']);
          await sink.write(anExternalSecret(), rendered({ a: '2' }), signal);

          await sink.rollBack('database', signal);

          expect(await read(directory, 'a')).to.equal('1');
        });
      });

      it('has nothing to put back after the first generation', async () => {
        await withScratchDirectory(async (directory) => {
          const sink = sinkIn(directory, fs, settings);
          await sink.write(anExternalSecret(), rendered({ a: '1' }), signal);

          expect(await sink.rollBack('database', signal)).to.equal(false);
        });
      });

      it('knows its generation after a restart', async () => {
        await withScratchDirectory(async (directory) => {
          const before = sinkIn(directory, fs, settings);
          await before.write(anExternalSecret(), rendered({ a: '1' }), signal);
          const sink = sinkIn(directory, fs, settings);

          await sink.open(['database']);

          expect(sink.generation('database')).to.be.a('string');
          expect(sink.generation('database')).to.equal(before.generation('database'));
        });
      });
    });
  }

  it('writes plain files in the layout flat, and takes away those of keys that are gone', async () => {
    await withScratchDirectory(async (directory) => {
      const sink = sinkIn(directory, fs, { layout: 'flat' });
      await sink.write(anExternalSecret(), rendered({ a: '1', b: '1' }), signal);
      await sink.write(anExternalSecret(), rendered({ a: '2' }), signal);

      const path = join(directory, 'database/a');
      expect((await fs.readdir(join(directory, 'database'))).toSorted()).to.deep.equal([
        '..generation',
        'a',
      ]);
      expect((await fs.lstat(path)).isFile()).to.equal(true);
      expect((await fs.lstat(path)).mode & 0o777).to.equal(0o440);
    });
  });

  it('writes the formats asked for', async () => {
    await withScratchDirectory(async (directory) => {
      const sink = sinkIn(directory, fs, { formats: ['json'] });

      await sink.write(anExternalSecret(), rendered({ b: '2', a: '1' }), signal);

      expect(await fs.readFile(join(directory, 'database/secrets.json'), 'utf8')).to.equal(
        '{\n  "a": "1",\n  "b": "2"\n}\n',
      );
    });
  });
});
