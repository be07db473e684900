import { AppError, type Clock } from '../runtime/index.ts';
import { bearer, type Connection } from './rest/connection.ts';

const DEFAULT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet replaces the token when a fifth of its life is left, so a minute's age is safe. */
const TOKEN_CACHE_MS = 60_000;

export interface InClusterDeps {
  readonly readFile: (path: string) => Promise<string>;
  /** KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT; undefined where they are not set. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** Holds `token`, `ca.crt` and `namespace`; where the kubelet mounts a ServiceAccount unless said otherwise. */
  readonly directory?: string;
  readonly clock: Clock;
}

function createTokenReader(
  { readFile, clock }: InClusterDeps,
  directory: string,
): () => Promise<string> {
  let cached = '';
  let readAtMs = -Infinity;
  return async () => {
    if (clock.monotonicMs() - readAtMs > TOKEN_CACHE_MS) {
      cached = (await readFile(`${directory}/token`)).trim();
      readAtMs = clock.monotonicMs();
    }
    return cached;
  };
}

/** The connection of a Pod with its ServiceAccount. CONFIG_INVALID outside a Pod, or where the token is not mounted. */
export async function inClusterConnection(deps: InClusterDeps): Promise<Connection> {
  const { host = '', port = '443', directory = DEFAULT_DIRECTORY } = deps;
  if (host === '') {
    throw new AppError(
      'CONFIG_INVALID',
      'KUBERNETES_SERVICE_HOST is not set: this process does not run in a Pod',
    );
  }
  const token = createTokenReader(deps, directory);
  try {
    await token();
    return {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ca: await deps.readFile(`${directory}/ca.crt`),
      serverName: undefined,
      verifyServer: true,
      namespace: (await deps.readFile(`${directory}/namespace`)).trim(),
      credentials: async () => bearer(await token()),
    };
  } catch (error) {
    throw new AppError(
      'CONFIG_INVALID',
      `${directory} cannot be read: the Pod's ServiceAccount is not mounted (automountServiceAccountToken)`,
      { cause: error },
    );
  }
}
