import { ESO_GROUP, nearestWord, quote } from '../../core/api/index.ts';
import { isObject, objectAt, objectsAt, textAt } from '../../core/runtime/index.ts';
import type { CrossFinding } from '../finding.ts';
import type { Manifest } from './manifest.ts';
import { secretSelectors, type SecretSelector } from './selector.ts';

/**
 * What one object says of another that is among the same files under another name. An object that is not among them may
 * be in the cluster: nothing is said of it.
 */
export function crossFindings(
  manifest: Manifest,
  all: readonly Manifest[],
): readonly CrossFinding[] {
  if (isStore(manifest)) {
    return secretSelectors(manifest).flatMap((selector) => secretFindings(selector, all));
  }
  return manifest.group === ESO_GROUP && manifest.kind === 'ExternalSecret'
    ? storeReferences(manifest).flatMap((reference) => storeFindings(manifest, reference, all))
    : [];
}

function isStore({ group, kind }: Manifest): boolean {
  return group === ESO_GROUP && (kind === 'SecretStore' || kind === 'ClusterSecretStore');
}

function secretFindings(
  selector: SecretSelector,
  all: readonly Manifest[],
): readonly CrossFinding[] {
  const secrets = all.filter(
    ({ group, kind, namespace }) =>
      group === '' &&
      kind === 'Secret' &&
      (selector.namespace === undefined || selector.namespace === namespace),
  );
  const named = secrets.filter(({ name }) => name === selector.name);
  if (named.length === 0) {
    return misnamedSecret(selector, secrets);
  }
  const keys = named.flatMap((secret) => secretKeys(secret));
  return keys.includes(selector.key) ? [] : [missingKey(selector, keys)];
}

function secretKeys({ raw }: Manifest): readonly string[] {
  return [...Object.keys(objectAt(raw, 'data')), ...Object.keys(objectAt(raw, 'stringData'))];
}

function missingKey({ path, name, key }: SecretSelector, keys: readonly string[]): CrossFinding {
  const has = keys.length === 0 ? 'no keys' : keys.toSorted().map(quote).join(', ');
  return {
    id: 'SPA-X001',
    severity: 'error',
    path: `${path}.key`,
    message: `Secret ${quote(name)} has no key ${quote(key)}; it has ${has}`,
  };
}

function misnamedSecret(
  selector: SecretSelector,
  secrets: readonly Manifest[],
): readonly CrossFinding[] {
  const { path, name } = selector;
  const meant = nearestWord(
    name,
    secrets.map((secret) => secret.name),
  );
  if (meant !== undefined) {
    const message = `Secret ${quote(name)} is not among these files; did you mean ${quote(meant)}?`;
    return [{ id: 'SPA-X002', severity: 'warning', path: `${path}.name`, message }];
  }
  // Files without any Secret leave them all to the cluster.
  const known = [...new Set(secrets.map((secret) => quote(secret.name)))].toSorted().join(', ');
  return known === ''
    ? []
    : [
        {
          id: 'SPA-X002',
          severity: 'note',
          path: `${path}.name`,
          message: `Secret ${quote(name)} is not among these files, which have ${known}; it must be in the cluster`,
        },
      ];
}

interface StoreReference {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
}

function storeReferences({ raw }: Manifest): readonly StoreReference[] {
  const spec = objectAt(raw, 'spec');
  const ofEntries = ['data', 'dataFrom'].flatMap((list) =>
    objectsAt(spec, list).map((entry, index) => ({
      path: `spec.${list}[${index}].sourceRef.storeRef`,
      value: objectAt(entry, 'sourceRef')['storeRef'],
    })),
  );
  return [{ path: 'spec.secretStoreRef', value: spec['secretStoreRef'] }, ...ofEntries].flatMap(
    ({ path, value }) => {
      const name = isObject(value) ? textAt(value, 'name') : '';
      const kind = isObject(value) ? textAt(value, 'kind') : '';
      return name === '' ? [] : [{ path, name, kind: kind === '' ? 'SecretStore' : kind }];
    },
  );
}

function storeFindings(
  { namespace }: Manifest,
  { path, kind, name }: StoreReference,
  all: readonly Manifest[],
): readonly CrossFinding[] {
  const stores = all.filter(
    (store) =>
      isStore(store) && (store.kind === 'ClusterSecretStore' || store.namespace === namespace),
  );
  if (stores.length === 0 || stores.some((store) => store.kind === kind && store.name === name)) {
    return [];
  }
  const known = stores.map((store) => `${store.kind} ${quote(store.name)}`).toSorted();
  const message = `${kind} ${quote(name)} is not among these files; they have ${[...new Set(known)].join(', ')}`;
  return [{ id: 'SPA-X003', severity: 'warning', path: `${path}.name`, message }];
}
