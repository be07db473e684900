import { ESO_GROUP, POLICY_GROUP, POLICY_VERSION, STORED_VERSION } from '../api/index.ts';
import type { Resource } from './ports.ts';

export const EXTERNAL_SECRETS: Resource = {
  group: ESO_GROUP,
  version: STORED_VERSION,
  plural: 'externalsecrets',
  kind: 'ExternalSecret',
  namespaced: true,
};
export const SECRET_STORES: Resource = {
  group: ESO_GROUP,
  version: STORED_VERSION,
  plural: 'secretstores',
  kind: 'SecretStore',
  namespaced: true,
};
export const CLUSTER_SECRET_STORES: Resource = {
  group: ESO_GROUP,
  version: STORED_VERSION,
  plural: 'clustersecretstores',
  kind: 'ClusterSecretStore',
  namespaced: false,
};
export const CLUSTER_EXTERNAL_SECRETS: Resource = {
  group: ESO_GROUP,
  version: STORED_VERSION,
  plural: 'clusterexternalsecrets',
  kind: 'ClusterExternalSecret',
  namespaced: false,
};
export const PUSH_SECRETS: Resource = {
  group: ESO_GROUP,
  version: 'v1alpha1',
  plural: 'pushsecrets',
  kind: 'PushSecret',
  namespaced: true,
};
export const CLUSTER_PUSH_SECRETS: Resource = {
  group: ESO_GROUP,
  version: 'v1alpha1',
  plural: 'clusterpushsecrets',
  kind: 'ClusterPushSecret',
  namespaced: false,
};
export const SECRET_ACCESS_POLICIES: Resource = {
  group: POLICY_GROUP,
  version: POLICY_VERSION,
  plural: 'secretaccesspolicies',
  kind: 'SecretAccessPolicy',
  namespaced: false,
};
export const SECRET_ACCESS_CONFIGS: Resource = {
  group: POLICY_GROUP,
  version: POLICY_VERSION,
  plural: 'secretaccessconfigs',
  kind: 'SecretAccessConfig',
  namespaced: false,
};
export const SECRETS: Resource = {
  group: '',
  version: 'v1',
  plural: 'secrets',
  kind: 'Secret',
  namespaced: true,
};
export const CONFIG_MAPS: Resource = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};
export const NAMESPACES: Resource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};
export const PODS: Resource = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
};
export const EVENTS: Resource = {
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
};
export const SERVICE_ACCOUNTS: Resource = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};
export const LEASES: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};
export const VALIDATING_WEBHOOKS: Resource = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  namespaced: false,
};
export const MUTATING_WEBHOOKS: Resource = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  plural: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
  namespaced: false,
};
