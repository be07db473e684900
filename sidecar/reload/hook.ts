/** What happens in the Pod after files changed. */
export interface ReloadHook {
  /** For logs and metrics; no query, no credentials. */
  readonly name: string;
  /** Resolves when the application took the news; otherwise HOOK_FAILED. */
  notify(signal: AbortSignal): Promise<void>;
}
