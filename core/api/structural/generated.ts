// Written by deploy/generate.ts out of the joi schemas; do not edit.
/* eslint-disable max-lines, object-shorthand -- data */
import type { ClusterExternalSecretBody } from '../cluster-external-secret.ts';
import type { ExternalSecretBody } from '../external-secret.ts';
import type {
  ClusterGeneratorBody,
  GeneratorBody,
  GeneratorKind,
  GeneratorSpecs,
} from '../generator/index.ts';
import type { Condition } from '../object.ts';
import type { ClusterPushSecretBody, PushSecretBody } from '../push-secret.ts';
import type { SecretStoreBody } from '../secret-store.ts';
import type { StructuralSchema } from './schema.ts';

const externalSecretSpec: StructuralSchema = {
  type: 'object',
  properties: {
    data: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          remoteRef: {
            type: 'object',
            properties: {
              conversionStrategy: {
                type: 'string',
                enum: ['Default', 'Unicode'],
                assumed: 'Default',
              },
              decodingStrategy: {
                type: 'string',
                enum: ['Auto', 'Base64', 'Base64URL', 'None'],
                assumed: 'None',
              },
              key: { type: 'string' },
              metadataPolicy: { type: 'string', enum: ['None', 'Fetch'], assumed: 'None' },
              nullBytePolicy: { type: 'string', enum: ['Ignore', 'Fail'], assumed: 'Ignore' },
              property: { type: 'string' },
              version: { type: 'string' },
            },
            required: ['key'],
          },
          secretKey: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
          sourceRef: {
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            properties: {
              generatorRef: {
                type: 'object',
                properties: {
                  apiVersion: {
                    type: 'string',
                    default: 'generators.external-secrets.io/v1alpha1',
                  },
                  kind: {
                    type: 'string',
                    enum: [
                      'ACRAccessToken',
                      'BeyondtrustWorkloadCredentialsDynamicSecret',
                      'CloudsmithAccessToken',
                      'ECRAuthorizationToken',
                      'Fake',
                      'GCRAccessToken',
                      'GithubAccessToken',
                      'GitlabDeployToken',
                      'Grafana',
                      'MFA',
                      'Password',
                      'QuayAccessToken',
                      'SSHKey',
                      'STSSessionToken',
                      'UUID',
                      'VaultDynamicSecret',
                      'Webhook',
                      'ClusterGenerator',
                    ],
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  },
                },
                required: ['kind', 'name'],
              },
              storeRef: {
                type: 'object',
                properties: {
                  kind: {
                    type: 'string',
                    enum: ['SecretStore', 'ClusterSecretStore'],
                    assumed: 'SecretStore',
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                    assumed: '',
                  },
                },
              },
            },
          },
        },
        required: ['remoteRef', 'secretKey'],
      },
      assumed: [],
    },
    dataFrom: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          extract: {
            type: 'object',
            properties: {
              conversionStrategy: {
                type: 'string',
                enum: ['Default', 'Unicode'],
                assumed: 'Default',
              },
              decodingStrategy: {
                type: 'string',
                enum: ['Auto', 'Base64', 'Base64URL', 'None'],
                assumed: 'None',
              },
              key: { type: 'string' },
              metadataPolicy: { type: 'string', enum: ['None', 'Fetch'], assumed: 'None' },
              nullBytePolicy: { type: 'string', enum: ['Ignore', 'Fail'], assumed: 'Ignore' },
              property: { type: 'string' },
              version: { type: 'string' },
            },
            required: ['key'],
          },
          find: {
            type: 'object',
            properties: {
              conversionStrategy: {
                type: 'string',
                enum: ['Default', 'Unicode'],
                assumed: 'Default',
              },
              decodingStrategy: {
                type: 'string',
                enum: ['Auto', 'Base64', 'Base64URL', 'None'],
                assumed: 'None',
              },
              name: { type: 'object', properties: { regexp: { type: 'string', assumed: '' } } },
              nullBytePolicy: { type: 'string', enum: ['Ignore', 'Fail'], assumed: 'Ignore' },
              path: { type: 'string' },
              tags: { type: 'object', additionalProperties: { type: 'string' } },
            },
          },
          rewrite: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                merge: {
                  type: 'object',
                  properties: {
                    conflictPolicy: { type: 'string', enum: ['Ignore', 'Error'], default: 'Error' },
                    into: { type: 'string', default: '' },
                    priority: { type: 'array', items: { type: 'string' }, assumed: [] },
                    priorityPolicy: {
                      type: 'string',
                      enum: ['IgnoreNotFound', 'Strict'],
                      default: 'Strict',
                    },
                    strategy: { type: 'string', enum: ['Extract', 'JSON'], default: 'Extract' },
                  },
                },
                regexp: {
                  type: 'object',
                  properties: { source: { type: 'string' }, target: { type: 'string' } },
                  required: ['source', 'target'],
                },
                transform: {
                  type: 'object',
                  properties: { template: { type: 'string' } },
                  required: ['template'],
                },
              },
              choices: [
                {
                  members: ['merge', 'regexp', 'transform'],
                  atLeastOne: true,
                  message: 'exactly one of the fields in [merge regexp transform] must be set',
                },
              ],
            },
            assumed: [],
          },
          sourceRef: {
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            properties: {
              generatorRef: {
                type: 'object',
                properties: {
                  apiVersion: {
                    type: 'string',
                    default: 'generators.external-secrets.io/v1alpha1',
                  },
                  kind: {
                    type: 'string',
                    enum: [
                      'ACRAccessToken',
                      'BeyondtrustWorkloadCredentialsDynamicSecret',
                      'CloudsmithAccessToken',
                      'ECRAuthorizationToken',
                      'Fake',
                      'GCRAccessToken',
                      'GithubAccessToken',
                      'GitlabDeployToken',
                      'Grafana',
                      'MFA',
                      'Password',
                      'QuayAccessToken',
                      'SSHKey',
                      'STSSessionToken',
                      'UUID',
                      'VaultDynamicSecret',
                      'Webhook',
                      'ClusterGenerator',
                    ],
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  },
                },
                required: ['kind', 'name'],
              },
              storeRef: {
                type: 'object',
                properties: {
                  kind: {
                    type: 'string',
                    enum: ['SecretStore', 'ClusterSecretStore'],
                    assumed: 'SecretStore',
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                    assumed: '',
                  },
                },
              },
            },
          },
        },
      },
      assumed: [],
    },
    refreshInterval: { type: 'string', default: '1h0m0s' },
    refreshPolicy: {
      type: 'string',
      enum: ['CreatedOnce', 'Periodic', 'OnChange'],
      assumed: 'Periodic',
    },
    secretStoreRef: {
      type: 'object',
      properties: {
        kind: {
          type: 'string',
          enum: ['SecretStore', 'ClusterSecretStore'],
          assumed: 'SecretStore',
        },
        name: {
          type: 'string',
          minLength: 1,
          maxLength: 253,
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          assumed: '',
        },
      },
    },
    syncWindows: {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['allow', 'deny'] },
        windows: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            properties: {
              duration: { type: 'string' },
              schedule: {
                type: 'string',
                minLength: 1,
                pattern:
                  '^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$',
              },
            },
            required: ['duration', 'schedule'],
          },
        },
      },
      required: ['kind', 'windows'],
    },
    target: {
      type: 'object',
      properties: {
        creationPolicy: {
          type: 'string',
          enum: ['Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge'],
          default: 'Owner',
        },
        deletionPolicy: { type: 'string', enum: ['Delete', 'Merge', 'Retain'], default: 'Retain' },
        immutable: { type: 'boolean', assumed: false },
        manifest: {
          type: 'object',
          properties: {
            apiVersion: { type: 'string', minLength: 1 },
            kind: { type: 'string', minLength: 1 },
          },
          required: ['apiVersion', 'kind'],
        },
        name: {
          type: 'string',
          minLength: 1,
          maxLength: 253,
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          assumed: '',
        },
        template: {
          type: 'object',
          properties: {
            data: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
            engineVersion: { type: 'string', enum: ['v2'], default: 'v2' },
            mergePolicy: { type: 'string', enum: ['Replace', 'Merge'], default: 'Replace' },
            metadata: {
              type: 'object',
              properties: {
                annotations: {
                  type: 'object',
                  additionalProperties: { type: 'string' },
                  assumed: {},
                },
                finalizers: { type: 'array', items: { type: 'string' }, assumed: [] },
                labels: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
              },
              assumed: {},
            },
            templateFrom: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  configMap: {
                    type: 'object',
                    properties: {
                      items: {
                        type: 'array',
                        items: {
                          type: 'object',
                          properties: {
                            key: {
                              type: 'string',
                              minLength: 1,
                              maxLength: 253,
                              pattern: '^[-._a-zA-Z0-9]+$',
                            },
                            templateAs: {
                              type: 'string',
                              enum: ['Values', 'KeysAndValues'],
                              default: 'Values',
                            },
                          },
                          required: ['key'],
                        },
                      },
                      name: {
                        type: 'string',
                        minLength: 1,
                        maxLength: 253,
                        pattern:
                          '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                      },
                    },
                    required: ['items', 'name'],
                  },
                  literal: { type: 'string' },
                  secret: {
                    type: 'object',
                    properties: {
                      items: {
                        type: 'array',
                        items: {
                          type: 'object',
                          properties: {
                            key: {
                              type: 'string',
                              minLength: 1,
                              maxLength: 253,
                              pattern: '^[-._a-zA-Z0-9]+$',
                            },
                            templateAs: {
                              type: 'string',
                              enum: ['Values', 'KeysAndValues'],
                              default: 'Values',
                            },
                          },
                          required: ['key'],
                        },
                      },
                      name: {
                        type: 'string',
                        minLength: 1,
                        maxLength: 253,
                        pattern:
                          '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                      },
                    },
                    required: ['items', 'name'],
                  },
                  target: { type: 'string', default: 'Data' },
                  valuesDecodingStrategy: {
                    type: 'string',
                    enum: ['Auto', 'Base64', 'Base64URL', 'None'],
                    assumed: 'None',
                  },
                },
              },
              assumed: [],
            },
            type: { type: 'string', assumed: '' },
          },
        },
      },
      default: { creationPolicy: 'Owner', deletionPolicy: 'Retain' },
    },
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

