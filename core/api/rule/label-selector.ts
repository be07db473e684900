import { isObject } from '../../runtime/index.ts';
import type { LabelSelectorRequirement } from '../object.ts';
import { quote } from '../quote.ts';
import { memberPath } from '../structural/path.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { findPlaces, type Place } from './place.ts';
import type { Complaint } from './rule.ts';

const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/u;
const LABEL_PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/u;
const NAME_WORDS =
  'letters, digits, "-", "_" and ".", at most 63, beginning and ending with a letter or digit';

function isLabelKey(key: string): boolean {
  const [first = '', second, ...more] = key.split('/');
  if (second === undefined) {
    return LABEL_NAME.test(first);
  }
  return (
    more.length === 0 && first.length <= 253 && LABEL_PREFIX.test(first) && LABEL_NAME.test(second)
  );
}

function badKey(key: string, path: string): readonly Complaint[] {
  return isLabelKey(key)
    ? []
    : [
        {
          id: 'SPA-S008',
          path,
          message: `${quote(key)} is no label; a label is ${NAME_WORDS}, and may have a DNS name and "/" before it`,
        },
      ];
}

function badValue(value: string, path: string): readonly Complaint[] {
  return value === '' || LABEL_NAME.test(value)
    ? []
    : [
        {
          id: 'SPA-S008',
          path,
          message: `${quote(value)} is no label’s value; it is ${NAME_WORDS}`,
        },
      ];
}

function checkRequirement(
  { key, operator, values = [] }: LabelSelectorRequirement,
  path: string,
): readonly Complaint[] {
  const wantsValues = operator === 'In' || operator === 'NotIn';
  const message = wantsValues ? `required with ${operator}` : `must be left out with ${operator}`;
  return [
    ...badKey(key, `${path}.key`),
    ...(wantsValues === values.length > 0
      ? []
      : [{ id: 'SPA-S008', path: `${path}.values`, message } as const]),
    ...values.flatMap((value, index) => badValue(value, `${path}.values[${index}]`)),
  ];
}

const OPERATORS: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** A malformed one is the schema's to report. */
function isRequirement(value: unknown): value is LabelSelectorRequirement {
  if (!isObject(value)) {
    return false;
  }
  const { key, operator, values = [] } = value;
  return (
    typeof key === 'string' &&
    OPERATORS.includes(operator) &&
    Array.isArray(values) &&
    values.every((item) => typeof item === 'string')
  );
}

function isLabelSelector({ properties = {} }: StructuralSchema): boolean {
  return 'matchLabels' in properties && 'matchExpressions' in properties;
}

function checkLabel(key: string, value: unknown, path: string): readonly Complaint[] {
  return typeof value === 'string' ? [...badKey(key, path), ...badValue(value, path)] : [];
}

function checkSelector({ path, value }: Place): readonly Complaint[] {
  const labels = isObject(value['matchLabels']) ? Object.entries(value['matchLabels']) : [];
  const given = value['matchExpressions'];
  const requirements: readonly unknown[] = Array.isArray(given) ? given : [];
  return [
    ...labels.flatMap(([key, label]) =>
      checkLabel(key, label, memberPath(`${path}.matchLabels`, key)),
    ),
    ...requirements.flatMap((requirement, index) =>
      isRequirement(requirement)
        ? checkRequirement(requirement, `${path}.matchExpressions[${index}]`)
        : [],
    ),
  ];
}

/** Label selectors that the API server could not read: Kubernetes checks them only when they are used. */
export function labelSelectorComplaints(
  schema: StructuralSchema,
  object: unknown,
): readonly Complaint[] {
  return findPlaces(schema, object, '', isLabelSelector).flatMap(checkSelector);
}
