import type { RawObject } from '../../core/api/index.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** Who asks; under impersonation, the impersonated one. */
export interface UserInfo {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** One question of the API server (admission.md 1.1), in `admission.k8s.io/v1`. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  /** '' unless a subresource is written. */
  readonly subResource: string;
  /** '' on CREATE with generateName. */
  readonly name: string;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly operation: Operation;
  readonly dryRun: boolean;
  /** How long the verdict may take. */
  readonly budgetMs: number;
  readonly userInfo: UserInfo;
  /** Absent on DELETE. */
  readonly object: RawObject | undefined;
  /** Absent on CREATE. */
  readonly oldObject: RawObject | undefined;
}
