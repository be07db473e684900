// Written by deploy/generate.ts out of the joi schemas; do not edit.
/* eslint-disable object-shorthand -- data */
import type { StructuralSchema } from '../structural/schema.ts';
import type { SecretAccessConfigBody } from './access-config.ts';
import type { SecretAccessPolicyBody } from './access-policy.ts';

const storeConstraints: StructuralSchema = {
  type: 'object',
  properties: {
    allowedAuth: { type: 'array', items: { type: 'string', minLength: 1 } },
    endpoints: { type: 'array', items: { type: 'string', minLength: 1 } },
    providers: { type: 'array', items: { type: 'string', minLength: 1 } },
    requireConditions: { type: 'boolean' },
    requireExplicitAuth: { type: 'boolean' },
    requireSessionTags: { type: 'boolean' },
  },
};

const labelSelector: StructuralSchema = {
  type: 'object',
  properties: {
    matchExpressions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          key: { type: 'string' },
          operator: { type: 'string', enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
          values: { type: 'array', items: { type: 'string' } },
        },
        required: ['key', 'operator'],
      },
    },
    matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

const namespaceSelector: StructuralSchema = {
  type: 'object',
  properties: {
    names: { type: 'array', items: { type: 'string', minLength: 1 } },
    selector: labelSelector,
  },
};

const subjects: StructuralSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      kind: { type: 'string', enum: ['User', 'Group', 'ServiceAccount'] },
      name: { type: 'string', minLength: 1 },
      namespace: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
      },
    },
    required: ['kind', 'name'],
  },
  assumed: [],
};

export const ACCESS_POLICY: StructuralSchema<SecretAccessPolicyBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        actor: {
          type: 'object',
          properties: { requireUse: { type: 'boolean', assumed: false } },
          assumed: {},
        },
        allowDirectCredentials: { type: 'boolean', assumed: false },
        constraints: {
          type: 'object',
          properties: {
            externalSecret: {
              type: 'object',
              properties: {
                allowManifestTargets: { type: 'boolean' },
                allowedRefreshPolicies: {
                  type: 'array',
                  items: { type: 'string', enum: ['CreatedOnce', 'Periodic', 'OnChange'] },
                },
                creationPolicies: {
                  type: 'array',
                  items: {
                    type: 'string',
                    enum: ['Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge'],
                  },
                },
                deletionPolicies: {
                  type: 'array',
                  items: { type: 'string', enum: ['Delete', 'Merge', 'Retain'] },
                },
                forbidTemplateFunctions: { type: 'array', items: { type: 'string', minLength: 1 } },
                maxDataEntries: { type: 'integer', minimum: 0 },
                minRefreshInterval: { type: 'string' },
                requiredLabels: { type: 'object', additionalProperties: { type: 'string' } },
                secretTypes: { type: 'array', items: { type: 'string', minLength: 1 } },
                targetNames: {
                  type: 'object',
                  properties: {
                    allow: { type: 'array', items: { type: 'string', minLength: 1 } },
                    deny: { type: 'array', items: { type: 'string', minLength: 1 } },
                  },
                },
              },
            },
            pushSecret: {
              type: 'object',
              properties: {
                allowLabelSelectors: { type: 'boolean' },
                allowMetadataRemoteNamespace: { type: 'boolean' },
                deletionPolicies: {
                  type: 'array',
                  items: { type: 'string', enum: ['Delete', 'None'] },
                },
              },
            },
            store: storeConstraints,
          },
          assumed: {},
        },
        deny: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              keys: { type: 'array', items: { type: 'string', minLength: 1 } },
              message: { type: 'string', assumed: '' },
              name: { type: 'string', minLength: 1 },
              namespaces: namespaceSelector,
              subjects: subjects,
              verbs: {
                type: 'array',
                items: { type: 'string', enum: ['read', 'find', 'push'] },
                assumed: ['read', 'find', 'push'],
              },
            },
            required: ['keys', 'name'],
          },
          assumed: [],
        },
        pods: {
          type: 'object',
          properties: {
            externalSecrets: { type: 'array', items: { type: 'string', minLength: 1 } },
            namespaces: namespaceSelector,
            rules: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  externalSecrets: { type: 'array', items: { type: 'string', minLength: 1 } },
                  name: { type: 'string', minLength: 1 },
                  serviceAccounts: { type: 'array', items: { type: 'string', minLength: 1 } },
                  uses: {
                    type: 'array',
                    items: { type: 'string', enum: ['OptIn', 'Reference'] },
                    assumed: ['OptIn', 'Reference'],
                  },
                },
                required: ['externalSecrets', 'name', 'serviceAccounts'],
              },
              assumed: [],
            },
          },
          required: ['namespaces'],
        },
        rules: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              allowAbsolute: { type: 'boolean', assumed: false },
              keys: {
                type: 'object',
                properties: { allow: { type: 'array', items: { type: 'string', minLength: 1 } } },
                required: ['allow'],
              },
              name: { type: 'string', minLength: 1 },
              namespaces: namespaceSelector,
              subjects: subjects,
              verbs: {
                type: 'array',
                items: { type: 'string', enum: ['read', 'find', 'push'] },
                assumed: ['read'],
              },
            },
            required: ['keys', 'name'],
          },
          assumed: [],
        },
        stores: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              kind: { type: 'string', enum: ['SecretStore', 'ClusterSecretStore'] },
              names: { type: 'array', items: { type: 'string', minLength: 1 } },
              namespaces: { type: 'array', items: { type: 'string', minLength: 1 } },
              selector: labelSelector,
            },
            required: ['kind'],
          },
          assumed: [],
        },
        validationActions: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', enum: ['Deny', 'Warn', 'Audit'] },
        },
      },
      required: ['validationActions'],
    },
  },
  required: ['spec'],
};

export const ACCESS_CONFIG: StructuralSchema<SecretAccessConfigBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        actors: {
          type: 'object',
          properties: {
            delegated: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  serviceAccount: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  },
                  user: { type: 'string', minLength: 1 },
                },
                required: ['serviceAccount', 'user'],
              },
              assumed: [],
            },
            trusted: {
              type: 'object',
              properties: {
                groups: { type: 'array', items: { type: 'string', minLength: 1 }, assumed: [] },
                users: { type: 'array', items: { type: 'string', minLength: 1 }, assumed: [] },
              },
              assumed: {},
            },
          },
          assumed: {},
        },
        bypass: { type: 'string', enum: ['Nobody', 'Users'], assumed: 'Nobody' },
        clusterName: { type: 'string', assumed: '' },
        docsURLTemplate: { type: 'string', assumed: '' },
        redactKeys: { type: 'boolean', assumed: false },
        revealPatterns: { type: 'string', enum: ['Own', 'All', 'None'], assumed: 'Own' },
        tenantStores: {
          type: 'object',
          properties: {
            constraints: storeConstraints,
            validationAction: { type: 'string', enum: ['Deny', 'Warn', 'Audit'], assumed: 'Deny' },
          },
          required: ['constraints'],
        },
        ungoverned: { type: 'string', enum: ['Allow', 'Warn', 'Deny'], assumed: 'Allow' },
      },
    },
  },
  required: ['spec'],
};
