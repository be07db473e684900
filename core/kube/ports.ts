import type { RawObject } from '../api/index.ts';
import type { AccessReviewer } from './access.ts';

/** A kind of object as the API server's paths name it. */
export interface Resource {
  /** '' for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ObjectRef {
  /** '' for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
}

export interface ListOptions {
  /** Absent: every namespace. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Ask for metadata only (PartialObjectMetadata). */
  readonly metadataOnly?: boolean;
  /** A list ends after this many. A watch has no use for it. */
  readonly limit?: number;
}

/**
 * What a watch says. It begins with `put` for every object there is, then `synced` once; after that changes as they
 * happen. It heals itself: after a lost connection or an expired resourceVersion it lists again and says the difference.
 */
export type WatchEvent =
  | { readonly type: 'put'; readonly object: RawObject }
  | { readonly type: 'delete'; readonly object: RawObject }
  | { readonly type: 'synced' };

export interface ObjectReader {
  /** Undefined when there is no such object. Other refusals are AppErrors with a KUBE_ code. */
  get(resource: Resource, ref: ObjectRef, signal: AbortSignal): Promise<RawObject | undefined>;
  list(
    resource: Resource,
    options: ListOptions,
    signal: AbortSignal,
  ): Promise<readonly RawObject[]>;
}

export interface ObjectWatcher {
  /** Ends when `signal` aborts. Throws only what retrying cannot heal (KUBE_FORBIDDEN, KUBE_NOT_FOUND of the kind). */
  watch(resource: Resource, options: ListOptions, signal: AbortSignal): AsyncIterable<WatchEvent>;
}

export interface WriteOptions {
  readonly fieldManager: string;
}

export interface PatchOptions extends WriteOptions {
  readonly type: 'apply' | 'merge' | 'json';
  readonly subresource?: 'status';
  /** With `apply`: take fields that others own. */
  readonly force?: boolean;
}

export interface DeletePreconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** Writes. A resourceVersion in the object makes the write conditional; a lost race is KUBE_CONFLICT. */
export interface ObjectWriter {
  create(
    resource: Resource,
    object: RawObject,
    options: WriteOptions,
    signal: AbortSignal,
  ): Promise<RawObject>;
  /** A full update (PUT). */
  replace(
    resource: Resource,
    object: RawObject,
    options: WriteOptions,
    signal: AbortSignal,
  ): Promise<RawObject>;
  patch(
    resource: Resource,
    ref: ObjectRef,
    body: unknown,
    options: PatchOptions,
    signal: AbortSignal,
  ): Promise<RawObject>;
  /** False when it was already gone. */
  delete(
    resource: Resource,
    ref: ObjectRef,
    preconditions: DeletePreconditions,
    signal: AbortSignal,
  ): Promise<boolean>;
}

export interface ServiceAccountToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface TokenRequest {
  /** Empty: the API server's own audience. */
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
}

export interface TokenIssuer {
  /** A token of a ServiceAccount (TokenRequest API). */
  requestToken(
    ref: ObjectRef,
    request: TokenRequest,
    signal: AbortSignal,
  ): Promise<ServiceAccountToken>;
}

/** Everything Sallyport needs of Kubernetes. */
export interface KubernetesApi
  extends ObjectReader, ObjectWatcher, ObjectWriter, TokenIssuer, AccessReviewer {}
