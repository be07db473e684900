import type { IncomingMessage } from 'node:http';

/**
 * The request's body, or that it has more than `limit` bytes. Of a longer one nothing is kept, but it is read to its end (the
 * server's requestTimeout bounds it): a refusal sent earlier would be lost in a reset connection. Rejects when the other
 * side goes away.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Uint8Array | 'too large'> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > limit) {
      chunks.length = 0;
    } else {
      chunks.push(bytes);
    }
  }
  return length > limit ? 'too large' : Buffer.concat(chunks);
}
