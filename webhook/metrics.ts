import type { Counter, Histogram, MetricsRegistry } from '../core/runtime/index.ts';
import type { PolicyFinding } from '../core/policy/index.ts';
import type { AccessOutcome } from './access/index.ts';
import type { AnswerCounter } from './admission/answer.ts';
import type { ShedReason } from './review-route.ts';

/** Kinds come from the caller: those we do not know count as other, so that labels stay bounded. */
const KNOWN_KINDS: readonly string[] = [
  'ExternalSecret',
  'SecretStore',
  'ClusterSecretStore',
  'ClusterExternalSecret',
  'PushSecret',
  'ClusterPushSecret',
  'SecretAccessPolicy',
  'SecretAccessConfig',
  'Pod',
];
/** The API server's own steps, and finer ones below them. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 2.5, 10];

export interface WebhookMetrics extends AnswerCounter {
  readonly shed: (reason: ShedReason) => void;
  readonly reviewedAccess: (outcome: AccessOutcome) => void;
  readonly found: (findings: readonly PolicyFinding[]) => void;
}

export function createWebhookMetrics(registry: MetricsRegistry): WebhookMetrics {
  const requests: Counter<'kind' | 'operation' | 'verdict'> = registry.counter(
    'sallyport_admission_requests_total',
    'Admission requests answered, by verdict (allowed, patched, denied, fault, refused).',
    ['kind', 'operation', 'verdict'],
  );
  const duration: Histogram<'kind' | 'operation'> = registry.histogram(
    'sallyport_admission_duration_seconds',
    'Time from the whole request to its answer.',
    ['kind', 'operation'],
    BUCKETS,
  );
  const shed: Counter<'reason'> = registry.counter(
    'sallyport_admission_shed_total',
    'Admission requests sent elsewhere unread (HTTP 503 with Retry-After), by reason.',
    ['reason'],
  );
  const access: Counter<'outcome'> = registry.counter(
    'sallyport_access_reviews_total',
    'SubjectAccessReviews, by outcome (allowed, refused, failed); cached ones were not asked.',
    ['outcome'],
  );
  const found: Counter<'policy' | 'finding' | 'enforcement'> = registry.counter(
    'sallyport_policy_findings_total',
    'Findings of policies, by policy, id and what it does (Deny, Warn, Audit).',
    ['policy', 'finding', 'enforcement'],
  );
  return {
    reviewedAccess(outcome) {
      access.increment({ outcome });
    },
    found(findings) {
      for (const { id, enforcement, policies } of findings) {
        for (const policy of policies) {
          found.increment({ policy, finding: id, enforcement });
        }
      }
    },
    shed(reason) {
      shed.increment({ reason });
    },
    answered(answer) {
      const kind = KNOWN_KINDS.includes(answer.kind) ? answer.kind : 'other';
      const { operation } = answer;
      requests.increment({ kind, operation, verdict: answer.verdict });
      duration.observe({ kind, operation }, answer.durationMs / 1000);
    },
  };
}
