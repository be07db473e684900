import type { BackendEnvironment } from './provider.ts';

const NAMES: ReadonlySet<string> = new Set([
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'DOPPLER_BASE_URL',
  'AWS_SECRETSMANAGER_ENDPOINT',
  'AWS_SSM_ENDPOINT',
  'AWS_STS_ENDPOINT',
]);

/** Of a process's environment, what backends may know. */
export function backendEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): BackendEnvironment {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      NAMES.has(name) && value !== undefined && value !== '' ? [[name, value]] : [],
    ),
  );
}
