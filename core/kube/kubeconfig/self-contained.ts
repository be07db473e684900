import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';

/** What one context of a kubeconfig says, with nothing left to look up. */
export interface KubeconfigEntry {
  readonly server: string;
  /** PEM; undefined: the certificate authorities of Node. */
  readonly ca: string | undefined;
  /** PEM. */
  readonly identity: { readonly cert: string; readonly key: string } | undefined;
  /** '' when a client certificate speaks. */
  readonly token: string;
}

export type ParsedKubeconfig =
  | { readonly ok: true; readonly entry: KubeconfigEntry }
  /** A sentence's end: "has no current-context". It holds nothing of the file but names. */
  | { readonly ok: false; readonly problem: string };

function pemOf(base64: string | undefined): string | undefined {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('utf8');
}

/** What would run a program, read a file of ours or speak as somebody else on behalf of whoever wrote the kubeconfig. */
function refusedMember(cluster: Cluster, user: User): string | undefined {
  const plugins: { readonly exec?: unknown; readonly authProvider?: unknown } = user;
  const members: Readonly<Record<string, unknown>> = {
    'certificate-authority': cluster.caFile,
    'client-certificate': user.certFile,
    'client-key': user.keyFile,
    exec: plugins.exec,
    'auth-provider': plugins.authProvider,
    as: user.impersonateUser,
    'proxy-url': cluster.proxyUrl,
    'insecure-skip-tls-verify': cluster.skipTLSVerify ? true : undefined,
  };
  return Object.entries(members).find(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )?.[0];
}

function load(text: string): KubeConfig | undefined {
  try {
    const config = new KubeConfig();
    config.loadFromString(text);
    return config;
  } catch {
    return undefined; // the parser quotes the file, which holds credentials
  }
}

function entryOf(cluster: Cluster, user: User): ParsedKubeconfig {
  const cert = pemOf(user.certData);
  const key = pemOf(user.keyData);
  const identity = cert === undefined || key === undefined ? undefined : { cert, key };
  const token = user.token ?? '';
  if (identity === undefined && token === '') {
    return { ok: false, problem: `gives user "${user.name}" neither token nor client certificate` };
  }
  return {
    ok: true,
    entry: { server: cluster.server, ca: pemOf(cluster.caData), identity, token },
  };
}

/**
 * The current context of a kubeconfig that someone else wrote: it must hold all it needs. One that names files or programs
 * is refused, for they would be ours, and so is one that skips the check of the server's certificate.
 */
export function parseKubeconfig(text: string): ParsedKubeconfig {
  const config = load(text);
  if (config === undefined) {
    return { ok: false, problem: 'cannot be read as YAML of kind Config' };
  }
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (cluster === null || user === null) {
    const problem = `has no complete context "${config.getCurrentContext()}" (current-context, its cluster and its user)`;
    return { ok: false, problem };
  }
  const member = refusedMember(cluster, user);
  return member === undefined
    ? entryOf(cluster, user)
    : {
        ok: false,
        problem: `uses ${member}, which is not taken from a Secret; it must hold certificates and token itself`,
      };
}