const secretKeySelector: StructuralSchema = {
  type: 'object',
  properties: {
    key: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    },
    namespace: {
      type: 'string',
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    },
  },
};

const serviceAccountSelector: StructuralSchema = {
  type: 'object',
  properties: {
    audiences: { type: 'array', items: { type: 'string' } },
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    },
    namespace: {
      type: 'string',
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    },
  },
  required: ['name'],
};

const caProvider: StructuralSchema = {
  type: 'object',
  properties: {
    key: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    },
    namespace: {
      type: 'string',
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    },
    type: { type: 'string', enum: ['Secret', 'ConfigMap'] },
  },
  required: ['name', 'type'],
};

const vaultBackend: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        appRole: {
          type: 'object',
          properties: {
            path: { type: 'string', default: 'approle' },
            roleId: { type: 'string' },
            roleRef: secretKeySelector,
            secretRef: secretKeySelector,
          },
          required: ['secretRef'],
        },
        cert: {
          type: 'object',
          properties: {
            clientCert: secretKeySelector,
            path: { type: 'string', default: 'cert' },
            secretRef: secretKeySelector,
            vaultRole: { type: 'string' },
          },
        },
        gcp: {
          type: 'object',
          properties: {
            location: { type: 'string' },
            path: { type: 'string', default: 'gcp' },
            projectID: { type: 'string' },
            role: { type: 'string' },
            secretRef: {
              type: 'object',
              properties: { secretAccessKeySecretRef: secretKeySelector },
            },
            serviceAccountRef: serviceAccountSelector,
            workloadIdentity: {
              type: 'object',
              properties: {
                clusterLocation: { type: 'string' },
                clusterName: { type: 'string' },
                clusterProjectID: { type: 'string' },
                serviceAccountRef: serviceAccountSelector,
              },
              required: ['serviceAccountRef'],
            },
          },
          required: ['role'],
        },
        iam: {
          type: 'object',
          properties: {
            externalID: { type: 'string' },
            jwt: { type: 'object', properties: { serviceAccountRef: serviceAccountSelector } },
            path: { type: 'string' },
            region: { type: 'string' },
            role: { type: 'string' },
            secretRef: {
              type: 'object',
              properties: {
                accessKeyIDSecretRef: secretKeySelector,
                secretAccessKeySecretRef: secretKeySelector,
                sessionTokenSecretRef: secretKeySelector,
              },
            },
            vaultAwsIamServerID: { type: 'string' },
            vaultRole: { type: 'string' },
          },
          required: ['vaultRole'],
        },
        jwt: {
          type: 'object',
          properties: {
            kubernetesServiceAccountToken: {
              type: 'object',
              properties: {
                audiences: { type: 'array', items: { type: 'string' } },
                expirationSeconds: { type: 'integer', format: 'int64' },
                serviceAccountRef: serviceAccountSelector,
              },
              required: ['serviceAccountRef'],
            },
            path: { type: 'string', default: 'jwt' },
            role: { type: 'string' },
            secretRef: secretKeySelector,
          },
        },
        kubernetes: {
          type: 'object',
          properties: {
            mountPath: { type: 'string', default: 'kubernetes' },
            role: { type: 'string' },
            secretRef: secretKeySelector,
            serviceAccountRef: serviceAccountSelector,
          },
          required: ['role'],
        },
        ldap: {
          type: 'object',
          properties: {
            path: { type: 'string', default: 'ldap' },
            secretRef: secretKeySelector,
            username: { type: 'string' },
          },
          required: ['username'],
        },
        namespace: { type: 'string' },
        tokenSecretRef: secretKeySelector,
        userPass: {
          type: 'object',
          properties: {
            path: { type: 'string', default: 'userpass' },
            secretRef: secretKeySelector,
            username: { type: 'string' },
          },
          required: ['username'],
        },
      },
    },
    caBundle: { type: 'string', pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$', format: 'byte' },
    caProvider: caProvider,
    checkAndSet: { type: 'object', properties: { required: { type: 'boolean' } } },
    forwardInconsistent: { type: 'boolean' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    namespace: { type: 'string' },
    path: { type: 'string' },
    readYourWrites: { type: 'boolean' },
    server: { type: 'string' },
    tls: {
      type: 'object',
      properties: { certSecretRef: secretKeySelector, keySecretRef: secretKeySelector },
    },
    version: { type: 'string', enum: ['v1', 'v2'], default: 'v2' },
  },
  required: ['server'],
};

