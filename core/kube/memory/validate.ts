import type { RawObject } from '../../api/index.ts';
import { AppError, objectAt, textAt } from '../../runtime/index.ts';
import { metadataOf } from '../metadata.ts';
import { qualifiedPlural } from '../object-ref.ts';
import type { Resource } from '../ports.ts';
import { contentProblems } from './validate-content.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`, 'u');
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`, 'u');
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/u;
const MAX_ANNOTATION_BYTES = 256 * 1024;

function nameProblems(resource: Resource, name: string): readonly string[] {
  if (name === '') {
    return ['metadata.name: Required value: name or generateName is required'];
  }
  const namespace = resource.plural === 'namespaces';
  const limit = namespace ? 63 : 253;
  const valid = (namespace ? DNS_LABEL : DNS_SUBDOMAIN).test(name) && name.length <= limit;
  return valid
    ? []
    : [
        `metadata.name: Invalid value: "${name}": a lowercase RFC 1123 ${namespace ? 'label' : 'subdomain'} must consist of lower case alphanumeric characters${namespace ? " or '-'" : ", '-' or '.'"}, start and end with an alphanumeric character, and have at most ${limit} characters`,
      ];
}

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : 'none';
  return (
    parts.length <= 2 &&
    QUALIFIED_NAME.test(name) &&
    name.length <= 63 &&
    DNS_SUBDOMAIN.test(prefix.toLowerCase()) &&
    prefix.length <= 253
  );
}

function labelProblems(labels: RawObject): readonly string[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const text = typeof value === 'string' ? value : '';
    const valid = text === '' || (QUALIFIED_NAME.test(text) && text.length <= 63);
    return [
      ...(isQualifiedName(key)
        ? []
        : [`metadata.labels: Invalid value: "${key}": not a label key`]),
      ...(valid
        ? []
        : [
            `metadata.labels: Invalid value: "${text}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', start and end with an alphanumeric character, and have at most 63 characters`,
          ]),
    ];
  });
}

function annotationProblems(annotations: RawObject): readonly string[] {
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  return [
    ...Object.keys(annotations)
      .filter((key) => !isQualifiedName(key))
      .map((key) => `metadata.annotations: Invalid value: "${key}": not an annotation key`),
    ...(bytes > MAX_ANNOTATION_BYTES
      ? [`metadata.annotations: Too long: may not be more than ${MAX_ANNOTATION_BYTES} bytes`]
      : []),
  ];
}

/** What the API server refuses whatever the schema: names, labels, annotations, Secret and ConfigMap content. */
export function refuseInvalid(
  resource: Resource,
  object: RawObject,
  before: RawObject | undefined,
): void {
  const metadata = metadataOf(object);
  const problems = [
    ...nameProblems(resource, textAt(metadata, 'name')),
    ...labelProblems(objectAt(metadata, 'labels')),
    ...annotationProblems(objectAt(metadata, 'annotations')),
    ...contentProblems(resource, object, before),
  ];
  if (problems.length > 0) {
    throw invalid(resource, object, problems);
  }
}

/** As the API server words it: `Secret "x" is invalid: data[a b]: Invalid value: …`. */
export function invalid(
  resource: Resource,
  object: RawObject,
  problems: readonly string[],
): AppError {
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  const all = problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`;
  return new AppError(
    'KUBE_INVALID',
    `${kind} "${textAt(metadataOf(object), 'name')}" is invalid: ${all}`,
  );
}

export function notFound(resource: Resource, name: string): AppError {
  return new AppError('KUBE_NOT_FOUND', `${qualifiedPlural(resource)} "${name}" not found`);
}

export function conflict(resource: Resource, name: string, reason: string): AppError {
  return new AppError(
    'KUBE_CONFLICT',
    `Operation cannot be fulfilled on ${qualifiedPlural(resource)} "${name}": ${reason}`,
  );
}
