import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** A small application of the kind people run: it reads its file at start, and again when told to. */
export interface Application {
  readonly port: number;
  /** What it read last. */
  configuration(): string;
  /** How often it was told to reload. */
  reloads(): number;
  stop(): Promise<void>;
}

/** Starts it on a free loopback port; POST /-/reload makes it read `file` again. */
export async function startApplication(directory: string, file: string): Promise<Application> {
  const path = join(directory, file);
  let configuration = await readFile(path, 'utf8');
  let reloads = 0;
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/-/reload') {
      response.writeHead(404).end();
      return;
    }
    readFile(path, 'utf8').then(
      (text) => {
        configuration = text;
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
    configuration: () => configuration,
    reloads: () => reloads,
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