const pushSecretSpec: StructuralSchema = {
  type: 'object',
  properties: {
    data: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          conversionStrategy: { type: 'string', enum: ['None', 'ReverseUnicode'], default: 'None' },
          match: {
            type: 'object',
            properties: {
              remoteRef: {
                type: 'object',
                properties: { property: { type: 'string' }, remoteKey: { type: 'string' } },
                required: ['remoteKey'],
              },
              secretKey: { type: 'string', assumed: '' },
            },
            required: ['remoteRef'],
          },
          metadata: { preserveUnknown: true },
        },
        required: ['match'],
      },
      assumed: [],
    },
    dataTo: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          conversionStrategy: { type: 'string', enum: ['None', 'ReverseUnicode'], default: 'None' },
          match: {
            type: 'object',
            properties: { regexp: { type: 'string', assumed: '' } },
            assumed: {},
          },
          metadata: { preserveUnknown: true },
          remoteKey: { type: 'string' },
          rewrite: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                regexp: {
                  type: 'object',
                  properties: { source: { type: 'string' }, target: { type: 'string' } },
                  required: ['source', 'target'],
                },
                transform: {
                  type: 'object',
                  properties: { template: { type: 'string' } },
                  required: ['template'],
                },
              },
              choices: [
                {
                  members: ['regexp', 'transform'],
                  atLeastOne: true,
                  message: 'exactly one of regexp or transform must be set',
                },
              ],
            },
            assumed: [],
          },
          storeRef: {
            type: 'object',
            properties: {
              kind: {
                type: 'string',
                enum: ['SecretStore', 'ClusterSecretStore'],
                default: 'SecretStore',
              },
              labelSelector: labelSelector,
              name: {
                type: 'string',
                minLength: 1,
                maxLength: 253,
                pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                assumed: '',
              },
            },
          },
        },
      },
      assumed: [],
    },
    deletionPolicy: { type: 'string', enum: ['Delete', 'None'], default: 'None' },
    refreshInterval: { type: 'string', default: '1h0m0s' },
    secretStoreRefs: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: {
            type: 'string',
            enum: ['SecretStore', 'ClusterSecretStore'],
            default: 'SecretStore',
          },
          labelSelector: labelSelector,
          name: {
            type: 'string',
            minLength: 1,
            maxLength: 253,
            pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            assumed: '',
          },
        },
      },
    },
    selector: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      properties: {
        generatorRef: {
          type: 'object',
          properties: {
            apiVersion: { type: 'string', default: 'generators.external-secrets.io/v1alpha1' },
            kind: {
              type: 'string',
              enum: [
                'ACRAccessToken',
                'BeyondtrustWorkloadCredentialsDynamicSecret',
                'CloudsmithAccessToken',
                'ECRAuthorizationToken',
                'Fake',
                'GCRAccessToken',
                'GithubAccessToken',
                'GitlabDeployToken',
                'Grafana',
                'MFA',
                'Password',
                'QuayAccessToken',
                'SSHKey',
                'STSSessionToken',
                'UUID',
                'VaultDynamicSecret',
                'Webhook',
                'ClusterGenerator',
              ],
            },
            name: {
              type: 'string',
              minLength: 1,
              maxLength: 253,
              pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            },
          },
          required: ['kind', 'name'],
        },
        secret: {
          type: 'object',
          properties: {
            name: {
              type: 'string',
              minLength: 1,
              maxLength: 253,
              pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
              assumed: '',
            },
            selector: labelSelector,
          },
        },
      },
    },
    template: {
      type: 'object',
      properties: {
        data: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
        engineVersion: { type: 'string', enum: ['v2'], default: 'v2' },
        mergePolicy: { type: 'string', enum: ['Replace', 'Merge'], default: 'Replace' },
        metadata: {
          type: 'object',
          properties: {
            annotations: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
            finalizers: { type: 'array', items: { type: 'string' }, assumed: [] },
            labels: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
          },
          assumed: {},
        },
        templateFrom: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              configMap: {
                type: 'object',
                properties: {
                  items: {
                    type: 'array',
                    items: {
                      type: 'object',
                      properties: {
                        key: {
                          type: 'string',
                          minLength: 1,
                          maxLength: 253,
                          pattern: '^[-._a-zA-Z0-9]+$',
                        },
                        templateAs: {
                          type: 'string',
                          enum: ['Values', 'KeysAndValues'],
                          default: 'Values',
                        },
                      },
                      required: ['key'],
                    },
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  },
                },
                required: ['items', 'name'],
              },
              literal: { type: 'string' },
              secret: {
                type: 'object',
                properties: {
                  items: {
                    type: 'array',
                    items: {
                      type: 'object',
                      properties: {
                        key: {
                          type: 'string',
                          minLength: 1,
                          maxLength: 253,
                          pattern: '^[-._a-zA-Z0-9]+$',
                        },
                        templateAs: {
                          type: 'string',
                          enum: ['Values', 'KeysAndValues'],
                          default: 'Values',
                        },
                      },
                      required: ['key'],
                    },
                  },
                  name: {
                    type: 'string',
                    minLength: 1,
                    maxLength: 253,
                    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  },
                },
                required: ['items', 'name'],
              },
              target: { type: 'string', default: 'Data' },
              valuesDecodingStrategy: {
                type: 'string',
                enum: ['Auto', 'Base64', 'Base64URL', 'None'],
                assumed: 'None',
              },
            },
          },
          assumed: [],
        },
        type: { type: 'string', assumed: '' },
      },
    },
    updatePolicy: { type: 'string', enum: ['Replace', 'IfNotExists'], default: 'Replace' },
  },
  required: ['secretStoreRefs', 'selector'],
};

const acrAccessTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        managedIdentity: { type: 'object', properties: { identityId: { type: 'string' } } },
        servicePrincipal: {
          type: 'object',
          properties: {
            secretRef: {
              type: 'object',
              properties: { clientId: secretKeySelector, clientSecret: secretKeySelector },
            },
          },
          required: ['secretRef'],
        },
        workloadIdentity: {
          type: 'object',
          properties: { serviceAccountRef: serviceAccountSelector },
        },
      },
    },
    environmentType: {
      type: 'string',
      enum: ['PublicCloud', 'USGovernmentCloud', 'ChinaCloud', 'GermanCloud', 'AzureStackCloud'],
      default: 'PublicCloud',
    },
    registry: { type: 'string' },
    scope: { type: 'string' },
    tenantId: { type: 'string' },
  },
  required: ['auth', 'registry'],
};

