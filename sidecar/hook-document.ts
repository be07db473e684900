import {
  HTTP_METHODS,
  type HttpHookSpec,
  RELOAD_SIGNALS,
  type ReloadHookSpec,
  type ReloadVerification,
  type SignalHookSpec,
} from '../core/api/index.ts';
import { isObject } from '../core/runtime/index.ts';
import { isLoopbackUrl } from './reload/index.ts';

export type Fields = Readonly<Record<string, unknown>>;
export type Report = (path: string, message: string) => void;

function parseHttp(
  { method, url }: Fields,
  path: string,
  report: Report,
): HttpHookSpec | undefined {
  const known = HTTP_METHODS.find((name) => name === method);
  if (known === undefined) {
    report(`${path}.method`, `must be one of ${HTTP_METHODS.join(', ')}`);
  }
  if (typeof url !== 'string' || !isLoopbackUrl(url)) {
    report(
      `${path}.url`,
      'must be http:// on localhost, 127.0.0.0/8 or [::1], without credentials',
    );
    return undefined;
  }
  return known === undefined ? undefined : { kind: 'http', method: known, url };
}

function parseSignal(fields: Fields, path: string, report: Report): SignalHookSpec | undefined {
  const { signal, process } = fields;
  const known = RELOAD_SIGNALS.find((name) => name === signal);
  if (known === undefined) {
    report(`${path}.signal`, `must be one of ${RELOAD_SIGNALS.join(', ')}`);
  }
  if (typeof process !== 'string' || process === '') {
    report(`${path}.process`, "must be a process's name");
    return undefined;
  }
  return known === undefined ? undefined : { kind: 'signal', signal: known, process };
}

function parseHook(value: unknown, path: string, report: Report): ReloadHookSpec | undefined {
  const fields: Fields = isObject(value) ? value : {};
  switch (fields['kind']) {
    case 'http':
      return parseHttp(fields, path, report);
    case 'signal':
      return parseSignal(fields, path, report);
    default:
      report(`${path}.kind`, 'must be "http" or "signal"');
      return undefined;
  }
}

export function parseHooks(value: unknown, report: Report): readonly ReloadHookSpec[] {
  if (!Array.isArray(value)) {
    report('reload', 'must be a list');
    return [];
  }
  return value
    .map((hook: unknown, index) => parseHook(hook, `reload[${index}]`, report))
    .filter((hook) => hook !== undefined);
}

export function parseVerify(value: unknown, report: Report): ReloadVerification | undefined {
  const fields: Fields = isObject(value) ? value : {};
  if (value === undefined || fields['kind'] === 'file') {
    return value === undefined ? undefined : { kind: 'file' };
  }
  if (fields['kind'] !== 'http') {
    report('verify.kind', 'must be "http" or "file"');
    return undefined;
  }
  return parseHttp(fields, 'verify', report);
}
