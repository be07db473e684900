import type { ReloadHookSpec } from './sidecar-spec.ts';

const METHODS = ['GET', 'POST', 'PUT'] as const;
const SHAPE = /^(?:(\S+) +)?(\S+)$/u;

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}

/** `[METHOD ]URL` as a hook, or what is wrong with it. Only the Pod itself may be called. */
export function parseReloadRequest(text: string): ReloadHookSpec | string {
  const [, word = 'POST', address = ''] = SHAPE.exec(text.trim()) ?? [];
  const method = METHODS.find((known) => known === word);
  if (method === undefined) {
    return `the method before the URL must be one of ${METHODS.join(', ')}`;
  }
  const url = parseUrl(address);
  if (url?.protocol !== 'http:') {
    return 'must be a plain http:// URL';
  }
  if (!isLoopback(url.hostname)) {
    return 'may call only this Pod: 127.0.0.1, [::1] or localhost';
  }
  return url.username === '' && url.password === ''
    ? { kind: 'http', method, url: url.href }
    : 'must not hold credentials';
}
