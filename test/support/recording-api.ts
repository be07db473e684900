import type { KubernetesApi, Resource } from '../../core/kube/index.ts';

/** "secrets", "leases.coordination.k8s.io", "externalsecrets.external-secrets.io/status" */
function nameOf({ plural, group }: Resource, subresource?: string): string {
  const full = group === '' ? plural : `${plural}.${group}`;
  return subresource === undefined ? full : `${full}/${subresource}`;
}

/** The same API; every permission that RBAC would ask for is added to `asked`, as "verb resource". */
export function recording(api: KubernetesApi, asked: Set<string>): KubernetesApi {
  return {
    async get(resource, ref, signal) {
      asked.add(`get ${nameOf(resource)}`);
      return api.get(resource, ref, signal);
    },
    async list(resource, options, signal) {
      asked.add(`list ${nameOf(resource)}`);
      return api.list(resource, options, signal);
    },
    watch(resource, options, signal) {
      asked.add(`list ${nameOf(resource)}`);
      asked.add(`watch ${nameOf(resource)}`);
      return api.watch(resource, options, signal);
    },
    async create(resource, object, options, signal) {
      asked.add(`create ${nameOf(resource)}`);
      return api.create(resource, object, options, signal);
    },
    async replace(resource, object, options, signal) {
      asked.add(`update ${nameOf(resource)}`);
      return api.replace(resource, object, options, signal);
    },
    // eslint-disable-next-line max-params -- the port's own shape
    async patch(resource, ref, body, options, signal) {
      asked.add(`patch ${nameOf(resource, options.subresource)}`);
      return api.patch(resource, ref, body, options, signal);
    },
    async delete(resource, ref, preconditions, signal) {
      asked.add(`delete ${nameOf(resource)}`);
      return api.delete(resource, ref, preconditions, signal);
    },
    async requestToken(ref, request, signal) {
      asked.add('create serviceaccounts/token');
      return api.requestToken(ref, request, signal);
    },
    async reviewAccess(question, signal) {
      asked.add('create subjectaccessreviews.authorization.k8s.io');
      return api.reviewAccess(question, signal);
    },
  };
}