const beyondtrustWorkloadCredentialsDynamicSecretSpec: StructuralSchema = {
  type: 'object',
  properties: {
    controller: { type: 'string', assumed: '' },
    provider: {
      type: 'object',
      properties: {
        auth: {
          type: 'object',
          properties: {
            apikey: {
              type: 'object',
              properties: { token: secretKeySelector },
              required: ['token'],
            },
          },
          required: ['apikey'],
        },
        caBundle: {
          type: 'string',
          pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
          format: 'byte',
        },
        caProvider: caProvider,
        folderPath: { type: 'string' },
        server: {
          type: 'object',
          properties: { apiUrl: { type: 'string' }, siteId: { type: 'string' } },
          required: ['apiUrl', 'siteId'],
        },
      },
      required: ['auth', 'server'],
    },
    retrySettings: {
      type: 'object',
      properties: {
        maxRetries: { type: 'integer', format: 'int32' },
        retryInterval: { type: 'string' },
      },
    },
  },
  required: ['provider'],
};

const cloudsmithAccessTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    apiUrl: { type: 'string' },
    orgSlug: { type: 'string' },
    serviceAccountRef: serviceAccountSelector,
    serviceSlug: { type: 'string' },
  },
  required: ['orgSlug', 'serviceAccountRef', 'serviceSlug'],
};

const ecrAuthorizationTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        jwt: { type: 'object', properties: { serviceAccountRef: serviceAccountSelector } },
        secretRef: {
          type: 'object',
          properties: {
            accessKeyIDSecretRef: secretKeySelector,
            secretAccessKeySecretRef: secretKeySelector,
            sessionTokenSecretRef: secretKeySelector,
          },
        },
      },
    },
    region: { type: 'string' },
    role: { type: 'string' },
    scope: { type: 'string' },
  },
  required: ['region'],
};

const gcrAccessTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        secretRef: { type: 'object', properties: { secretAccessKeySecretRef: secretKeySelector } },
        workloadIdentity: {
          type: 'object',
          properties: {
            clusterLocation: { type: 'string' },
            clusterName: { type: 'string' },
            clusterProjectID: { type: 'string' },
            serviceAccountRef: serviceAccountSelector,
          },
          required: ['clusterLocation', 'clusterName', 'serviceAccountRef'],
        },
        workloadIdentityFederation: {
          type: 'object',
          properties: {
            audience: { type: 'string' },
            awsSecurityCredentials: {
              type: 'object',
              properties: {
                awsCredentialsSecretRef: {
                  type: 'object',
                  properties: {
                    name: {
                      type: 'string',
                      minLength: 1,
                      maxLength: 253,
                      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                    },
                    namespace: {
                      type: 'string',
                      minLength: 1,
                      maxLength: 63,
                      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
                    },
                  },
                  required: ['name'],
                },
                region: { type: 'string', minLength: 1, pattern: '^[a-z0-9-]+$' },
              },
              required: ['awsCredentialsSecretRef', 'region'],
            },
            credConfig: secretKeySelector,
            externalTokenEndpoint: { type: 'string' },
            gcpServiceAccountEmail: {
              type: 'string',
              minLength: 1,
              pattern: '^.*@.*\\.iam\\.gserviceaccount\\.com$',
            },
            serviceAccountRef: serviceAccountSelector,
          },
        },
      },
    },
    projectID: { type: 'string' },
  },
  required: ['auth', 'projectID'],
};

const githubAccessTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    appID: { type: 'string' },
    auth: {
      type: 'object',
      properties: {
        privateKey: {
          type: 'object',
          properties: { secretRef: secretKeySelector },
          required: ['secretRef'],
        },
      },
      required: ['privateKey'],
    },
    installID: { type: 'string' },
    permissions: { type: 'object', additionalProperties: { type: 'string' } },
    repositories: { type: 'array', items: { type: 'string' } },
    url: { type: 'string' },
  },
  required: ['appID', 'auth', 'installID'],
};

const gitlabDeployTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        token: {
          type: 'object',
          properties: { secretRef: secretKeySelector },
          required: ['secretRef'],
        },
      },
      required: ['token'],
    },
    expiresAt: { type: 'string', format: 'date-time' },
    groupID: { type: 'string', minLength: 1 },
    name: { type: 'string', minLength: 1 },
    projectID: { type: 'string', minLength: 1 },
    scopes: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'string',
        enum: [
          'read_repository',
          'read_registry',
          'write_registry',
          'read_package_registry',
          'write_package_registry',
          'read_virtual_registry',
          'write_virtual_registry',
        ],
      },
    },
    url: { type: 'string' },
    username: { type: 'string' },
  },
  required: ['auth', 'name', 'scopes'],
  choices: [
    {
      members: ['projectID', 'groupID'],
      atLeastOne: true,
      message: 'exactly one of projectID or groupID must be set',
    },
  ],
};

const grafanaSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        basic: {
          type: 'object',
          properties: {
            password: {
              type: 'object',
              properties: {
                key: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
                name: {
                  type: 'string',
                  minLength: 1,
                  maxLength: 253,
                  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                },
              },
            },
            username: { type: 'string' },
          },
          required: ['password', 'username'],
        },
        token: {
          type: 'object',
          properties: {
            key: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
            name: {
              type: 'string',
              minLength: 1,
              maxLength: 253,
              pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            },
          },
        },
      },
    },
    serviceAccount: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        role: { type: 'string' },
        secondsToLive: { type: 'integer', minimum: 1, format: 'int64' },
      },
      required: ['name', 'role'],
    },
    url: { type: 'string' },
  },
  required: ['auth', 'serviceAccount', 'url'],
};

const mfaSpec: StructuralSchema = {
  type: 'object',
  properties: {
    algorithm: { type: 'string' },
    length: { type: 'integer' },
    secret: secretKeySelector,
    timePeriod: { type: 'integer' },
    when: { type: 'string', format: 'date-time' },
  },
  required: ['secret'],
};

const quayAccessTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    robotAccount: { type: 'string' },
    serviceAccountRef: serviceAccountSelector,
    url: { type: 'string' },
  },
  required: ['robotAccount', 'serviceAccountRef'],
};

const stsSessionTokenSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      properties: {
        jwt: { type: 'object', properties: { serviceAccountRef: serviceAccountSelector } },
        secretRef: {
          type: 'object',
          properties: {
            accessKeyIDSecretRef: secretKeySelector,
            secretAccessKeySecretRef: secretKeySelector,
            sessionTokenSecretRef: secretKeySelector,
          },
        },
      },
    },
    region: { type: 'string' },
    requestParameters: {
      type: 'object',
      properties: {
        serialNumber: { type: 'string' },
        sessionDuration: { type: 'integer', format: 'int32' },
        tokenCode: { type: 'string' },
      },
    },
    role: { type: 'string' },
  },
  required: ['region'],
};

