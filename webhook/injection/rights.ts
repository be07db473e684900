import {
  ESO_GROUP,
  type Finding,
  type InjectionRequest,
  quote,
  type RawObject,
} from '../../core/api/index.ts';
import type { AccessReviewer } from '../../core/kube/index.ts';
import { faultFields, type Logger, objectAt, textAt } from '../../core/runtime/index.ts';
import { INJECTION_FINDINGS } from './finding.ts';

/** Of a Pod's admission; a warning is not worth more. */
const BUDGET_MS = 1_000;
/** Each name costs two questions; whoever lacks a right for one lacks it for most. */
const MAX_NAMES = 8;

/** Warns of rights that the Pod's ServiceAccount will need and does not have. Never refuses: they may be granted a moment later. */
export type RightsCheck = (
  pod: RawObject,
  namespace: string,
  asked: AskedRights,
  signal: AbortSignal,
) => Promise<readonly Finding[]>;

export interface AskedRights {
  readonly request: InjectionRequest;
  /** The sidecar keeps the native Secret. */
  readonly writes: boolean;
}

export interface RightsCheckDeps {
  readonly api: AccessReviewer;
  readonly log: Logger;
}

interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
}

/** A sidecar that may write the native Secret takes part in elections first. */
function neededRights(request: InjectionRequest, writes: boolean): readonly Right[] {
  const names = request.externalSecrets.slice(0, MAX_NAMES);
  const reads = names.flatMap((name) =>
    ['get', 'watch'].map((verb) => ({ verb, group: ESO_GROUP, resource: 'externalsecrets', name })),
  );
  const elects = names.map((name) => ({
    verb: 'update',
    group: 'coordination.k8s.io',
    resource: 'leases',
    name: `sallyport-${name}`,
  }));
  return writes ? [...reads, ...elects] : reads;
}

/** `get, watch externalsecrets "database"`: admission warnings are short. */
function describe(missing: readonly Right[]): string {
  const verbs = new Map<string, string[]>();
  for (const { verb, resource, name } of missing) {
    const what = `${resource} ${quote(name)}`;
    verbs.set(what, [...(verbs.get(what) ?? []), verb]);
  }
  return [...verbs].map(([what, each]) => `${each.join(', ')} ${what}`).join('; ');
}

function warning(account: string, missing: readonly Right[]): Finding {
  return {
    id: INJECTION_FINDINGS.rightsMissing,
    severity: 'warning',
    path: 'spec.serviceAccountName',
    message: `see "sallyport rbac --serviceaccount ${account} -f FILE": the Pod waits until it may ${describe(missing)}`,
  };
}

export function createRightsCheck({ api, log }: RightsCheckDeps): RightsCheck {
  return async (pod, namespace, { request, writes }, signal) => {
    const name = textAt(objectAt(pod, 'spec'), 'serviceAccountName') || 'default';
    const who = {
      username: `system:serviceaccount:${namespace}:${name}`,
      uid: '',
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
      extra: {},
      namespace,
    };
    const until = AbortSignal.any([signal, AbortSignal.timeout(BUDGET_MS)]);
    try {
      const rights = neededRights(request, writes);
      const answers = await Promise.all(
        rights.map(async (right) => api.reviewAccess({ ...who, ...right }, until)),
      );
      const missing = rights.filter((_, index) => answers[index] === false);
      return missing.length === 0 ? [] : [warning(`${namespace}/${name}`, missing)];
    } catch (error) {
      signal.throwIfAborted();
      log.info('rights of a ServiceAccount could not be checked', faultFields(error));
      return [];
    }
  };
}
