import { isDeepStrictEqual } from 'node:util';
import type { RawObject } from '../../core/api/index.ts';
import {
  MUTATING_WEBHOOKS,
  type ObjectReader,
  type Resource,
  VALIDATING_WEBHOOKS,
} from '../../core/kube/index.ts';
import {
  type Admission,
  type AdmissionReview,
  applyJsonPatch,
} from '../../core/kube/memory/index.ts';
import { AppError, isObject, listAt, objectAt, textAt } from '../../core/runtime/index.ts';
import { callWebhook } from './admission-client.ts';
import { matchingWebhooks, type RegisteredWebhook } from './registration.ts';

/** Where the webhook is: known once it has started. */
export interface AdmissionPlugin {
  readonly admission: Admission;
  connect(reader: ObjectReader, port: number): void;
}

function requestOf(review: AdmissionReview, object: RawObject): RawObject {
  const metadata = objectAt(object, 'metadata');
  const [group = '', version = ''] = ['', textAt(object, 'apiVersion')]
    .join('/')
    .split('/')
    .slice(-2);
  const kind = { group, version, kind: review.resource.kind };
  const resource = { group, version, resource: review.resource.plural };
  return {
    uid: crypto.randomUUID(),
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
    operation: review.operation,
    userInfo: review.userInfo,
    object,
    oldObject: review.oldObject ?? null,
    dryRun: review.dryRun,
    options: {},
  };
}

function versionOf(object: RawObject): string {
  return textAt(object, 'apiVersion').split('/').at(-1) ?? '';
}

/** The API server's reading of an answer: the object as patched, or the refusal in its words (admission.md 1.3). */
function admitted(webhook: RegisteredWebhook, response: RawObject, object: RawObject): RawObject {
  if (response['allowed'] !== true) {
    throw new AppError(
      'KUBE_FORBIDDEN',
      `admission webhook "${webhook.name}" denied the request: ${textAt(objectAt(response, 'status'), 'message')}`,
    );
  }
  const patch = textAt(response, 'patch');
  if (patch === '') {
    return object;
  }
  const operations: unknown = JSON.parse(Buffer.from(patch, 'base64').toString('utf8'));
  return applyJsonPatch(object, operations);
}

interface Asking {
  readonly port: number;
  readonly signal: AbortSignal;
  readonly onWarning: (warning: string) => void;
}

/** One webhook's say. One that does not answer decides by its failurePolicy. */
async function ask(
  webhook: RegisteredWebhook,
  review: AdmissionReview,
  object: RawObject,
  { port, signal, onWarning }: Asking,
): Promise<RawObject> {
  const envelope = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: requestOf(review, object),
  };
  let answer: unknown;
  try {
    answer = await callWebhook(webhook, port, envelope, signal);
  } catch (error) {
    if (webhook.failurePolicy === 'Ignore' && !signal.aborted) {
      return object;
    }
    throw error;
  }
  const response = objectAt(isObject(answer) ? answer : {}, 'response');
  for (const warning of listAt(response, 'warnings').filter((text) => typeof text === 'string')) {
    onWarning(warning);
  }
  return admitted(webhook, response, object);
}

/**
 * The in-memory API server's admission chain: mutating webhooks in order, then the validating ones, over HTTPS. Their
 * warnings, which kubectl would print, go to `onWarning`.
 */
export function createAdmissionPlugin(onWarning: (warning: string) => void): AdmissionPlugin {
  let connection: { readonly reader: ObjectReader; readonly port: number } | undefined;

  async function run(
    configurations: Resource,
    review: AdmissionReview,
    object: RawObject,
    signal: AbortSignal,
  ): Promise<RawObject> {
    if (connection === undefined) {
      return object;
    }
    const { reader, port } = connection;
    const webhooks = matchingWebhooks(await reader.list(configurations, {}, signal), {
      operation: review.operation,
      resource: review.resource,
      version: versionOf(object),
      namespace: textAt(objectAt(object, 'metadata'), 'namespace'),
    });
    let current = object;
    for (const webhook of webhooks) {
      current = await ask(webhook, review, current, { port, signal, onWarning });
    }
    return current;
  }

  return {
    async admission(review, signal) {
      const mutated = await run(MUTATING_WEBHOOKS, review, review.object, signal);
      const validated = await run(VALIDATING_WEBHOOKS, review, mutated, signal);
      if (!isDeepStrictEqual(validated, mutated)) {
        throw new AppError('INTERNAL', 'a validating webhook answered with a patch');
      }
      return mutated;
    },
    connect(reader, port) {
      connection = { reader, port };
    },
  };
}