const vaultDynamicSecretSpec: StructuralSchema = {
  type: 'object',
  properties: {
    allowEmptyResponse: { type: 'boolean', default: false },
    controller: { type: 'string', assumed: '' },
    getParameters: {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'string' } },
    },
    method: { type: 'string' },
    parameters: { preserveUnknown: true },
    path: { type: 'string' },
    provider: vaultBackend,
    resultType: { type: 'string', enum: ['Data', 'Auth', 'Raw'], default: 'Data' },
    retrySettings: {
      type: 'object',
      properties: {
        maxRetries: { type: 'integer', format: 'int32' },
        retryInterval: { type: 'string' },
      },
    },
  },
  required: ['path', 'provider'],
};

const webhookSpec: StructuralSchema = {
  type: 'object',
  properties: {
    auth: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      properties: {
        ntlm: {
          type: 'object',
          properties: { passwordSecret: secretKeySelector, usernameSecret: secretKeySelector },
          required: ['passwordSecret', 'usernameSecret'],
        },
      },
    },
    body: { type: 'string' },
    caBundle: { type: 'string', pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$', format: 'byte' },
    caProvider: caProvider,
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    method: { type: 'string' },
    result: { type: 'object', properties: { jsonPath: { type: 'string' } } },
    secrets: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          secretRef: {
            type: 'object',
            properties: {
              key: { type: 'string', minLength: 1, maxLength: 253, pattern: '^[-._a-zA-Z0-9]+$' },
              name: {
                type: 'string',
                minLength: 1,
                maxLength: 253,
                pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
              },
            },
          },
        },
        required: ['name', 'secretRef'],
      },
    },
    timeout: { type: 'string' },
    url: { type: 'string' },
  },
  required: ['result', 'url'],
};

export const CONDITIONS: StructuralSchema<readonly Condition[]> = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
      message: { type: 'string', assumed: '' },
      reason: { type: 'string', assumed: '' },
      status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
      type: { type: 'string' },
    },
    required: ['status', 'type'],
  },
  assumed: [],
};

export const EXTERNAL_SECRET: StructuralSchema<ExternalSecretBody> = {
  type: 'object',
  properties: {
    spec: externalSecretSpec,
    status: {
      type: 'object',
      properties: {
        binding: {
          type: 'object',
          properties: { name: { type: 'string', default: '' } },
          assumed: {},
        },
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
              message: { type: 'string', assumed: '' },
              reason: { type: 'string', assumed: '' },
              status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
              type: { type: 'string' },
            },
            required: ['status', 'type'],
          },
          assumed: [],
        },
        refreshTime: { type: 'string', assumed: '', format: 'date-time' },
        syncedResourceVersion: { type: 'string', assumed: '' },
      },
      assumed: {},
    },
  },
  required: ['spec'],
};

