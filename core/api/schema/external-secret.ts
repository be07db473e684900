import type { ObjectSchema, Root, StringSchema } from 'joi';
import type {
  DataFromEntry,
  ExternalSecretBody,
  ExternalSecretData,
  ExternalSecretSpec,
  ExternalSecretStatus,
  ExternalSecretTarget,
  FindSpec,
  GeneratorRef,
  RemoteRefSpec,
  Rewrite,
  RewriteMerge,
  SecretTemplate,
  SourceRef,
  StoreRef,
  SyncWindows,
  TemplateFrom,
  TemplateSource,
} from '../external-secret.ts';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import { GENERATOR_KINDS } from '../generator/index.ts';
import { CRON } from '../pattern.ts';
import { conditionsSchema } from './condition.ts';

function decoding(f: FieldSchemas): StringSchema {
  return f.assumed(f.choice('Auto', 'Base64', 'Base64URL', 'None'), 'None');
}

function conversion(f: FieldSchemas): StringSchema {
  return f.assumed(f.choice('Default', 'Unicode'), 'Default');
}

function nullBytes(f: FieldSchemas): StringSchema {
  return f.assumed(f.choice('Ignore', 'Fail'), 'Ignore');
}

function storeRef(f: FieldSchemas): ObjectSchema<Mutable<StoreRef>> {
  return f.object<StoreRef>({
    kind: f.assumed(f.choice('SecretStore', 'ClusterSecretStore'), 'SecretStore'),
    name: f.assumed(f.name(), ''),
  });
}

function remoteRef(f: FieldSchemas): ObjectSchema<Mutable<RemoteRefSpec>> {
  return f.object<RemoteRefSpec>({
    key: f.text().required().description('Name of the secret in the backend.'),
    property: f.text().description('gjson path into the secret; none takes the whole.'),
    version: f.text(),
    metadataPolicy: f.assumed(f.choice('None', 'Fetch'), 'None'),
    conversionStrategy: conversion(f),
    decodingStrategy: decoding(f),
    nullBytePolicy: nullBytes(f),
  });
}

function find(f: FieldSchemas): ObjectSchema<Mutable<FindSpec>> {
  return f.object<FindSpec>({
    path: f.text(),
    name: f.object<NonNullable<FindSpec['name']>>({ regexp: f.assumed(f.text(), '') }),
    tags: f.map(),
    conversionStrategy: conversion(f),
    decodingStrategy: decoding(f),
    nullBytePolicy: nullBytes(f),
  });
}

export function generatorRef(f: FieldSchemas): ObjectSchema<Mutable<GeneratorRef>> {
  return f.object<GeneratorRef>({
    apiVersion: f.text().default('generators.external-secrets.io/v1alpha1'),
    kind: f.choice(...GENERATOR_KINDS, 'ClusterGenerator').required(),
    name: f.name().required(),
  });
}

function sourceRef(f: FieldSchemas): ObjectSchema<Mutable<SourceRef>> {
  return f
    .object<SourceRef>({
      storeRef: storeRef(f),
      generatorRef: generatorRef(f),
    })
    .min(1)
    .max(1);
}

function rewrite(f: FieldSchemas): ObjectSchema<Mutable<Rewrite>> {
  return f
    .object<Rewrite>({
      regexp: f.object<NonNullable<Rewrite['regexp']>>({
        source: f.text().required(),
        target: f.text().required(),
      }),
      transform: f.object<NonNullable<Rewrite['transform']>>({ template: f.text().required() }),
      merge: f.object<RewriteMerge>({
        strategy: f.choice('Extract', 'JSON').default('Extract'),
        into: f.text().default(''),
        priority: f.assumed(f.list(f.text()), []),
        priorityPolicy: f.choice('IgnoreNotFound', 'Strict').default('Strict'),
        conflictPolicy: f.choice('Ignore', 'Error').default('Error'),
      }),
    })
    .xor('merge', 'regexp', 'transform')
    .meta({ inList: true });
}

function templateSource(f: FieldSchemas): ObjectSchema<Mutable<TemplateSource>> {
  return f.object<TemplateSource>({
    name: f.name().required(),
    items: f
      .list(
        f.object<TemplateSource['items'][number]>({
          key: f.secretKey().required(),
          templateAs: f.choice('Values', 'KeysAndValues').default('Values'),
        }),
      )
      .required(),
  });
}

