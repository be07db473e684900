import { nearestWord } from './nearest.ts';
import { quote } from './quote.ts';
import {
  HTTP_METHODS,
  type HttpHookSpec,
  type HttpMethod,
  RELOAD_SIGNALS,
  type ReloadHookSpec,
  type ReloadVerification,
  type SignalHookSpec,
} from './sidecar-spec.ts';

/** Applications that reload on a signal to their first process (sidecar.md 5.4). */
const SIGNAL_PRESETS: Readonly<Record<string, SignalHookSpec>> = {
  nginx: { kind: 'signal', signal: 'SIGHUP', process: 'nginx' },
  postgresql: { kind: 'signal', signal: 'SIGHUP', process: 'postgres' },
  haproxy: { kind: 'signal', signal: 'SIGUSR2', process: 'haproxy' },
  prometheus: { kind: 'signal', signal: 'SIGHUP', process: 'prometheus' },
};

/** Applications that reload on a POST, with the port they listen on by default. */
const HTTP_PRESETS: Readonly<Record<string, { readonly port: number; readonly path: string }>> = {
  'spring-boot': { port: 8080, path: '/actuator/refresh' },
  prometheus: { port: 9090, path: '/-/reload' },
};

const PROCESS_NAME = /^[-.\w]{1,15}$/u;
const PRESET_SHAPE = /^([a-z][-a-z]*)(?::(\d{1,5}))?$/u;

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}

function toMethod(word: string): HttpMethod | undefined {
  return HTTP_METHODS.find((known) => known === word);
}

function parsePreset(text: string): HttpHookSpec | string {
  const [, name = '', port] = PRESET_SHAPE.exec(text) ?? [];
  const preset = Object.hasOwn(HTTP_PRESETS, name) ? HTTP_PRESETS[name] : undefined;
  if (preset === undefined) {
    const presets = Object.keys(HTTP_PRESETS);
    const meant = nearestWord(name, presets);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return `must be a plain http:// URL, or one of ${presets.join(', ')} with :PORT where it is not the usual one${hint}`;
  }
  const address = `http://127.0.0.1:${port ?? preset.port}${preset.path}`;
  return URL.canParse(address)
    ? { kind: 'http', method: 'POST', url: address }
    : `${quote(port ?? '')} is no port`;
}

function parseAddress(method: HttpMethod, address: string): HttpHookSpec | string {
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

/** `[METHOD ]URL`, or a preset with its port, as a hook; or what is wrong with it. Only the Pod itself may be called. */
export function parseHttpRequest(
  text: string,
  absentMethod: HttpMethod = 'POST',
): HttpHookSpec | string {
  const words = text.trim().split(/ +/u);
  const [first = '', second] = words;
  if (words.length > 2) {
    return 'must be a method and a URL';
  }
  if (second === undefined) {
    return PRESET_SHAPE.test(first) ? parsePreset(first) : parseAddress(absentMethod, first);
  }
  const method = toMethod(first);
  return method === undefined
    ? `the method before the URL must be one of ${HTTP_METHODS.join(', ')}`
    : parseAddress(method, second);
}

function parseSignal(text: string): SignalHookSpec | string {
  const [first = '', second] = text.trim().split(/ +/u);
  if (second === undefined) {
    const preset = Object.hasOwn(SIGNAL_PRESETS, first) ? SIGNAL_PRESETS[first] : undefined;
    const presets = Object.keys(SIGNAL_PRESETS);
    const meant = nearestWord(first, presets);
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return (
      preset ??
      `signal ${quote(first)}: must be one of ${presets.join(', ')}, or a signal and a process ("HUP nginx")${hint}`
    );
  }
  const signal = RELOAD_SIGNALS.find((known) => known === `SIG${first.replace(/^SIG/u, '')}`);
  if (signal === undefined) {
    const known = RELOAD_SIGNALS.map((name) => name.slice(3)).join(', ');
    return `the signal before the process must be one of ${known}`;
  }
  return PROCESS_NAME.test(second)
    ? { kind: 'signal', signal, process: second }
    : `${quote(second)} is no process name; the kernel's has at most 15 letters, digits, '-', '_' and '.'`;
}

function parseHook(text: string): ReloadHookSpec | string {
  const [, kind = '', rest = ''] = /^(\S+) +(.+)$/u.exec(text.trim()) ?? [];
  if (kind === 'signal') {
    return parseSignal(rest);
  }
  return kind === 'http'
    ? parseHttpRequest(rest)
    : `${quote(text.trim())} must begin with signal or http ("signal nginx", "http spring-boot")`;
}

/** Hooks in their order, separated by commas; or what is wrong with the first that is wrong. */
export function parseReloadHooks(text: string): readonly ReloadHookSpec[] | string {
  const hooks: ReloadHookSpec[] = [];
  for (const part of text.split(',')) {
    const hook = parseHook(part);
    if (typeof hook === 'string') {
      return hook;
    }
    hooks.push(hook);
  }
  return hooks;
}

/** `http [GET ]URL` or `file`; or what is wrong with it. */
export function parseVerification(text: string): ReloadVerification | string {
  const trimmed = text.trim();
  if (trimmed === 'file') {
    return { kind: 'file' };
  }
  return trimmed.startsWith('http ')
    ? parseHttpRequest(trimmed.slice('http '.length), 'GET')
    : 'must be "file", or "http" and a URL of the Pod ("http http://127.0.0.1:8080/health")';
}
