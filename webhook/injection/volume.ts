import type { RawObject } from '../../core/api/index.ts';
import { ACKNOWLEDGE_VOLUME, ENV_VOLUME, SECRETS_VOLUME, TOKEN_VOLUME } from './pod.ts';

/** Two generations of Secrets of at most 1 MiB each, and room. */
const SIZE_LIMIT = '16Mi';
/** Names of generations, and env files of at most 64 KiB each. */
const SMALL_SIZE_LIMIT = '1Mi';
const TOKEN_LIFE_SECONDS = 3600;

/** In memory: nothing of it reaches a disk. */
export function secretsVolume(): RawObject {
  return { name: SECRETS_VOLUME, emptyDir: { medium: 'Memory', sizeLimit: SIZE_LIMIT } };
}

/** Where the application says which generation it took. */
export function acknowledgeVolume(): RawObject {
  return { name: ACKNOWLEDGE_VOLUME, emptyDir: { medium: 'Memory', sizeLimit: SMALL_SIZE_LIMIT } };
}

/** What the kubelet reads variables from; no container but the sidecar mounts it. */
export function envVolume(): RawObject {
  return { name: ENV_VOLUME, emptyDir: { medium: 'Memory', sizeLimit: SMALL_SIZE_LIMIT } };
}

/** The sidecar's own identity, so that it works where the Pod mounts no token (automountServiceAccountToken: false). */
export function tokenVolume(audience: string): RawObject {
  const token = {
    ...(audience === '' ? {} : { audience }),
    expirationSeconds: TOKEN_LIFE_SECONDS,
    path: 'token',
  };
  return {
    name: TOKEN_VOLUME,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: token },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [
              {
                path: 'namespace',
                fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
              },
            ],
          },
        },
      ],
    },
  };
}
