import type { ExternalSecret } from '../../api/index.ts';

export interface RenderedMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** kubectl's record of what was applied: of the ExternalSecret, not of the Secret. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Labels and annotations before any template runs: without target.template the ExternalSecret's own, with one only
 * template.metadata (eso.md 1.5).
 */
export function baseMetadata(externalSecret: ExternalSecret): RenderedMetadata {
  const { template } = externalSecret.spec.target;
  if (template !== undefined) {
    return { labels: template.metadata.labels, annotations: template.metadata.annotations };
  }
  const { labels, annotations } = externalSecret.metadata;
  const { [LAST_APPLIED]: _, ...own } = annotations;
  return { labels, annotations: own };
}
