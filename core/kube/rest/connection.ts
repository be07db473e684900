/** What a request shows to say who asks. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly cert: string | Buffer | undefined;
  readonly key: string | Buffer | undefined;
}

/** How to reach one API server. */
export interface Connection {
  /** https URL; a path in it comes before the API's own paths. */
  readonly server: string;
  /** PEM; undefined: the certificate authorities of Node. */
  readonly ca: string | Buffer | undefined;
  /** The name the server's certificate must have, where it is not the URL's host. */
  readonly serverName: string | undefined;
  /** False only where a kubeconfig says insecure-skip-tls-verify. */
  readonly verifyServer: boolean;
  /** The namespace meant when none is named. */
  readonly namespace: string;
  /** Asked before each request, so that tokens and certificates may rotate. */
  credentials(signal: AbortSignal): Promise<Credentials>;
}

export function bearer(token: string): Credentials {
  return { headers: { authorization: `Bearer ${token}` }, cert: undefined, key: undefined };
}
