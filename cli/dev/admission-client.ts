import { request } from 'node:https';
import { AppError } from '../../core/runtime/index.ts';
import type { RegisteredWebhook } from './registration.ts';

/** Sends one AdmissionReview as the API server would: over TLS, trusting the configuration's caBundle alone. */
export async function callWebhook(
  webhook: RegisteredWebhook,
  port: number,
  review: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const body = JSON.stringify(review);
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        path: `${webhook.path}?timeout=${webhook.timeoutSeconds}s`,
        method: 'POST',
        ca: webhook.caBundle,
        servername: webhook.serverName,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        timeout: webhook.timeoutSeconds * 1000,
        signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer in ${webhook.timeoutSeconds} s`)));
    call.on('error', reject);
    call.end(body);
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new AppError(
      'KUBE_UNAVAILABLE',
      `Internal error occurred: failed calling webhook "${webhook.name}": ${reason}`,
      { cause },
    );
  });
  if (answer.status !== 200) {
    throw new AppError(
      'KUBE_UNAVAILABLE',
      `Internal error occurred: failed calling webhook "${webhook.name}": it answered HTTP ${answer.status}`,
    );
  }
  const parsed: unknown = JSON.parse(answer.body);
  return parsed;
}