export function secretTemplate(f: FieldSchemas): ObjectSchema<Mutable<SecretTemplate>> {
  return f.object<SecretTemplate>({
    type: f.assumed(f.text(), ''),
    engineVersion: f.choice('v2').default('v2'),
    mergePolicy: f.choice('Replace', 'Merge').default('Replace'),
    metadata: f.assumed(
      f.object<SecretTemplate['metadata']>({
        annotations: f.assumed(f.map(), {}),
        labels: f.assumed(f.map(), {}),
        finalizers: f.assumed(f.list(f.text()), []),
      }),
    ),
    data: f.assumed(f.map(), {}).description('Keys of the Secret, each a Go template.'),
    templateFrom: f.assumed(
      f.list(
        f.object<TemplateFrom>({
          configMap: templateSource(f),
          secret: templateSource(f),
          literal: f.text(),
          target: f.text().default('Data'),
          valuesDecodingStrategy: decoding(f),
        }),
      ),
      [],
    ),
  });
}

function target(f: FieldSchemas): ObjectSchema<Mutable<ExternalSecretTarget>> {
  return f
    .object<ExternalSecretTarget>({
      name: f
        .assumed(f.name(), '')
        .description('Name of the Secret; none means the ExternalSecret’s own.'),
      creationPolicy: f
        .choice('Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge')
        .default('Owner'),
      deletionPolicy: f.choice('Delete', 'Merge', 'Retain').default('Retain'),
      immutable: f.assumed(f.flag(), false),
      manifest: f.object<NonNullable<ExternalSecretTarget['manifest']>>({
        apiVersion: f.filled().required(),
        kind: f.filled().required(),
      }),
      template: secretTemplate(f).description('How the Secret is made of the values.'),
    })
    .default()
    .meta({ crdDefault: { creationPolicy: 'Owner', deletionPolicy: 'Retain' } })
    .description('The Secret to write.');
}

function syncWindows(f: FieldSchemas): ObjectSchema<Mutable<SyncWindows>> {
  return f.object<SyncWindows>({
    kind: f.choice('allow', 'deny').required(),
    windows: f
      .list(
        f.object<SyncWindows['windows'][number]>({
          schedule: f.filled().pattern(new RegExp(CRON, 'u')).required(),
          duration: f.text().required(),
        }),
      )
      .min(1)
      .required(),
  });
}

export function externalSecretSpec(f: FieldSchemas): ObjectSchema<Mutable<ExternalSecretSpec>> {
  return f
    .object<ExternalSecretSpec>({
      secretStoreRef: storeRef(f).description('The store of every entry without a sourceRef.'),
      target: target(f),
      refreshPolicy: f
        .assumed(f.choice('CreatedOnce', 'Periodic', 'OnChange'), 'Periodic')
        .description('When to fetch again; none means Periodic.'),
      refreshInterval: f
        .text()
        .default('1h0m0s')
        .description('Go duration between refreshes; 0 fetches once.'),
      syncWindows: syncWindows(f).description('When refreshes may or may not happen, in UTC.'),
      data: f
        .assumed(
          f.list(
            f.object<ExternalSecretData>({
              secretKey: f.secretKey().required().description('Key of the Secret.'),
              remoteRef: remoteRef(f).required(),
              sourceRef: sourceRef(f),
            }),
          ),
          [],
        )
        .description('Single values of the store, each under a key of the Secret.'),
      dataFrom: f
        .assumed(
          f.list(
            f.object<DataFromEntry>({
              extract: remoteRef(f),
              find: find(f),
              sourceRef: sourceRef(f),
              rewrite: f.assumed(f.list(rewrite(f)), []),
            }),
          ),
          [],
        )
        .description('Many values at once; their names become keys of the Secret.'),
    })
    .required()
    .meta({ shared: 'externalSecretSpec' });
}

function status(f: FieldSchemas): ObjectSchema<Mutable<ExternalSecretStatus>> {
  return f.object<ExternalSecretStatus>({
    refreshTime: f.assumed(f.timestamp(), ''),
    syncedResourceVersion: f.assumed(f.text(), ''),
    conditions: conditionsSchema(f),
    binding: f.assumed(f.object<ExternalSecretStatus['binding']>({ name: f.text().default('') })),
  });
}

export function externalSecretSchema(joi: Root): ObjectSchema<Mutable<ExternalSecretBody>> {
  const f = fieldSchemas(joi);
  return f.object<ExternalSecretBody>({
    spec: externalSecretSpec(f),
    status: f.assumed(status(f)),
  });
}
