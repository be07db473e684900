import type { IncomingMessage } from 'node:http';

/** The request's body, or that it has more than `limit` bytes. Rejects when the other side goes away. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Uint8Array | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return 'too large';
  }
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not tear the connection down: the refusal goes out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > limit) {
      return 'too large';
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
