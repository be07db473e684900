import type { PushSecretConstraints } from '../../api/index.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../../runtime/index.ts';
import { isAbsent } from '../extract/draft.ts';
import { membersLike } from '../extract/push-metadata.ts';
import { checkChoice, type Complaint } from './complaint.ts';

interface Place {
  readonly value: JsonObject;
  readonly path: string;
}

function placesIn(spec: JsonObject, key: string, path: string): readonly Place[] {
  return objectsAt(spec, key).map((value, index) => ({ value, path: `${path}.${key}[${index}]` }));
}

function selectorsOf(spec: JsonObject, path: string): readonly string[] {
  const refs = placesIn(spec, 'secretStoreRefs', path);
  const own = placesIn(spec, 'dataTo', path).map((place) => ({
    value: objectAt(place.value, 'storeRef'),
    path: `${place.path}.storeRef`,
  }));
  const stores = [...refs, ...own]
    .filter(({ value }) => !isAbsent(value['labelSelector']))
    .map((place) => `${place.path}.labelSelector`);
  const source = objectAt(objectAt(spec, 'selector'), 'secret');
  return isAbsent(source['selector']) ? stores : [...stores, `${path}.selector.secret.selector`];
}

/** ESO reads metadata whatever the case of its fields. */
function redirectsOf(spec: JsonObject, path: string): readonly string[] {
  return [...placesIn(spec, 'data', path), ...placesIn(spec, 'dataTo', path)].flatMap((place) =>
    membersLike(place.value['metadata'], 'spec').flatMap(({ name, value }) =>
      membersLike(value, 'remoteNamespace').map(
        (namespace) => `${place.path}.metadata.${name}.${namespace.name}`,
      ),
    ),
  );
}

/** What a policy wants of a PushSecret, or of what a ClusterPushSecret makes ones of. */
export function checkPushSecret(
  limits: PushSecretConstraints,
  spec: JsonObject,
  path: string,
): readonly Complaint[] {
  const deletion = textAt(spec, 'deletionPolicy') || 'None';
  const selectors = limits.allowLabelSelectors === false ? selectorsOf(spec, path) : [];
  const redirects = limits.allowMetadataRemoteNamespace === false ? redirectsOf(spec, path) : [];
  return [
    ...checkChoice('SPA-C020', `${path}.deletionPolicy`, deletion, limits.deletionPolicies),
    ...selectors.map((place) => ({
      id: 'SPA-C021' as const,
      path: place,
      message: 'must be named: labels may pick others later',
    })),
    ...redirects.map((place) => ({
      id: 'SPA-C022' as const,
      path: place,
      message: 'another namespace may not be written to',
    })),
  ];
}
