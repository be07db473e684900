import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { AppError } from '../../runtime/index.ts';
import type { Connection, Credentials } from '../rest/index.ts';

export interface KubeconfigDeps {
  /** KUBECONFIG: files separated by ':' (';' on Windows), merged in order; undefined: ~/.kube/config. */
  readonly path: string | undefined;
  /** The context to use; undefined: the current one. */
  readonly context: string | undefined;
  readonly homeDirectory: string;
  readonly pathSeparator: string;
}

function readFiles(deps: KubeconfigDeps): KubeConfig {
  const listed = (deps.path ?? '').split(deps.pathSeparator).filter((path) => path !== '');
  const [first = `${deps.homeDirectory}/.kube/config`, ...others] = listed;
  try {
    const config = new KubeConfig();
    config.loadFromFile(first);
    for (const path of others) {
      const next = new KubeConfig();
      next.loadFromFile(path);
      config.mergeConfig(next, true);
    }
    return config;
  } catch (error) {
    throw new AppError(
      'CONFIG_INVALID',
      `the kubeconfig ${[first, ...others].join(deps.pathSeparator)} cannot be read; set KUBECONFIG to a readable file`,
      { cause: error },
    );
  }
}

function headersOf(options: RequestOptions): Readonly<Record<string, string>> {
  const headers = Object.entries(options.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const basic =
    typeof options.auth === 'string'
      ? { authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` }
      : {};
  return { ...basic, ...Object.fromEntries(headers) };
}

function pem(value: unknown): string | Buffer | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined;
}

/** Reads the files the context names and runs its exec plugin, if it has one. */
async function askOptions(config: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
    return options;
  } catch (error) {
    throw new AppError(
      'KUBE_FORBIDDEN',
      `the credentials of kubeconfig user "${config.getCurrentUser()?.name ?? ''}" cannot be had; run its login command and try again`,
      { cause: error },
    );
  }
}

async function askCredentials(config: KubeConfig): Promise<Credentials> {
  const options = await askOptions(config);
  return { headers: headersOf(options), cert: pem(options.cert), key: pem(options.key) };
}

/**
 * The connection that a kubeconfig's context describes, with client certificates, tokens and exec plugins (run again when
 * what they gave expires). CONFIG_INVALID when it cannot be read, or lacks the context or its cluster; KUBE_FORBIDDEN when its
 * credentials cannot be had.
 */
export async function loadKubeconfig(deps: KubeconfigDeps): Promise<Connection> {
  const config = readFiles(deps);
  const name = deps.context ?? config.getCurrentContext();
  const context = config.getContextObject(name);
  if (context === null) {
    const known = config.getContexts().map((each) => each.name);
    throw new AppError(
      'CONFIG_INVALID',
      `the kubeconfig has no context "${name}"; it has: ${known.join(', ')}`,
    );
  }
  config.setCurrentContext(name);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new AppError(
      'CONFIG_INVALID',
      `context "${name}" of the kubeconfig names cluster "${context.cluster}", which is not in it`,
    );
  }
  if (cluster.proxyUrl !== undefined) {
    throw new AppError(
      'CONFIG_INVALID',
      `cluster "${cluster.name}" of the kubeconfig has a proxy-url, which is not supported`,
    );
  }
  const options = await askOptions(config);
  return {
    server: cluster.server,
    ca: pem(options.ca),
    serverName: cluster.tlsServerName,
    verifyServer: !cluster.skipTLSVerify,
    namespace: context.namespace ?? 'default',
    credentials: async () => askCredentials(config),
  };
}
