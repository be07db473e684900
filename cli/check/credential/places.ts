import {
  isObject,
  type JsonObject,
  objectAt,
  objectsAt,
  textsAt,
} from '../../../core/runtime/index.ts';
import type { Manifest } from '../manifest.ts';

/** Text in a manifest that may be a credential. It never leaves this folder. */
export interface Place {
  readonly path: string;
  /** What the text stands under: a key of a Secret, a variable. */
  readonly name: string;
  readonly text: string;
  /** `literal` text is written for people; `secret` text is meant to be secret, so that it lies where all can read it is the fault. */
  readonly of: 'secret' | 'literal';
}

const IDENTIFIER = /^[A-Za-z_]\w*$/u;

function member(path: string, name: string): string {
  return IDENTIFIER.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function secretPlaces({ raw }: Manifest): readonly Place[] {
  const of = 'secret';
  return [
    ...Object.entries(textsAt(raw, 'data')).map(
      ([name, text]) => ({ path: member('data', name), name, text: decoded(text), of }) as const,
    ),
    ...Object.entries(textsAt(raw, 'stringData')).map(
      ([name, text]) => ({ path: member('stringData', name), name, text, of }) as const,
    ),
  ];
}

function configMapPlaces({ raw }: Manifest): readonly Place[] {
  return Object.entries(textsAt(raw, 'data')).map(([name, text]) => ({
    path: member('data', name),
    name,
    text,
    of: 'literal',
  }));
}

const POD_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

function variablesOf(podSpec: JsonObject, path: string): readonly Place[] {
  return POD_LISTS.flatMap((list) =>
    objectsAt(podSpec, list).flatMap((container, index) =>
      objectsAt(container, 'env').flatMap(({ name, value }, position) =>
        typeof name === 'string' && typeof value === 'string'
          ? [
              {
                path: `${path}.${list}[${index}].env[${position}].value`,
                name,
                text: value,
                of: 'literal' as const,
              },
            ]
          : [],
      ),
    ),
  );
}

/** Pod specs lie at `spec` or below some `template`; looking for containers finds each. */
function podPlaces(value: unknown, path: string): readonly Place[] {
  if (!isObject(value)) {
    return [];
  }
  return [
    ...variablesOf(value, path),
    ...['template', 'spec', 'jobTemplate'].flatMap((name) =>
      podPlaces(value[name], `${path}.${name}`),
    ),
  ];
}

/** Where a credential may stand: Secrets, ConfigMaps, variables of containers. */
export function credentialPlaces(manifest: Manifest): readonly Place[] {
  if (manifest.group === '' && manifest.kind === 'Secret') {
    return secretPlaces(manifest);
  }
  if (manifest.group === '' && manifest.kind === 'ConfigMap') {
    return configMapPlaces(manifest);
  }
  return podPlaces(objectAt(manifest.raw, 'spec'), 'spec');
}
