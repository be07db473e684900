import type { InjectionRequest } from '../../../../core/api/index.ts';

/** What `sallyport.dev/inject` and one ExternalSecret ask for, with changes. */
export function aRequest(change: Partial<InjectionRequest> = {}): InjectionRequest {
  return {
    externalSecrets: ['database'],
    mountPath: '/secrets',
    containers: [],
    files: { layout: 'atomic', formats: ['keys'] },
    env: { from: 'secret', variables: [] },
    nativeSecret: false,
    reload: { hooks: [], rollback: false },
    staleness: { limitSeconds: 0, action: 'keep' },
    sidecar: { resources: {}, position: { kind: 'after-mesh' }, patch: [] },
    ...change,
  };
}
