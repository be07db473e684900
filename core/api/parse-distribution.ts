import { parseGoDuration } from '../runtime/index.ts';
import type { ClusterExternalSecret, NamespaceChoice } from './cluster-external-secret.ts';
import { notADuration } from './duration.ts';
import type { Finding, Parsed } from './finding.ts';
import { metaOf, read, refuse } from './parse.ts';
import type { ClusterPushSecret, PushSecret } from './push-secret.ts';
import {
  CLUSTER_EXTERNAL_SECRET,
  CLUSTER_PUSH_SECRET,
  PUSH_SECRET,
} from './structural/generated.ts';
import { objectSchema } from './structural/object.ts';

const CLUSTER_EXTERNAL_SECRET_OBJECT = objectSchema(
  ['ClusterExternalSecret'],
  CLUSTER_EXTERNAL_SECRET,
);
const PUSH_SECRET_OBJECT = objectSchema(['PushSecret'], PUSH_SECRET, ['v1alpha1']);
const CLUSTER_PUSH_SECRET_OBJECT = objectSchema(['ClusterPushSecret'], CLUSTER_PUSH_SECRET, [
  'v1alpha1',
]);

type Refusal = { ok: false; findings: Finding[] } | undefined;

function checkDuration(text: string, path: string): Refusal {
  return parseGoDuration(text) === undefined
    ? refuse('SPA-E003', notADuration(text), path)
    : undefined;
}

function checkRefreshTime({ refreshTime }: NamespaceChoice): Refusal {
  return refreshTime === '' ? undefined : checkDuration(refreshTime, 'spec.refreshTime');
}

/** A ClusterExternalSecret as stored or submitted, every default applied (eso.md 1.6). */
export function parseClusterExternalSecret(raw: unknown): Parsed<ClusterExternalSecret> {
  const parsed = read(CLUSTER_EXTERNAL_SECRET_OBJECT, raw);
  if (!parsed.ok) {
    return parsed;
  }
  const { apiVersion, metadata, spec, status } = parsed.value;
  const interval = spec.externalSecretSpec.refreshInterval;
  return (
    checkDuration(interval, 'spec.externalSecretSpec.refreshInterval') ??
    checkRefreshTime(spec) ?? {
      ok: true,
      value: {
        apiVersion,
        kind: 'ClusterExternalSecret',
        metadata: metaOf(metadata),
        spec,
        status,
      },
    }
  );
}

/** A PushSecret as stored or submitted, every default applied (eso.md 1.7). */
export function parsePushSecret(raw: unknown): Parsed<PushSecret> {
  const parsed = read(PUSH_SECRET_OBJECT, raw);
  if (!parsed.ok) {
    return parsed;
  }
  const { apiVersion, metadata, spec, status } = parsed.value;
  return (
    checkDuration(spec.refreshInterval, 'spec.refreshInterval') ?? {
      ok: true,
      value: { apiVersion, kind: 'PushSecret', metadata: metaOf(metadata), spec, status },
    }
  );
}

/** A ClusterPushSecret as stored or submitted, every default applied (eso.md 1.7). */
export function parseClusterPushSecret(raw: unknown): Parsed<ClusterPushSecret> {
  const parsed = read(CLUSTER_PUSH_SECRET_OBJECT, raw);
  if (!parsed.ok) {
    return parsed;
  }
  const { apiVersion, metadata, spec, status } = parsed.value;
  const interval = spec.pushSecretSpec.refreshInterval;
  return (
    checkDuration(interval, 'spec.pushSecretSpec.refreshInterval') ??
    checkRefreshTime(spec) ?? {
      ok: true,
      value: { apiVersion, kind: 'ClusterPushSecret', metadata: metaOf(metadata), spec, status },
    }
  );
}
