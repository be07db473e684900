import type { RawObject } from '../../api/index.ts';
import { AppError, isObject, objectAt, textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import type { ListOptions, Resource } from '../ports.ts';
import { isSelectable } from './kinds.ts';

type Labels = RawObject;
type Requirement = (labels: Labels) => boolean;

const SET = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^()]*)\)$/u;
const EQUAL = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/u;
const EXISTS = /^(!?)\s*([^\s!=,()]+)$/u;

function requirement(text: string): Requirement {
  const set = SET.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) =>
      (Object.hasOwn(labels, key) && values.includes(textAt(labels, key))) === (operator === 'in');
  }
  const equal = EQUAL.exec(text);
  if (equal !== null) {
    const [, key = '', operator, value = ''] = equal;
    return (labels) =>
      (Object.hasOwn(labels, key) && textAt(labels, key) === value) === (operator !== '!=');
  }
  const [, negation, key] = EXISTS.exec(text) ?? [];
  if (key === undefined) {
    throw new AppError('KUBE_INVALID', `unable to parse the selector requirement "${text}"`);
  }
  return (labels) => Object.hasOwn(labels, key) === (negation === '');
}

/** Kubernetes' label selector syntax (=, ==, !=, in, notin, exists); KUBE_INVALID when it cannot be read. */
export function parseLabelSelector(text: string): Requirement {
  const parts = text.split(/,(?![^()]*\))/u).map((part) => part.trim());
  const requirements = text.trim() === '' ? [] : parts.map(requirement);
  return (labels) => requirements.every((matches) => matches(labels));
}

function fieldText(object: RawObject, path: string): string {
  let value: unknown = object;
  for (const step of path.split('.')) {
    value = isObject(value) ? value[step] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function fieldRequirement(resource: Resource, text: string): (object: RawObject) => boolean {
  const [, path = '', operator, value = ''] = /^([^=!]+)(==|=|!=)(.*)$/u.exec(text) ?? [];
  if (!isSelectable(resource, path)) {
    throw new AppError('KUBE_INVALID', `field label not supported: ${path === '' ? text : path}`);
  }
  return (object) => (fieldText(object, path) === value) === (operator !== '!=');
}

function parseFieldSelector(resource: Resource, text: string): (object: RawObject) => boolean {
  const requirements =
    text === '' ? [] : text.split(',').map((part) => fieldRequirement(resource, part));
  return (object) => requirements.every((matches) => matches(object));
}

/** Is an object among those that a list or watch with these options is about? */
export function parseOptions(
  resource: Resource,
  options: ListOptions,
): (object: RawObject) => boolean {
  const labels = parseLabelSelector(options.labelSelector ?? '');
  const fields = parseFieldSelector(resource, options.fieldSelector ?? '');
  return (object) => {
    const metadata = metadataOf(object);
    return (
      (options.namespace === undefined ||
        !resource.namespaced ||
        textAt(metadata, 'namespace') === options.namespace) &&
      labels(objectAt(metadata, 'labels')) &&
      fields(object)
    );
  };
}
