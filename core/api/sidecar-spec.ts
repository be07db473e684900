/** The document the webhook writes into a Pod and the sidecar reads: one file, both sides. */
export interface SidecarSpec {
  readonly version: 1;
  /** Names of ExternalSecrets in the Pod's namespace, in the order of the annotation. */
  readonly externalSecrets: readonly string[];
  /** Directory of the shared volume in the sidecar; each ExternalSecret has a subdirectory of its own name. */
  readonly directory: string;
  /** Octal mode of files and of each ExternalSecret's directory. */
  readonly fileMode: number;
  readonly directoryMode: number;
  /** `elected`: replicas choose one writer of the native Secret and the status. `none`: a controller writes. */
  readonly nativeSecret: 'elected' | 'none';
  readonly reload: readonly ReloadHookSpec[];
}

/** What happens in the Pod after files changed. */
export interface ReloadHookSpec {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
}

export const SIDECAR_SPEC_VARIABLE = 'SALLYPORT_SIDECAR_SPEC';
