import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { type ConnectionOptions, TLSSocket } from 'node:tls';

export type CallOptions = RequestOptions & Pick<ConnectionOptions, 'ALPNProtocols'>;

export interface HttpsReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of the certificate the server showed. */
  readonly serial: string;
  readonly socket: TLSSocket;
}

/** One HTTPS request to the loopback; each has a connection of its own unless an agent is given. */
export async function httpsCall(
  options: CallOptions,
  body: string | Uint8Array = '',
): Promise<HttpsReply> {
  const outgoing = request({ host: '127.0.0.1', agent: false, ...options });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { socket } = response;
  if (!(socket instanceof TLSSocket)) {
    throw new TypeError('the answer came without TLS');
  }
  const serial = socket.getPeerCertificate().serialNumber;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
    serial,
    socket,
  };
}
