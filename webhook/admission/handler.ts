import type { Finding, RawObject } from '../../core/api/index.ts';
import type { AdmissionRequest } from './request.ts';
import type { RefusalCode, Verdict } from './verdict.ts';

/** What a handler says of an object. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The code of the refusal, when one of the findings is an error. */
  readonly code: RefusalCode;
  /** For the API server's audit log, by keys without a slash (admission.md 1.5). */
  readonly audit: Readonly<Record<string, string>>;
}

/** The judgement about a shape, which the audit log need not know. */
export function ofShape(findings: readonly Finding[]): Judgement {
  return { findings, code: 422, audit: {} };
}

/** Judges an object as it will be stored. Findings are answers; a fault is thrown. */
export interface ValidatingHandler {
  readonly name: string;
  handles(request: AdmissionRequest): boolean;
  judge(request: AdmissionRequest, signal: AbortSignal): Promise<Judgement>;
}

export interface Mutation {
  /** A changed copy, or the object itself. */
  readonly object: RawObject;
  readonly findings: readonly Finding[];
}

/** Changes an object before it is stored. It may be called again on its own output and must then change nothing. */
export interface MutatingHandler {
  readonly name: string;
  handles(request: AdmissionRequest): boolean;
  /** `object` is what the handlers before this one made of the request's. */
  mutate(request: AdmissionRequest, object: RawObject, signal: AbortSignal): Promise<Mutation>;
}

/** One of the two chains: a request in, a verdict out. */
export type Chain = (request: AdmissionRequest, signal: AbortSignal) => Promise<Verdict>;