export const SECRET_STORE: StructuralSchema<SecretStoreBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              namespaceRegexes: { type: 'array', items: { type: 'string' } },
              namespaceSelector: labelSelector,
              namespaces: {
                type: 'array',
                items: {
                  type: 'string',
                  minLength: 1,
                  maxLength: 63,
                  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
                },
              },
            },
          },
          assumed: [],
        },
        controller: { type: 'string', assumed: '' },
        provider: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          properties: {
            akeyless: {
              type: 'object',
              properties: {
                akeylessGWApiURL: { type: 'string' },
                authSecretRef: {
                  type: 'object',
                  properties: {
                    kubernetesAuth: {
                      type: 'object',
                      properties: {
                        accessID: { type: 'string' },
                        k8sConfName: { type: 'string' },
                        secretRef: secretKeySelector,
                        serviceAccountRef: serviceAccountSelector,
                      },
                      required: ['accessID', 'k8sConfName'],
                    },
                    secretRef: {
                      type: 'object',
                      properties: {
                        accessID: secretKeySelector,
                        accessType: secretKeySelector,
                        accessTypeParam: secretKeySelector,
                      },
                    },
                    serviceAccountRef: serviceAccountSelector,
                  },
                },
                caBundle: {
                  type: 'string',
                  pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
                  format: 'byte',
                },
                caProvider: caProvider,
                ignoreCache: { type: 'boolean' },
              },
              required: ['akeylessGWApiURL', 'authSecretRef'],
            },
            aws: {
              type: 'object',
              properties: {
                additionalRoles: { type: 'array', items: { type: 'string' } },
                auth: {
                  type: 'object',
                  properties: {
                    jwt: {
                      type: 'object',
                      properties: { serviceAccountRef: serviceAccountSelector },
                    },
                    secretRef: {
                      type: 'object',
                      properties: {
                        accessKeyIDSecretRef: secretKeySelector,
                        secretAccessKeySecretRef: secretKeySelector,
                        sessionTokenSecretRef: secretKeySelector,
                      },
                    },
                  },
                },
                customSessionTags: { type: 'object', additionalProperties: { type: 'string' } },
                externalID: { type: 'string' },
                prefix: { type: 'string' },
                region: { type: 'string' },
                role: { type: 'string' },
                secretsManager: {
                  type: 'object',
                  properties: {
                    forceDeleteWithoutRecovery: { type: 'boolean' },
                    recoveryWindowInDays: { type: 'integer', format: 'int64' },
                  },
                },
                service: {
                  type: 'string',
                  enum: ['SecretsManager', 'ParameterStore', 'CertificateManager'],
                },
                sessionTags: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: { key: { type: 'string' }, value: { type: 'string' } },
                    required: ['key', 'value'],
                  },
                },
                sessionTagsPolicy: {
                  type: 'string',
                  enum: ['None', 'Simple', 'Custom'],
                  default: 'None',
                },
                transitiveTagKeys: { type: 'array', items: { type: 'string' } },
              },
              required: ['region', 'service'],
            },
            azurekv: {
              type: 'object',
              properties: {
                authSecretRef: {
                  type: 'object',
                  properties: {
                    clientCertificate: secretKeySelector,
                    clientId: secretKeySelector,
                    clientSecret: secretKeySelector,
                    tenantId: secretKeySelector,
                  },
                },
                authType: {
                  type: 'string',
                  enum: ['ServicePrincipal', 'ManagedIdentity', 'WorkloadIdentity'],
                  default: 'ServicePrincipal',
                },
                customCloudConfig: {
                  type: 'object',
                  properties: {
                    activeDirectoryEndpoint: { type: 'string' },
                    keyVaultDNSSuffix: { type: 'string' },
                    keyVaultEndpoint: { type: 'string' },
                    resourceManagerEndpoint: { type: 'string' },
                  },
                  required: ['activeDirectoryEndpoint'],
                },
                environmentType: {
                  type: 'string',
                  enum: [
                    'PublicCloud',
                    'USGovernmentCloud',
                    'ChinaCloud',
                    'GermanCloud',
                    'AzureStackCloud',
                  ],
                  default: 'PublicCloud',
                },
                identityId: { type: 'string' },
                serviceAccountRef: serviceAccountSelector,
                tenantId: { type: 'string' },
                useAzureSDK: { type: 'boolean', default: false },
                vaultUrl: { type: 'string' },
              },
              required: ['vaultUrl'],
            },
            barbican: { type: 'object', preserveUnknown: true },
            beyondtrust: { type: 'object', preserveUnknown: true },
            beyondtrustworkloadcredentials: { type: 'object', preserveUnknown: true },
            bitwardensecretsmanager: { type: 'object', preserveUnknown: true },
            chef: { type: 'object', preserveUnknown: true },
            cloudrusm: { type: 'object', preserveUnknown: true },
            conjur: { type: 'object', preserveUnknown: true },
            crd: { type: 'object', preserveUnknown: true },
            delinea: { type: 'object', preserveUnknown: true },
            doppler: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: {
                    oidcConfig: {
                      type: 'object',
                      properties: {
                        expirationSeconds: { type: 'integer', default: 600, format: 'int64' },
                        identity: { type: 'string' },
                        serviceAccountRef: serviceAccountSelector,
                      },
                      required: ['identity', 'serviceAccountRef'],
                    },
                    secretRef: {
                      type: 'object',
                      properties: { dopplerToken: secretKeySelector },
                      required: ['dopplerToken'],
                    },
                  },
                  choices: [
                    {
                      members: ['secretRef', 'oidcConfig'],
                      atLeastOne: true,
                      message: "Exactly one of 'secretRef' or 'oidcConfig' must be specified",
                    },
                  ],
                },
                config: { type: 'string' },
                format: { type: 'string', enum: ['json', 'dotnet-json', 'env', 'yaml', 'docker'] },
                nameTransformer: {
                  type: 'string',
                  enum: [
                    'upper-camel',
                    'camel',
                    'lower-snake',
                    'tf-var',
                    'dotnet-env',
                    'lower-kebab',
                  ],
                },
                project: { type: 'string' },
              },
              required: ['auth'],
            },
            dvls: { type: 'object', preserveUnknown: true },
            fake: {
              type: 'object',
              properties: {
                data: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      key: { type: 'string' },
                      value: { type: 'string' },
                      version: { type: 'string' },
                    },
                    required: ['key', 'value'],
                  },
                },
                validationResult: { type: 'integer' },
              },
              required: ['data'],
            },
            fortanix: { type: 'object', preserveUnknown: true },
            gcpsm: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: {
                    secretRef: {
                      type: 'object',
                      properties: { secretAccessKeySecretRef: secretKeySelector },
                    },
                    workloadIdentity: {
                      type: 'object',
                      properties: {
                        clusterLocation: { type: 'string' },
                        clusterName: { type: 'string' },
                        clusterProjectID: { type: 'string' },
                        serviceAccountRef: serviceAccountSelector,
                      },
                      required: ['serviceAccountRef'],
                    },
                    workloadIdentityFederation: {
                      type: 'object',
                      properties: {
                        audience: { type: 'string' },
                        awsSecurityCredentials: {
                          type: 'object',
                          properties: {
                            awsCredentialsSecretRef: {
                              type: 'object',
                              properties: {
                                name: {
                                  type: 'string',
                                  minLength: 1,
                                  maxLength: 253,
                                  pattern:
                                    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                                },
                                namespace: {
                                  type: 'string',
                                  minLength: 1,
                                  maxLength: 63,
                                  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
                                },
                              },
                              required: ['name'],
                            },
                            region: { type: 'string', minLength: 1, pattern: '^[a-z0-9-]+$' },
                          },
                          required: ['awsCredentialsSecretRef', 'region'],
                        },
                        credConfig: secretKeySelector,
                        externalTokenEndpoint: { type: 'string' },
                        gcpServiceAccountEmail: {
                          type: 'string',
                          minLength: 1,
                          pattern: '^.*@.*\\.iam\\.gserviceaccount\\.com$',
                        },
                        serviceAccountRef: serviceAccountSelector,
                      },
                    },
                  },
                },
                location: { type: 'string' },
                projectID: { type: 'string' },
                secretVersionSelectionPolicy: { type: 'string', default: 'LatestOrFail' },
              },
            },
            github: { type: 'object', preserveUnknown: true },
            gitlab: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: {
                    SecretRef: { type: 'object', properties: { accessToken: secretKeySelector } },
                  },
                  required: ['SecretRef'],
                },
                caBundle: {
                  type: 'string',
                  pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
                  format: 'byte',
                },
                caProvider: caProvider,
                environment: { type: 'string' },
                groupIDs: { type: 'array', items: { type: 'string' } },
                inheritFromGroups: { type: 'boolean' },
                projectID: { type: 'string' },
                url: { type: 'string' },
              },
              required: ['auth'],
            },
            ibm: { type: 'object', preserveUnknown: true },
            infisical: { type: 'object', preserveUnknown: true },
            keepersecurity: { type: 'object', preserveUnknown: true },
            kubernetes: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  minProperties: 1,
                  maxProperties: 1,
                  properties: {
                    cert: {
                      type: 'object',
                      properties: { clientCert: secretKeySelector, clientKey: secretKeySelector },
                      required: ['clientCert', 'clientKey'],
                    },
                    serviceAccount: serviceAccountSelector,
                    token: {
                      type: 'object',
                      properties: { bearerToken: secretKeySelector },
                      required: ['bearerToken'],
                    },
                  },
                },
                authRef: secretKeySelector,
                remoteNamespace: {
                  type: 'string',
                  minLength: 1,
                  maxLength: 63,
                  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
                  default: 'default',
                },
                server: {
                  type: 'object',
                  properties: {
                    caBundle: {
                      type: 'string',
                      pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
                      format: 'byte',
                    },
                    caProvider: caProvider,
                    url: { type: 'string', default: 'kubernetes.default' },
                  },
                },
              },
            },
            nebiusmysterybox: { type: 'object', preserveUnknown: true },
            ngrok: { type: 'object', preserveUnknown: true },
            onboardbase: { type: 'object', preserveUnknown: true },
            onepassword: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: {
                    secretRef: {
                      type: 'object',
                      properties: { connectTokenSecretRef: secretKeySelector },
                      required: ['connectTokenSecretRef'],
                    },
                  },
                  required: ['secretRef'],
                },
                connectHost: { type: 'string' },
                vaults: { type: 'object', additionalProperties: { type: 'integer' } },
              },
              required: ['auth', 'connectHost', 'vaults'],
            },
            onepasswordSDK: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: { serviceAccountSecretRef: secretKeySelector },
                  required: ['serviceAccountSecretRef'],
                },
                cache: {
                  type: 'object',
                  properties: {
                    maxSize: { type: 'integer', minimum: 1, default: 100 },
                    ttl: { type: 'string', default: '5m' },
                  },
                },
                environment: { type: 'string' },
                integrationInfo: {
                  type: 'object',
                  properties: {
                    name: { type: 'string', default: '1Password SDK' },
                    version: { type: 'string', default: 'v1.0.0' },
                  },
                },
                vault: { type: 'string' },
              },
              required: ['auth'],
              choices: [
                {
                  members: ['vault', 'environment'],
                  atLeastOne: false,
                  message: 'at most one of the fields in [vault environment] may be set',
                },
              ],
            },
            openBao: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  properties: {
                    appRole: {
                      type: 'object',
                      properties: {
                        path: { type: 'string', default: 'approle' },
                        roleId: { type: 'string' },
                        roleRef: secretKeySelector,
                        secretRef: secretKeySelector,
                      },
                      required: ['secretRef'],
                      choices: [
                        {
                          members: ['roleId', 'roleRef'],
                          atLeastOne: true,
                          message: 'exactly one of the fields in [roleId roleRef] must be set',
                        },
                      ],
                    },
                    namespace: { type: 'string' },
                    tokenSecretRef: secretKeySelector,
                    userPass: {
                      type: 'object',
                      properties: {
                        path: { type: 'string', default: 'userpass' },
                        secretRef: secretKeySelector,
                        username: { type: 'string' },
                      },
                      required: ['username'],
                    },
                  },
                  choices: [
                    {
                      members: ['appRole', 'tokenSecretRef', 'userPass'],
                      atLeastOne: true,
                      message:
                        'exactly one of the fields in [appRole tokenSecretRef userPass] must be set',
                    },
                  ],
                },
                caBundle: {
                  type: 'string',
                  pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
                  format: 'byte',
                },
                caProvider: caProvider,
                namespace: { type: 'string' },
                path: { type: 'string' },
                server: { type: 'string' },
                version: { type: 'string', enum: ['v1', 'v2'], default: 'v2' },
              },
              required: ['server'],
              choices: [
                {
                  members: ['caBundle', 'caProvider'],
                  atLeastOne: false,
                  message: 'at most one of the fields in [caBundle caProvider] may be set',
                },
              ],
            },
            oracle: { type: 'object', preserveUnknown: true },
            ovh: { type: 'object', preserveUnknown: true },
            passbolt: { type: 'object', preserveUnknown: true },
            passworddepot: { type: 'object', preserveUnknown: true },
            previder: { type: 'object', preserveUnknown: true },
            pulumi: { type: 'object', preserveUnknown: true },
            scaleway: { type: 'object', preserveUnknown: true },
            secretserver: { type: 'object', preserveUnknown: true },
            senhasegura: { type: 'object', preserveUnknown: true },
            vault: vaultBackend,
            volcengine: { type: 'object', preserveUnknown: true },
            webhook: {
              type: 'object',
              properties: {
                auth: {
                  type: 'object',
                  minProperties: 1,
                  maxProperties: 1,
                  properties: {
                    ntlm: {
                      type: 'object',
                      properties: {
                        passwordSecret: secretKeySelector,
                        usernameSecret: secretKeySelector,
                      },
                      required: ['passwordSecret', 'usernameSecret'],
                    },
                  },
                },
                body: { type: 'string' },
                caBundle: {
                  type: 'string',
                  pattern: '^[A-Za-z0-9+/\\r\\n]*={0,2}[\\r\\n]*$',
                  format: 'byte',
                },
                caProvider: caProvider,
                headers: { type: 'object', additionalProperties: { type: 'string' } },
                method: { type: 'string' },
                result: { type: 'object', properties: { jsonPath: { type: 'string' } } },
                secrets: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: { name: { type: 'string' }, secretRef: secretKeySelector },
                    required: ['name', 'secretRef'],
                  },
                },
                timeout: { type: 'string' },
                url: { type: 'string' },
              },
              required: ['url'],
            },
            yandexcertificatemanager: { type: 'object', preserveUnknown: true },
            yandexlockbox: { type: 'object', preserveUnknown: true },
          },
        },
        refreshInterval: { intOrString: true, assumed: 0 },
        retrySettings: {
          type: 'object',
          properties: {
            maxRetries: { type: 'integer', format: 'int32' },
            retryInterval: { type: 'string' },
          },
        },
      },
      required: ['provider'],
    },
    status: {
      type: 'object',
      properties: {
        capabilities: { type: 'string', assumed: '' },
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
              message: { type: 'string', assumed: '' },
              reason: { type: 'string', assumed: '' },
              status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
              type: { type: 'string' },
            },
            required: ['status', 'type'],
          },
          assumed: [],
        },
      },
      assumed: {},
    },
  },
  required: ['spec'],
};

