import { type Abilities, abilitiesOf, type FindCriterion } from '../backend/ability.ts';
import type { ExternalSecretSpec, FindSpec, RemoteRefSpec, StoreRef } from '../external-secret.ts';
import type { Finding } from '../finding.ts';
import type { RawObject } from '../object.ts';
import {
  parseClusterExternalSecret,
  parseClusterPushSecret,
  parsePushSecret,
} from '../parse-distribution.ts';
import { parseExternalSecret } from '../parse.ts';
import type { PushSecretSpec } from '../push-secret.ts';
import { quote } from '../quote.ts';
import type { StoreBackend } from '../secret-store.ts';
import { applyRules, applyWithin, type Complaint } from './rule.ts';

/** The backend of a store; undefined when the store is not known, so that nothing can be said of it. */
export type BackendLookup = (ref: StoreRef) => StoreBackend | undefined;

interface Known {
  readonly backend: StoreBackend;
  readonly abilities: Abilities;
  /** The store in words. */
  readonly words: string;
}

function known(ref: StoreRef | undefined, backendOf: BackendLookup): Known | undefined {
  const backend = ref === undefined || ref.name === '' ? undefined : backendOf(ref);
  const abilities = backend === undefined ? undefined : abilitiesOf(backend);
  return ref === undefined || backend === undefined || abilities === undefined
    ? undefined
    : { backend, abilities, words: `${ref.kind} ${quote(ref.name)} (${backend.name})` };
}

function checkRemoteRef(
  { version = '', metadataPolicy }: RemoteRefSpec,
  { abilities, words }: Known,
  path: string,
): readonly Complaint[] {
  return [
    ...(version === '' || abilities.versions
      ? []
      : [
          {
            id: 'SPA-F001',
            path: `${path}.version`,
            message: `${quote(version)}: ${words} keeps no versions; leave it out`,
          } as const,
        ]),
    ...(metadataPolicy === 'None' || abilities.metadata
      ? []
      : [
          {
            id: 'SPA-F003',
            path: `${path}.metadataPolicy`,
            message: `"Fetch": ${words} has no metadata to fetch; leave it out`,
          } as const,
        ]),
  ];
}

function criteriaOf({ name, path, tags }: FindSpec): readonly FindCriterion[] {
  return [
    ...(name === undefined ? [] : (['name'] as const)),
    ...(path === undefined || path === '' ? [] : (['path'] as const)),
    ...(Object.keys(tags ?? {}).length === 0 ? [] : (['tags'] as const)),
  ];
}

/** GitLab filters by name, and of tags knows one (eso.md 5.10). */
function checkGitlabFind({ name, tags = {} }: FindSpec, path: string): readonly Complaint[] {
  const foreign = Object.keys(tags).some((tag) => tag !== 'environment_scope');
  return [
    ...(name === undefined
      ? [{ id: 'SPA-F002', path: `${path}.name`, message: "'find.name' is mandatory" } as const]
      : []),
    ...(foreign
      ? [
          {
            id: 'SPA-F002',
            path: `${path}.tags`,
            message: "'find.tags' only supports 'environment_scope'",
          } as const,
        ]
      : []),
  ];
}

function checkFind(find: FindSpec, store: Known, path: string): readonly Complaint[] {
  const { backend, abilities, words } = store;
  if (abilities.find.length === 0) {
    return [{ id: 'SPA-F002', path, message: `${words} cannot find; use extract or data` }];
  }
  const message = `${words} cannot find by this; it can by ${abilities.find.join(', ')}`;
  return [
    ...criteriaOf(find)
      .filter((criterion) => !abilities.find.includes(criterion))
      .map((criterion) => ({ id: 'SPA-F002', path: `${path}.${criterion}`, message }) as const),
    ...(backend.name === 'gitlab' ? checkGitlabFind(find, path) : []),
  ];
}

function externalSecretComplaints(
  { secretStoreRef, data, dataFrom }: ExternalSecretSpec,
  backendOf: BackendLookup,
): readonly Complaint[] {
  const single = data.flatMap(({ remoteRef, sourceRef }, index) => {
    const store = known(sourceRef?.storeRef ?? secretStoreRef, backendOf);
    return store === undefined
      ? []
      : checkRemoteRef(remoteRef, store, `spec.data[${index}].remoteRef`);
  });
  const many = dataFrom.flatMap(({ extract, find, sourceRef }, index) => {
    const store = known(sourceRef?.storeRef ?? secretStoreRef, backendOf);
    const path = `spec.dataFrom[${index}]`;
    return store === undefined
      ? []
      : [
          ...(extract === undefined ? [] : checkRemoteRef(extract, store, `${path}.extract`)),
          ...(find === undefined ? [] : checkFind(find, store, `${path}.find`)),
        ];
  });
  return [...single, ...many];
}

function pushSecretComplaints(
  { secretStoreRefs }: PushSecretSpec,
  backendOf: BackendLookup,
): readonly Complaint[] {
  return secretStoreRefs.flatMap((ref, index) => {
    const store = known(ref, backendOf);
    const path = `spec.secretStoreRefs[${index}].name`;
    return store === undefined || store.abilities.push
      ? []
      : [{ id: 'SPA-F004', path, message: `${store.words} can only be read` }];
  });
}

function judge(complaints: readonly Complaint[]): readonly Finding[] {
  return applyRules([{ reads: [], check: () => complaints }], undefined, []);
}

function within(part: string, complaints: readonly Complaint[]): readonly Finding[] {
  return applyWithin(`spec.${part}`, 'spec', [], () => judge(complaints));
}

function clusterKindFindings(object: RawObject, backendOf: BackendLookup): readonly Finding[] {
  if (object['kind'] === 'ClusterExternalSecret') {
    const parsed = parseClusterExternalSecret(object);
    const spec = parsed.ok ? parsed.value.spec.externalSecretSpec : undefined;
    return spec === undefined
      ? []
      : within('externalSecretSpec', externalSecretComplaints(spec, backendOf));
  }
  const parsed = parseClusterPushSecret(object);
  const spec = parsed.ok ? parsed.value.spec.pushSecretSpec : undefined;
  return spec === undefined ? [] : within('pushSecretSpec', pushSecretComplaints(spec, backendOf));
}

/**
 * What an ExternalSecret, a PushSecret or a cluster kind of them asks of stores that their backends cannot do (eso.md 2.4).
 * Silent about objects that are malformed, which validateManifest reports, and about stores that are not known.
 */
export function abilityFindings(object: RawObject, backendOf: BackendLookup): readonly Finding[] {
  if (object['kind'] === 'ExternalSecret') {
    const parsed = parseExternalSecret(object);
    return parsed.ok ? judge(externalSecretComplaints(parsed.value.spec, backendOf)) : [];
  }
  if (object['kind'] === 'PushSecret') {
    const parsed = parsePushSecret(object);
    return parsed.ok ? judge(pushSecretComplaints(parsed.value.spec, backendOf)) : [];
  }
  return clusterKindFindings(object, backendOf);
}
