import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';

/**
 * Sends one review over and over on kept connections, one at a time on each, and prints what it measured. A process of
 * its own, so that the server's processor time is the server's alone.
 */
const [port = '', caFile = '', serverName = '', bodyFile = '', connections = '', count = ''] =
  process.argv.slice(2);
const ca = readFileSync(caFile, 'utf8');
const body = readFileSync(bodyFile);
const request = Buffer.concat([
  Buffer.from(
    `POST /validate?timeout=5s HTTP/1.1\r\nhost: ${serverName}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  ),
  body,
]);
const total = Number(count);
const tookMs: number[] = [];
let sent = 0;

/** How long the whole answer is, from its head; 0 while the head is not whole. */
function lengthOf(answer: Buffer): number {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) {
    return 0;
  }
  const head = answer.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) {
    throw new Error(answer.toString());
  }
  return end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
}

async function drive(socket: TLSSocket): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let started = 0;
  await new Promise<void>((resolve, reject) => {
    function next(): void {
      if (sent >= total) {
        socket.destroy();
        resolve();
        return;
      }
      sent += 1;
      started = performance.now();
      socket.write(request);
    }
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const length = lengthOf(rest);
      if (length > 0 && rest.length >= length) {
        if (!rest.includes('"allowed":true')) {
          reject(new Error(rest.toString()));
        }
        rest = rest.subarray(length);
        tookMs.push(performance.now() - started);
        next();
      }
    });
    socket.on('error', reject);
    next();
  });
}

async function open(): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port: Number(port), ca, servername: serverName });
  await new Promise((resolve, reject) =>
    socket.once('secureConnect', resolve).once('error', reject),
  );
  socket.setNoDelay();
  return socket;
}

const sockets = await Promise.all(Array.from({ length: Number(connections) }, open));
const begun = performance.now();
await Promise.all(sockets.map(drive));
const seconds = (performance.now() - begun) / 1000;
const sorted = tookMs.toSorted((a, b) => a - b);
const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
process.stdout.write(
  JSON.stringify({ perSecond: sorted.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }),
);
