import {
  type ExternalSecret,
  parseExternalSecret,
  parseInjection,
  type RawObject,
} from '../../core/api/index.ts';
import { objectAt, textAt, textsAt } from '../../core/runtime/index.ts';
import { podTemplatePath } from '../dev/workload.ts';
import type { SidecarNeeds } from './serviceaccount.ts';

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

export interface NeedsReading {
  readonly needs: SidecarNeeds;
  /** What could not be known from the objects, ready to print. */
  readonly gaps: readonly string[];
}

function namespaceOf(object: RawObject, wanted: ServiceAccountName): string {
  return textAt(objectAt(object, 'metadata'), 'namespace') || wanted.namespace;
}

/** The Pod in it, if it runs as the ServiceAccount. */
function podOf(object: RawObject, account: ServiceAccountName): RawObject | undefined {
  const isPod = textAt(object, 'apiVersion') === 'v1' && textAt(object, 'kind') === 'Pod';
  const path = isPod ? [] : podTemplatePath(object);
  const pod = path?.reduce(objectAt, object);
  const user = textAt(objectAt(pod ?? {}, 'spec'), 'serviceAccountName') || 'default';
  return user === account.name && namespaceOf(object, account) === account.namespace
    ? pod
    : undefined;
}

function externalSecretsOf(
  objects: readonly RawObject[],
  account: ServiceAccountName,
): readonly ExternalSecret[] {
  return objects
    .filter(
      (object) =>
        textAt(object, 'kind') === 'ExternalSecret' &&
        namespaceOf(object, account) === account.namespace,
    )
    .map((object) => parseExternalSecret(object))
    .flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
}

/** What the Pods of the ServiceAccount among the objects ask for. A controller that serves the namespace writes in their place. */
export function readNeeds(
  objects: readonly RawObject[],
  account: ServiceAccountName,
  controllerServes: boolean,
): NeedsReading {
  const requests = objects
    .map((object) => podOf(object, account))
    .filter((pod) => pod !== undefined)
    .map((pod) => parseInjection(textsAt(objectAt(pod, 'metadata'), 'annotations')))
    .flatMap((parsed) => (parsed.ok && parsed.value !== undefined ? [parsed.value] : []));
  const names = [...new Set(requests.flatMap(({ externalSecrets }) => externalSecrets))];
  const known = externalSecretsOf(objects, account).filter(({ metadata }) =>
    names.includes(metadata.name),
  );
  const missing = names.filter((name) => !known.some(({ metadata }) => metadata.name === name));
  const who = `${account.namespace}/${account.name}`;
  return {
    needs: {
      namespace: account.namespace,
      serviceAccount: account.name,
      externalSecrets: names,
      known,
      writes: !controllerServes && requests.some(({ nativeSecret }) => nativeSecret),
    },
    gaps: [
      ...(names.length === 0
        ? [`no Pod among the files runs as ${who} and asks for a sidecar`]
        : []),
      ...missing.map(
        (name) =>
          `ExternalSecret ${account.namespace}/${name} is not among the files, so its stores and its Secret are not in the Role`,
      ),
    ],
  };
}
