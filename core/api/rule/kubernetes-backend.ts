import type { KubernetesBackend } from '../backend/kubernetes.ts';
import type { StoreKind } from '../external-secret.ts';
import type { SecretKeySelector } from '../selector.ts';
import type { Complaint } from './rule.ts';

const ROOT = 'spec.provider.kubernetes';

function checkRef(
  path: string,
  words: string,
  ref: SecretKeySelector | undefined,
): readonly Complaint[] {
  if (ref === undefined) {
    return [];
  }
  return (['name', 'key'] as const)
    .filter((member) => ref[member] === undefined)
    .map((member) => ({
      id: 'SPA-B006',
      path: `${ROOT}.auth.${path}.${member}`,
      message: `${words}.${member === 'name' ? 'Name' : 'Key'} cannot be empty`,
    }));
}

function checkCaProvider({ server }: KubernetesBackend, kind: StoreKind): readonly Complaint[] {
  const path = `${ROOT}.server.caProvider.namespace`;
  if (server?.caProvider === undefined) {
    return [];
  }
  const given = server.caProvider.namespace !== undefined;
  if (kind === 'ClusterSecretStore') {
    const message = 'CAProvider.namespace must not be empty with ClusterSecretStore';
    return given ? [] : [{ id: 'SPA-B006', path, message }];
  }
  const message = 'CAProvider.namespace must be empty with SecretStore';
  return given ? [{ id: 'SPA-B006', path, message }] : [];
}

function checkTrust({ server, authRef }: KubernetesBackend): readonly Complaint[] {
  // A kubeconfig brings its own certificate authority.
  const trusted =
    authRef !== undefined || server?.caBundle !== undefined || server?.caProvider !== undefined;
  const message =
    'No caBundle or caProvider specified; TLS connections will use system certificate roots.';
  return trusted ? [] : [{ id: 'SPA-B006', severity: 'warning', path: `${ROOT}.server`, message }];
}

/** ESO's messages for the backend `kubernetes` (eso.md 2.3). */
export function kubernetesComplaints(
  spec: KubernetesBackend,
  kind: StoreKind,
): readonly Complaint[] {
  const { cert, token } = spec.auth ?? {};
  const both: readonly Complaint[] =
    spec.auth !== undefined && spec.authRef !== undefined
      ? [
          {
            id: 'SPA-B006',
            path: `${ROOT}.authRef`,
            message: 'authRef and inline auth cannot both be set',
          },
        ]
      : [];
  return [
    ...both,
    ...checkRef('cert.clientCert', 'ClientCert', cert?.clientCert),
    ...checkRef('token.bearerToken', 'BearerToken', token?.bearerToken),
    ...checkCaProvider(spec, kind),
    ...checkTrust(spec),
  ];
}
