import { request as httpRequest } from 'node:http';
import type { HttpHookSpec } from '../../core/api/index.ts';
import { AppError } from '../../core/runtime/index.ts';
import type { ReloadHook } from './hook.ts';

/** An application that has not answered by then did not take the news. */
const TIMEOUT_MS = 5_000;

/** Where a hook may call: plain HTTP inside the Pod, so that an annotation cannot make the sidecar dial elsewhere. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname, username, password } = new URL(text);
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
  return protocol === 'http:' && loopback && username === '' && password === '';
}

function failed(name: string, what: string, cause?: unknown): AppError {
  return new AppError('HOOK_FAILED', `reload hook ${name}: ${what}`, { cause });
}

/** Calls a URL of the Pod and says the status. */
async function send(spec: HttpHookSpec, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(spec.url, { method: spec.method, agent: false, signal });
    request.on('error', reject);
    request.on('response', (response) => {
      response.on('error', reject);
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.resume();
    });
    request.end();
  });
}

/** Calls a URL of the Pod. Any 2xx answer within 5 s counts; redirects are not followed. */
export function createHttpHook(spec: HttpHookSpec): ReloadHook {
  if (!isLoopbackUrl(spec.url)) {
    throw new AppError('CONFIG_INVALID', 'a reload hook calls http:// on a loopback address only');
  }
  const { host, pathname } = new URL(spec.url);
  const name = `${spec.method} ${host}${pathname}`;

  return {
    name,
    async notify(signal) {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      let status: number;
      try {
        status = await send(spec, AbortSignal.any([signal, timeout]));
      } catch (cause) {
        signal.throwIfAborted();
        throw timeout.aborted
          ? failed(name, `no answer within ${TIMEOUT_MS / 1000} s`, cause)
          : failed(name, `no connection; does the application listen there?`, cause);
      }
      if (status < 200 || status > 299) {
        throw failed(name, `answered ${status}, wanted 2xx`);
      }
    },
  };
}
