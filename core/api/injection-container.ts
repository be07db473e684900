import {
  CONTAINER_PATCH_ANNOTATION,
  NATIVE_SIDECAR_ANNOTATION,
  POSITION_ANNOTATION,
  RESOURCES_ANNOTATION,
} from './injection-annotation.ts';
import { readFlag, type Reading, refuse, splitList } from './injection-reading.ts';
import { nearestWord } from './nearest.ts';
import { DNS_LABEL } from './pattern.ts';

export const RESOURCE_NAMES = [
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
] as const;
export type ResourceName = (typeof RESOURCE_NAMES)[number];

/** Where among the init containers the sidecar goes. */
export type SidecarPosition =
  | { readonly kind: 'after-mesh' | 'first' | 'last' }
  | { readonly kind: 'after'; readonly name: string };

export type ContainerPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** What the sidecar's container is like. */
export interface ContainerRequest {
  /** Those that are named, in the order of RESOURCE_NAMES. */
  readonly resources: Readonly<Partial<Record<ResourceName, string>>>;
  readonly position: SidecarPosition;
  /** Absent: as the webhook is set. */
  readonly nativeSidecar?: boolean;
  readonly patch: readonly ContainerPatchOperation[];
}

const QUANTITY = /^\d{1,12}(?:\.\d{1,3})?(?:m|k|Ki|M|Mi|G|Gi)?$/u;
const PLACES = ['after-mesh', 'first', 'last'] as const;

function resourceProblem(name: string, quantity: string | undefined): string | undefined {
  if (!RESOURCE_NAMES.some((known) => known === name)) {
    const meant = nearestWord(name, RESOURCE_NAMES);
    return meant === undefined ? `use ${RESOURCE_NAMES.join(', ')}` : `did you mean ${meant}?`;
  }
  return quantity !== undefined && QUANTITY.test(quantity)
    ? undefined
    : `write ${name}= and a quantity, like "10m" or "64Mi"`;
}

function readResources(reading: Reading): ContainerRequest['resources'] {
  const text = reading.annotations[RESOURCES_ANNOTATION];
  const given = new Map<string, string>();
  for (const part of text === undefined ? [] : splitList(text)) {
    const [name = '', quantity] = part.split('=', 2);
    const problem = given.has(name) ? `${name} is there twice` : resourceProblem(name, quantity);
    if (problem === undefined) {
      given.set(name, quantity ?? '');
    } else {
      refuse(reading, RESOURCES_ANNOTATION, part, problem);
    }
  }
  return Object.fromEntries(
    RESOURCE_NAMES.filter((name) => given.has(name)).map((name) => [name, given.get(name) ?? '']),
  );
}

function readPosition(reading: Reading): SidecarPosition {
  const text = reading.annotations[POSITION_ANNOTATION] ?? 'after-mesh';
  const place = PLACES.find((known) => known === text);
  if (place !== undefined) {
    return { kind: place };
  }
  const name = /^after +(\S+)$/u.exec(text)?.[1] ?? '';
  if (!new RegExp(DNS_LABEL, 'u').test(name)) {
    const known = PLACES.map((each) => `"${each}"`).join(', ');
    refuse(reading, POSITION_ANNOTATION, text, `use ${known} or "after NAME"`);
  }
  return { kind: 'after', name };
}

function toOperation(item: unknown): ContainerPatchOperation | undefined {
  if (typeof item !== 'object' || item === null) {
    return undefined;
  }
  const { op, path, value }: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(item),
  );
  if (typeof path !== 'string' || !path.startsWith('/')) {
    return undefined;
  }
  if (op === 'remove') {
    return { op, path };
  }
  const isValued = op === 'add' || op === 'replace' || op === 'test';
  return isValued && value !== undefined ? { op, path, value } : undefined;
}

function parsePatch(text: string): readonly ContainerPatchOperation[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  const operations = Array.isArray(list) ? list.map(toOperation) : [undefined];
  const complete = operations.filter((operation) => operation !== undefined);
  return complete.length === operations.length ? complete : undefined;
}

function readPatch(reading: Reading): readonly ContainerPatchOperation[] {
  const text = reading.annotations[CONTAINER_PATCH_ANNOTATION];
  const patch = text === undefined ? [] : parsePatch(text);
  if (patch === undefined) {
    refuse(
      reading,
      CONTAINER_PATCH_ANNOTATION,
      text ?? '',
      'write a JSON Patch, like [{"op":"add","path":"/env/-","value":{"name":"HTTPS_PROXY","value":"http://proxy:3128"}}]',
    );
  }
  return patch ?? [];
}

export function readContainer(reading: Reading): ContainerRequest {
  const nativeSidecar = readFlag(reading, NATIVE_SIDECAR_ANNOTATION);
  return {
    resources: readResources(reading),
    position: readPosition(reading),
    ...(nativeSidecar === undefined ? {} : { nativeSidecar }),
    patch: readPatch(reading),
  };
}
