import type { Condition, ObjectMeta } from './object.ts';

/** ExternalSecret after parsing: every defaulted field is set (reference eso.md 1.3, 1.4). */
export interface ExternalSecret {
  readonly apiVersion: string;
  readonly kind: 'ExternalSecret';
  readonly metadata: ObjectMeta;
  readonly spec: ExternalSecretSpec;
  readonly status: ExternalSecretStatus;
}

export interface ExternalSecretSpec {
  readonly secretStoreRef?: StoreRef;
  readonly target: ExternalSecretTarget;
  readonly refreshPolicy: RefreshPolicy;
  /** Go duration; default "1h0m0s"; zero means once. */
  readonly refreshInterval: string;
  readonly syncWindows?: SyncWindows;
  readonly data: readonly ExternalSecretData[];
  readonly dataFrom: readonly DataFromEntry[];
}

export type RefreshPolicy = 'CreatedOnce' | 'Periodic' | 'OnChange';
export type StoreKind = 'SecretStore' | 'ClusterSecretStore';

export interface StoreRef {
  readonly kind: StoreKind;
  readonly name: string;
}

export interface SyncWindows {
  readonly kind: 'allow' | 'deny';
  readonly windows: readonly { readonly schedule: string; readonly duration: string }[];
}

export type CreationPolicy = 'Owner' | 'Orphan' | 'Merge' | 'None' | 'CreateOrMerge';
export type DeletionPolicy = 'Delete' | 'Merge' | 'Retain';

export interface ExternalSecretTarget {
  /** '' means the ExternalSecret's own name; see targetName(). */
  readonly name: string;
  readonly creationPolicy: CreationPolicy;
  readonly deletionPolicy: DeletionPolicy;
  readonly immutable: boolean;
  readonly manifest?: { readonly apiVersion: string; readonly kind: string };
  readonly template?: SecretTemplate;
}

export interface SecretTemplate {
  /** '' leaves the Secret's type alone. */
  readonly type: string;
  readonly engineVersion: 'v2';
  readonly mergePolicy: 'Replace' | 'Merge';
  readonly metadata: {
    readonly annotations: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly finalizers: readonly string[];
  };
  readonly data: Readonly<Record<string, string>>;
  readonly templateFrom: readonly TemplateFrom[];
}

export interface TemplateFrom {
  readonly configMap?: TemplateSource;
  readonly secret?: TemplateSource;
  readonly literal?: string;
  /** Data, Annotations or Labels, in any case; a path for manifest targets. */
  readonly target: string;
  readonly valuesDecodingStrategy: DecodingStrategy;
}

export interface TemplateSource {
  readonly name: string;
  readonly items: readonly {
    readonly key: string;
    readonly templateAs: 'Values' | 'KeysAndValues';
  }[];
}

export type ConversionStrategy = 'Default' | 'Unicode';
export type DecodingStrategy = 'Auto' | 'Base64' | 'Base64URL' | 'None';
export type NullBytePolicy = 'Ignore' | 'Fail';
export type MetadataPolicy = 'None' | 'Fetch';

export interface RemoteRefSpec {
  readonly key: string;
  readonly property?: string;
  readonly version?: string;
  readonly metadataPolicy: MetadataPolicy;
  readonly conversionStrategy: ConversionStrategy;
  readonly decodingStrategy: DecodingStrategy;
  readonly nullBytePolicy: NullBytePolicy;
}

export interface FindSpec {
  readonly path?: string;
  readonly name?: { readonly regexp: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly conversionStrategy: ConversionStrategy;
  readonly decodingStrategy: DecodingStrategy;
  readonly nullBytePolicy: NullBytePolicy;
}

export interface SourceRef {
  readonly storeRef?: StoreRef;
  readonly generatorRef?: GeneratorRef;
}

export interface GeneratorRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export interface ExternalSecretData {
  readonly secretKey: string;
  readonly remoteRef: RemoteRefSpec;
  readonly sourceRef?: SourceRef;
}

export interface DataFromEntry {
  readonly extract?: RemoteRefSpec;
  readonly find?: FindSpec;
  readonly sourceRef?: SourceRef;
  readonly rewrite: readonly Rewrite[];
}

/** Exactly one member is set. */
export interface Rewrite {
  readonly regexp?: { readonly source: string; readonly target: string };
  readonly transform?: { readonly template: string };
  readonly merge?: RewriteMerge;
}

export interface RewriteMerge {
  readonly strategy: 'Extract' | 'JSON';
  readonly into: string;
  readonly priority: readonly string[];
  readonly priorityPolicy: 'IgnoreNotFound' | 'Strict';
  readonly conflictPolicy: 'Ignore' | 'Error';
}

export interface ExternalSecretStatus {
  /** RFC 3339; '' before the first sync. */
  readonly refreshTime: string;
  readonly syncedResourceVersion: string;
  readonly conditions: readonly Condition[];
  readonly binding: { readonly name: string };
}

/** The native Secret's name. */
export function targetName(externalSecret: ExternalSecret): string {
  const { name } = externalSecret.spec.target;
  return name === '' ? externalSecret.metadata.name : name;
}

/** Every store the ExternalSecret reads from, each once, in the order it names them. */
export function storeRefsOf({ spec }: Pick<ExternalSecret, 'spec'>): readonly StoreRef[] {
  const entries = [...spec.data, ...spec.dataFrom];
  const named = [spec.secretStoreRef, ...entries.map(({ sourceRef }) => sourceRef?.storeRef)];
  const refs = named.filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [`${ref.kind}/${ref.name}`, ref])).values()];
}

/** What the schema covers of an ExternalSecret; metadata is read by parseObjectMeta. */
export type ExternalSecretBody = Pick<ExternalSecret, 'spec' | 'status'>;
