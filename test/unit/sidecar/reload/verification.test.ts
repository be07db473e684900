import { createServer } from 'node:http';
import { expect } from 'chai';
import { toAppError } from '../../../../core/runtime/index.ts';
import { createVerification } from '../../../../sidecar/reload/index.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const signal = new AbortController().signal;

/** What becomes of the verification when the files say this, second by second. */
async function check(files: (second: number) => Readonly<Record<string, string>>): Promise<string> {
  const clock = createFakeClock();
  const verification = createVerification(
    { kind: 'file' },
    {
      async readFile(path) {
        const text = files(clock.monotonicMs() / 1000)[path];
        if (text === undefined) {
          throw new Error('ENOENT');
        }
        return Buffer.from(text);
      },
      generation: (name) => `..${name}-2`,
      clock,
    },
  );
  const done = verification.check(['database', 'cache'], signal).then(
    () => `taken at ${clock.monotonicMs()} ms`,
    (error: unknown) => `${toAppError(error).code} ${toAppError(error).message}`,
  );
  await clock.advance(20_000);
  return done;
}

describe('createVerification', () => {
  it('waits until every file names the generation that was delivered', async () => {
    const result = await check((second) => ({
      '/var/run/sallyport/acknowledge/database': '..database-2\n',
      '/var/run/sallyport/acknowledge/cache': second < 3 ? '..cache-1' : '..cache-2',
    }));

    expect(result).to.equal('taken at 3000 ms');
  });

  it('fails after ten seconds and says which file is wrong', async () => {
    const result = await check(() => ({
      '/var/run/sallyport/acknowledge/database': '..database-2',
      '/var/run/sallyport/acknowledge/cache': '..cache-1',
    }));

    expect(result).to.equal(
      'HOOK_FAILED not taken within 10 s: /var/run/sallyport/acknowledge/cache names another generation than the one delivered',
    );
  });

  it('fails where the application says nothing', async () => {
    expect(await check(() => ({}))).to.include('wrote no /var/run/sallyport/acknowledge/database');
  });

  it('asks by HTTP until it is answered well', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 503 : 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const instant = { ...createFakeClock(), sleep: async () => Promise.resolve() };
    const verification = createVerification(
      { kind: 'http', method: 'GET', url: `http://127.0.0.1:${port}/health` },
      {
        readFile: async () => Promise.reject(new Error('not asked')),
        generation: () => undefined,
        clock: instant,
      },
    );

    await verification.check(['database'], signal);

    server.close();
    expect(asked).to.equal(3);
  });
});