export const CLUSTER_EXTERNAL_SECRET: StructuralSchema<ClusterExternalSecretBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        externalSecretMetadata: {
          type: 'object',
          properties: {
            annotations: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
            labels: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
          },
          assumed: {},
        },
        externalSecretName: {
          type: 'string',
          minLength: 1,
          maxLength: 253,
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          assumed: '',
        },
        externalSecretSpec: externalSecretSpec,
        namespaceSelector: labelSelector,
        namespaceSelectors: { type: 'array', items: labelSelector, assumed: [] },
        namespaces: {
          type: 'array',
          items: {
            type: 'string',
            minLength: 1,
            maxLength: 63,
            pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
          },
          assumed: [],
        },
        refreshTime: { type: 'string', assumed: '' },
      },
      required: ['externalSecretSpec'],
    },
    status: {
      type: 'object',
      properties: {
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
              message: { type: 'string', assumed: '' },
              reason: { type: 'string', assumed: '' },
              status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
              type: { type: 'string' },
            },
            required: ['status', 'type'],
          },
          assumed: [],
        },
        externalSecretName: { type: 'string', assumed: '' },
        failedNamespaces: {
          type: 'array',
          items: {
            type: 'object',
            properties: { namespace: { type: 'string' }, reason: { type: 'string', assumed: '' } },
            required: ['namespace'],
          },
          assumed: [],
        },
        provisionedNamespaces: { type: 'array', items: { type: 'string' }, assumed: [] },
      },
      assumed: {},
    },
  },
  required: ['spec'],
};

export const PUSH_SECRET: StructuralSchema<PushSecretBody> = {
  type: 'object',
  properties: {
    spec: pushSecretSpec,
    status: {
      type: 'object',
      properties: {
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
              message: { type: 'string', assumed: '' },
              reason: { type: 'string', assumed: '' },
              status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
              type: { type: 'string' },
            },
            required: ['status', 'type'],
          },
          assumed: [],
        },
        refreshTime: { type: 'string', assumed: '', format: 'date-time' },
        syncedPushSecrets: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: {
                conversionStrategy: {
                  type: 'string',
                  enum: ['None', 'ReverseUnicode'],
                  default: 'None',
                },
                match: {
                  type: 'object',
                  properties: {
                    remoteRef: {
                      type: 'object',
                      properties: { property: { type: 'string' }, remoteKey: { type: 'string' } },
                      required: ['remoteKey'],
                    },
                    secretKey: { type: 'string', assumed: '' },
                  },
                  required: ['remoteRef'],
                },
                metadata: { preserveUnknown: true },
              },
              required: ['match'],
            },
          },
          assumed: {},
        },
        syncedResourceVersion: { type: 'string', assumed: '' },
      },
      assumed: {},
    },
  },
  required: ['spec'],
};

