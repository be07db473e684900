import type { ObjectSchema, Root, StringSchema } from 'joi';
import { fieldSchemas, type FieldSchemas, type Mutable } from '../field-schema.ts';
import type {
  ClusterPushSecretBody,
  ClusterPushSecretSpec,
  ClusterPushSecretStatus,
  PushRewrite,
  PushSecretBody,
  PushSecretData,
  PushSecretDataTo,
  PushSecretSelector,
  PushSecretSpec,
  PushSecretStatus,
  PushStoreRef,
} from '../push-secret.ts';
import { BUNDLE_RULE, STORE_REF_RULE } from '../rule/push-message.ts';
import {
  copiedMetadata,
  namespaceOutcome,
  namespaceSelectors,
  refreshTime,
} from './cluster-external-secret.ts';
import { conditionsSchema } from './condition.ts';
import { generatorRef, secretTemplate } from './external-secret.ts';
import { labelSelector } from './label-selector.ts';

function storeRef(f: FieldSchemas): ObjectSchema<Mutable<PushStoreRef>> {
  return f.object<PushStoreRef>({
    kind: f.choice('SecretStore', 'ClusterSecretStore').default('SecretStore'),
    name: f.assumed(f.name(), ''),
    labelSelector: labelSelector(f),
  });
}

function conversion(f: FieldSchemas): StringSchema {
  return f.choice('None', 'ReverseUnicode').default('None');
}

function data(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<PushSecretData>> {
  type Match = PushSecretData['match'];
  return f.object<PushSecretData>({
    match: f
      .object<Match>({
        secretKey: f
          .assumed(f.text(), '')
          .description('Key of the Secret; none pushes the whole as one JSON object.'),
        remoteRef: f
          .object<Match['remoteRef']>({ remoteKey: f.text().required(), property: f.text() })
          .required(),
      })
      .required(),
    conversionStrategy: conversion(f),
    metadata: joi.any(),
  });
}

function rewrite(f: FieldSchemas): ObjectSchema<Mutable<PushRewrite>> {
  return f
    .object<PushRewrite>({
      regexp: f.object<NonNullable<PushRewrite['regexp']>>({
        source: f.text().required(),
        target: f.text().required(),
      }),
      transform: f.object<NonNullable<PushRewrite['transform']>>({ template: f.text().required() }),
    })
    .xor('regexp', 'transform')
    .meta({ inList: true, choiceMessage: 'exactly one of regexp or transform must be set' });
}

function dataTo(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<PushSecretDataTo>> {
  return f
    .object<PushSecretDataTo>({
      storeRef: storeRef(f),
      match: f.assumed(
        f.object<PushSecretDataTo['match']>({
          regexp: f.assumed(f.text(), '').description('Which keys; none means all.'),
        }),
      ),
      remoteKey: f.text().description('Where the keys go together, as one JSON object.'),
      rewrite: f.assumed(f.list(rewrite(f)), []),
      conversionStrategy: conversion(f),
      metadata: joi.any(),
    })
    .meta({
      rule: [
        {
          rule: 'has(self.storeRef) && (has(self.storeRef.name) || has(self.storeRef.labelSelector))',
          message: STORE_REF_RULE,
        },
        {
          rule: '!has(self.remoteKey) || !has(self.rewrite) || size(self.rewrite) == 0',
          message: BUNDLE_RULE,
        },
      ],
    });
}

function selector(f: FieldSchemas): ObjectSchema<Mutable<PushSecretSelector>> {
  return f
    .object<PushSecretSelector>({
      secret: f.object<NonNullable<PushSecretSelector['secret']>>({
        name: f.assumed(f.name(), ''),
        selector: labelSelector(f),
      }),
      generatorRef: generatorRef(f),
    })
    .min(1)
    .max(1);
}

function spec(joi: Root, f: FieldSchemas): ObjectSchema<Mutable<PushSecretSpec>> {
  return f
    .object<PushSecretSpec>({
      secretStoreRefs: f.list(storeRef(f)).required().description('The stores to push to.'),
      selector: selector(f).required().description('What is pushed: Secrets, or a generator’s.'),
      data: f.assumed(f.list(data(joi, f)), []).description('Single keys of the Secret.'),
      dataTo: f.assumed(f.list(dataTo(joi, f)), []).description('Many keys at once.'),
      template: secretTemplate(f).description('What is made of the Secret before it is pushed.'),
      refreshInterval: f
        .text()
        .default('1h0m0s')
        .description('Go duration between pushes; 0 pushes once.'),
      updatePolicy: f.choice('Replace', 'IfNotExists').default('Replace'),
      deletionPolicy: f.choice('Delete', 'None').default('None'),
    })
    .required()
    .meta({ shared: 'pushSecretSpec' });
}

export function pushSecretSchema(joi: Root): ObjectSchema<Mutable<PushSecretBody>> {
  const f = fieldSchemas(joi);
  return f.object<PushSecretBody>({
    spec: spec(joi, f),
    status: f.assumed(
      f.object<PushSecretStatus>({
        conditions: conditionsSchema(f),
        refreshTime: f.assumed(f.timestamp(), ''),
        syncedResourceVersion: f.assumed(f.text(), ''),
        syncedPushSecrets: f.assumed(
          joi
            .object<Mutable<PushSecretStatus['syncedPushSecrets']>>()
            .pattern(joi.string(), joi.object().pattern(joi.string(), data(joi, f))),
          {},
        ),
      }),
    ),
  });
}

export function clusterPushSecretSchema(joi: Root): ObjectSchema<Mutable<ClusterPushSecretBody>> {
  const f = fieldSchemas(joi);
  return f.object<ClusterPushSecretBody>({
    spec: f
      .object<ClusterPushSecretSpec>({
        pushSecretSpec: spec(joi, f).description('The spec of each PushSecret.'),
        pushSecretName: f
          .assumed(f.name(), '')
          .description('Name of each PushSecret; none means this object’s own.'),
        pushSecretMetadata: copiedMetadata(f),
        namespaceSelectors: namespaceSelectors(f),
        refreshTime: refreshTime(f),
      })
      .required(),
    status: f.assumed(
      f.object<ClusterPushSecretStatus>({
        ...namespaceOutcome(f),
        pushSecretName: f.assumed(f.text(), ''),
      }),
    ),
  });
}
