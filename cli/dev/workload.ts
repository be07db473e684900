import type { RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';

/** Where each workload kind keeps its Pod template. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'apps/v1 DaemonSet': ['spec', 'template'],
  'apps/v1 Deployment': ['spec', 'template'],
  'apps/v1 ReplicaSet': ['spec', 'template'],
  'apps/v1 StatefulSet': ['spec', 'template'],
  'batch/v1 CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/v1 Job': ['spec', 'template'],
};

/** A Pod as a workload's controller would make it. */
export interface WorkloadPod {
  readonly pod: RawObject;
  /** "deployment.apps/web", as kubectl names the workload. */
  readonly workload: string;
}

/** Where the object keeps a Pod template; undefined for objects that have none. */
export function podTemplatePath(object: RawObject): readonly string[] | undefined {
  return TEMPLATES[`${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`];
}

/** One Pod out of a workload's template, under the workload's name; undefined for objects that have none. */
export function podOfWorkload(object: RawObject): WorkloadPod | undefined {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const path = podTemplatePath(object);
  if (path === undefined) {
    return undefined;
  }
  const { name, namespace } = objectAt(object, 'metadata');
  const template = path.reduce(objectAt, object);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...objectAt(template, 'metadata'),
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    spec: objectAt(template, 'spec'),
  };
  const [group = ''] = apiVersion.split('/');
  return { pod, workload: `${kind.toLowerCase()}.${group}/${textAt({ name }, 'name')}` };
}