export const CLUSTER_PUSH_SECRET: StructuralSchema<ClusterPushSecretBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        namespaceSelectors: { type: 'array', items: labelSelector, assumed: [] },
        pushSecretMetadata: {
          type: 'object',
          properties: {
            annotations: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
            labels: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
          },
          assumed: {},
        },
        pushSecretName: {
          type: 'string',
          minLength: 1,
          maxLength: 253,
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          assumed: '',
        },
        pushSecretSpec: pushSecretSpec,
        refreshTime: { type: 'string', assumed: '' },
      },
      required: ['pushSecretSpec'],
    },
    status: {
      type: 'object',
      properties: {
        conditions: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              lastTransitionTime: { type: 'string', assumed: '', format: 'date-time' },
              message: { type: 'string', assumed: '' },
              reason: { type: 'string', assumed: '' },
              status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
              type: { type: 'string' },
            },
            required: ['status', 'type'],
          },
          assumed: [],
        },
        failedNamespaces: {
          type: 'array',
          items: {
            type: 'object',
            properties: { namespace: { type: 'string' }, reason: { type: 'string', assumed: '' } },
            required: ['namespace'],
          },
          assumed: [],
        },
        provisionedNamespaces: { type: 'array', items: { type: 'string' }, assumed: [] },
        pushSecretName: { type: 'string', assumed: '' },
      },
      assumed: {},
    },
  },
  required: ['spec'],
};

export const CLUSTER_GENERATOR: StructuralSchema<ClusterGeneratorBody> = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        generator: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          properties: {
            acrAccessTokenSpec: acrAccessTokenSpec,
            beyondtrustWorkloadCredentialsDynamicSecretSpec:
              beyondtrustWorkloadCredentialsDynamicSecretSpec,
            cloudsmithAccessTokenSpec: cloudsmithAccessTokenSpec,
            ecrAuthorizationTokenSpec: ecrAuthorizationTokenSpec,
            fakeSpec: {
              type: 'object',
              properties: {
                controller: { type: 'string', assumed: '' },
                data: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
              },
            },
            gcrAccessTokenSpec: gcrAccessTokenSpec,
            githubAccessTokenSpec: githubAccessTokenSpec,
            gitlabDeployTokenSpec: gitlabDeployTokenSpec,
            grafanaSpec: grafanaSpec,
            mfaSpec: mfaSpec,
            passwordSpec: {
              type: 'object',
              properties: {
                allowRepeat: { type: 'boolean', default: false },
                digits: { type: 'integer' },
                encoding: {
                  type: 'string',
                  enum: ['base64', 'base64url', 'base32', 'hex', 'raw'],
                  default: 'raw',
                },
                length: { type: 'integer', default: 24 },
                noUpper: { type: 'boolean', default: false },
                secretKeys: { type: 'array', minItems: 1, items: { type: 'string' } },
                symbolCharacters: { type: 'string' },
                symbols: { type: 'integer' },
              },
            },
            quayAccessTokenSpec: quayAccessTokenSpec,
            sshKeySpec: {
              type: 'object',
              properties: {
                comment: { type: 'string' },
                keySize: { type: 'integer', minimum: 256, maximum: 8192 },
                keyType: { type: 'string', enum: ['rsa', 'ecdsa', 'ed25519'], default: 'rsa' },
              },
            },
            stsSessionTokenSpec: stsSessionTokenSpec,
            uuidSpec: { type: 'object', properties: {} },
            vaultDynamicSecretSpec: vaultDynamicSecretSpec,
            webhookSpec: webhookSpec,
          },
        },
        kind: {
          type: 'string',
          enum: [
            'ACRAccessToken',
            'BeyondtrustWorkloadCredentialsDynamicSecret',
            'CloudsmithAccessToken',
            'ECRAuthorizationToken',
            'Fake',
            'GCRAccessToken',
            'GithubAccessToken',
            'GitlabDeployToken',
            'Grafana',
            'MFA',
            'Password',
            'QuayAccessToken',
            'SSHKey',
            'STSSessionToken',
            'UUID',
            'VaultDynamicSecret',
            'Webhook',
          ],
        },
      },
      required: ['generator', 'kind'],
    },
  },
  required: ['spec'],
};

export const GENERATORS: {
  readonly [Kind in GeneratorKind]: StructuralSchema<GeneratorBody<GeneratorSpecs[Kind]>>;
} = {
  ACRAccessToken: { type: 'object', properties: { spec: acrAccessTokenSpec }, required: ['spec'] },
  BeyondtrustWorkloadCredentialsDynamicSecret: {
    type: 'object',
    properties: { spec: beyondtrustWorkloadCredentialsDynamicSecretSpec },
    required: ['spec'],
  },
  CloudsmithAccessToken: {
    type: 'object',
    properties: { spec: cloudsmithAccessTokenSpec },
    required: ['spec'],
  },
  ECRAuthorizationToken: {
    type: 'object',
    properties: { spec: ecrAuthorizationTokenSpec },
    required: ['spec'],
  },
  Fake: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          controller: { type: 'string', assumed: '' },
          data: { type: 'object', additionalProperties: { type: 'string' }, assumed: {} },
        },
        assumed: {},
      },
    },
  },
  GCRAccessToken: { type: 'object', properties: { spec: gcrAccessTokenSpec }, required: ['spec'] },
  GithubAccessToken: {
    type: 'object',
    properties: { spec: githubAccessTokenSpec },
    required: ['spec'],
  },
  GitlabDeployToken: {
    type: 'object',
    properties: { spec: gitlabDeployTokenSpec },
    required: ['spec'],
  },
  Grafana: { type: 'object', properties: { spec: grafanaSpec }, required: ['spec'] },
  MFA: { type: 'object', properties: { spec: mfaSpec }, required: ['spec'] },
  Password: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          allowRepeat: { type: 'boolean', default: false },
          digits: { type: 'integer' },
          encoding: {
            type: 'string',
            enum: ['base64', 'base64url', 'base32', 'hex', 'raw'],
            default: 'raw',
          },
          length: { type: 'integer', default: 24 },
          noUpper: { type: 'boolean', default: false },
          secretKeys: { type: 'array', minItems: 1, items: { type: 'string' } },
          symbolCharacters: { type: 'string' },
          symbols: { type: 'integer' },
        },
        assumed: {},
      },
    },
  },
  QuayAccessToken: {
    type: 'object',
    properties: { spec: quayAccessTokenSpec },
    required: ['spec'],
  },
  SSHKey: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          comment: { type: 'string' },
          keySize: { type: 'integer', minimum: 256, maximum: 8192 },
          keyType: { type: 'string', enum: ['rsa', 'ecdsa', 'ed25519'], default: 'rsa' },
        },
        assumed: {},
      },
    },
  },
  STSSessionToken: {
    type: 'object',
    properties: { spec: stsSessionTokenSpec },
    required: ['spec'],
  },
  UUID: { type: 'object', properties: { spec: { type: 'object', properties: {}, assumed: {} } } },
  VaultDynamicSecret: {
    type: 'object',
    properties: { spec: vaultDynamicSecretSpec },
    required: ['spec'],
  },
  Webhook: { type: 'object', properties: { spec: webhookSpec }, required: ['spec'] },
};
