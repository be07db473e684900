import { type ExternalSecretConstraints, quote } from '../../api/index.ts';
import {
  type JsonObject,
  listAt,
  objectAt,
  objectsAt,
  parseGoDuration,
  textAt,
  textsAt,
} from '../../runtime/index.ts';
import { isAbsent } from '../extract/draft.ts';
import { matchesWildcard } from '../wildcard.ts';
import { checkChoice, type Complaint } from './complaint.ts';
import { calledNames } from './template-functions.ts';

/** An ExternalSecret, or what a ClusterExternalSecret makes ones of. */
export interface SecretSubject {
  readonly spec: JsonObject;
  /** Where the spec lies. */
  readonly path: string;
  /** The ExternalSecret's name. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly labelsPath: string;
}

type Check = (limits: ExternalSecretConstraints, subject: SecretSubject) => readonly Complaint[];

/** "Never again" is not shorter than a minimum; `allowedRefreshPolicies` is for that (admission.md 2.7). */
const refreshInterval: Check = ({ minRefreshInterval }, { spec, path }) => {
  const least = minRefreshInterval === undefined ? undefined : parseGoDuration(minRefreshInterval);
  const text = textAt(spec, 'refreshInterval') || '1h0m0s';
  const interval = parseGoDuration(text) ?? 0;
  const isShort = least !== undefined && interval !== 0 && interval < least;
  return isShort && textAt(spec, 'refreshPolicy') !== 'CreatedOnce'
    ? [
        {
          id: 'SPA-C001',
          path: `${path}.refreshInterval`,
          message: `${quote(text)}: must be at least ${minRefreshInterval ?? ''}`,
        },
      ]
    : [];
};

const choices: Check = (limits, { spec, path }) => {
  const target = objectAt(spec, 'target');
  const creation = textAt(target, 'creationPolicy') || 'Owner';
  const deletion = textAt(target, 'deletionPolicy') || 'Retain';
  const refresh = textAt(spec, 'refreshPolicy') || 'Periodic';
  const type = textAt(objectAt(target, 'template'), 'type') || 'Opaque';
  const at = `${path}.target`;
  return [
    ...checkChoice('SPA-C002', `${path}.refreshPolicy`, refresh, limits.allowedRefreshPolicies),
    ...checkChoice('SPA-C003', `${at}.creationPolicy`, creation, limits.creationPolicies),
    ...checkChoice('SPA-C004', `${at}.deletionPolicy`, deletion, limits.deletionPolicies),
    ...checkChoice('SPA-C006', `${at}.template.type`, type, limits.secretTypes),
  ];
};

const targetName: Check = ({ targetNames = {} }, { spec, path, name }) => {
  const target = textAt(objectAt(spec, 'target'), 'name') || name;
  const { allow, deny = [] } = targetNames;
  const isMatch = (pattern: string): boolean =>
    matchesWildcard(
      pattern.replaceAll('{{name}}', () => name),
      target,
    );
  const denied = deny.find(isMatch);
  if (denied === undefined && (allow === undefined || allow.some(isMatch))) {
    return [];
  }
  const why =
    denied === undefined
      ? `must be one of ${allow?.join(', ') ?? ''}`
      : `must not be like ${denied}`;
  return [{ id: 'SPA-C005', path: `${path}.target.name`, message: `${quote(target)}: ${why}` }];
};

const manifestTarget: Check = ({ allowManifestTargets }, { spec, path }) =>
  allowManifestTargets === false && !isAbsent(objectAt(spec, 'target')['manifest'])
    ? [
        {
          id: 'SPA-C007',
          path: `${path}.target.manifest`,
          message: 'objects other than Secrets may not be written',
        },
      ]
    : [];

function templatesOf(spec: JsonObject): readonly string[] {
  const template = objectAt(objectAt(spec, 'target'), 'template');
  const literals = objectsAt(template, 'templateFrom').map((from) => textAt(from, 'literal'));
  const transforms = objectsAt(spec, 'dataFrom')
    .flatMap((entry) => objectsAt(entry, 'rewrite'))
    .map((rewrite) => textAt(objectAt(rewrite, 'transform'), 'template'));
  const metadata = objectAt(template, 'metadata');
  const texts = [
    textsAt(template, 'data'),
    textsAt(metadata, 'labels'),
    textsAt(metadata, 'annotations'),
  ];
  return [...texts.flatMap((map) => Object.values(map)), ...literals, ...transforms];
}

const functions: Check = ({ forbidTemplateFunctions = [] }, { spec, path }) => {
  const called = new Set(templatesOf(spec).flatMap((text) => [...calledNames(text)]));
  return forbidTemplateFunctions
    .filter((name) => called.has(name))
    .map((name) => ({
      id: 'SPA-C008',
      path: `${path}.target.template`,
      message: `a template calls ${quote(name)}, which is forbidden`,
    }));
};

const labels: Check = ({ requiredLabels = {} }, subject) =>
  Object.entries(requiredLabels).flatMap(([label, pattern]) => {
    const value = Object.hasOwn(subject.labels, label) ? subject.labels[label] : undefined;
    const wanted = pattern === '*' ? 'is required' : `must be ${pattern}`;
    return value !== undefined && matchesWildcard(pattern, value)
      ? []
      : [
          {
            id: 'SPA-C009',
            path: subject.labelsPath,
            message: `label ${quote(label)} ${wanted}`,
          },
        ];
  });

const entries: Check = ({ maxDataEntries }, { spec, path }) => {
  const count = listAt(spec, 'data').length + listAt(spec, 'dataFrom').length;
  return maxDataEntries === undefined || count <= maxDataEntries
    ? []
    : [
        {
          id: 'SPA-C010',
          path: `${path}.data`,
          message: `${count} entries in data and dataFrom, at most ${maxDataEntries}`,
        },
      ];
};

const CHECKS: readonly Check[] = [
  refreshInterval,
  choices,
  targetName,
  manifestTarget,
  functions,
  labels,
  entries,
];

export const checkExternalSecret: Check = (limits, subject) =>
  CHECKS.flatMap((check) => check(limits, subject));
