import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** A small application of the kind people run: it reads its files at start, and again when told to. */
export interface Application {
  readonly port: number;
  /** How often it was told to reload. */
  reloads(): number;
  /** Does what it read last include this text? (The quick start asks for words it wrote into the backend itself.) */
  uses(text: string): boolean;
  stop(): Promise<void>;
}

async function readAll(directory: string): Promise<string> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('..')).toSorted();
  const texts = await Promise.all(
    names.map(async (name) => readFile(join(directory, name), 'utf8')),
  );
  return texts.join('\n');
}

/** Opens its port; `start` comes when the sidecar has delivered, as a kubelet would have it. */
export async function createApplication(
  directory: string,
): Promise<Application & { start(): Promise<void> }> {
  let configuration = '';
  let reloads = 0;
  async function read(): Promise<void> {
    configuration = await readAll(directory);
  }
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    read().then(
      () => {
        reloads += 1;
        response.writeHead(204).end();
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    start: read,
    reloads: () => reloads,
    uses: (text) => configuration.includes(text),
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}
