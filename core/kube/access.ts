/** Who wants to do what, as a SubjectAccessReview asks it (admission.md 2.6). */
export interface AccessQuestion {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly verb: string;
  readonly group: string;
  /** The plural. */
  readonly resource: string;
  /** '' asks for cluster-wide grants alone. */
  readonly namespace: string;
  readonly name: string;
}

export interface AccessReviewer {
  /**
   * May they? What an authorizer could not evaluate is no verdict: it is thrown as KUBE_UNAVAILABLE, as is an API server
   * that does not answer.
   */
  reviewAccess(question: AccessQuestion, signal: AbortSignal): Promise<boolean>;
}
