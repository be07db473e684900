import { type ExternalSecret, parseExternalSecret } from '../../../core/api/index.ts';

interface Overrides {
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** As a person writes it. */
export function rawExternalSecret(overrides: Overrides = {}): Record<string, unknown> {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: 'database',
      namespace: 'default',
      ...overrides.metadata,
    },
    spec: {
      secretStoreRef: { kind: 'SecretStore', name: 'vault' },
      data: [{ secretKey: 'user', remoteRef: { key: 'user' } }],
      ...overrides.spec,
    },
    ...(overrides.status === undefined ? {} : { status: overrides.status }),
  };
}

/** As it comes back from the API server, parsed. */
export function anExternalSecret(overrides: Overrides = {}): ExternalSecret {
  const parsed = parseExternalSecret(
    rawExternalSecret({
      ...overrides,
      metadata: { uid: 'u-1', resourceVersion: '1', generation: 1, ...overrides.metadata },
    }),
  );
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.findings));
  }
  return parsed.value;
}
