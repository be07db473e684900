import type { Finding, RawObject } from '../../core/api/index.ts';
import { objectAt, textAt } from '../../core/runtime/index.ts';
import type { injectPod } from '../../webhook/index.ts';
import { podTemplatePath } from '../dev/workload.ts';

/** Where Pods go and what the webhook that injects them is set to. */
export interface InjectionSettings {
  readonly place: Parameters<typeof injectPod>[1];
  readonly defaults: Parameters<typeof injectPod>[2];
}

export interface InjectedObject {
  /** The object as it was given, with the Pod in it as the webhook would make it. */
  readonly object: RawObject;
  readonly changed: boolean;
  /** Their paths begin at the object, not at its Pod template. */
  readonly findings: readonly Finding[];
}

function isPod(object: RawObject): boolean {
  return textAt(object, 'apiVersion') === 'v1' && textAt(object, 'kind') === 'Pod';
}

/** The object with `value` at the path, as a copy. */
function withAt(object: RawObject, path: readonly string[], value: RawObject): RawObject {
  const [first, ...rest] = path;
  return first === undefined
    ? value
    : { ...object, [first]: withAt(objectAt(object, first), rest, value) };
}

function inNamespace(object: RawObject, { place }: InjectionSettings): InjectionSettings['place'] {
  const namespace = textAt(objectAt(object, 'metadata'), 'namespace');
  return namespace === '' ? place : { ...place, namespace };
}

/** The template's apiVersion and kind are understood; the webhook is given a whole Pod. */
function asPod(template: RawObject): RawObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: objectAt(template, 'metadata'),
    spec: objectAt(template, 'spec'),
  };
}

/** A Pod, or a workload with a Pod template, as `inject` (the webhook's) makes it; undefined for objects that have neither. */
export function injectObject(
  object: RawObject,
  settings: InjectionSettings,
  inject: typeof injectPod,
): InjectedObject | undefined {
  const path = isPod(object) ? [] : podTemplatePath(object);
  if (path === undefined) {
    return undefined;
  }
  const template = path.reduce(objectAt, object);
  const pod = path.length === 0 ? object : asPod(template);
  const { object: injected, findings } = inject(
    pod,
    inNamespace(object, settings),
    settings.defaults,
  );
  const changed = injected !== pod;
  const { metadata, spec } = injected;
  const prefix = path.map((segment) => `${segment}.`).join('');
  return {
    object: changed ? withAt(object, path, { ...template, metadata, spec }) : object,
    changed,
    findings: findings.map((finding) => ({ ...finding, path: `${prefix}${finding.path}` })),
  };
}
