import { isObject, type JsonObject } from '../../runtime/index.ts';
import { type Draft, isAbsent } from './draft.ts';

/** As Go's decoder compares names of fields: any case, and the two letters that fold into ASCII. */
function fold(name: string): string {
  return name.toLowerCase().toUpperCase();
}

interface Member {
  readonly name: string;
  readonly value: unknown;
}

/** Every member that ESO's reader takes for the field. */
export function membersLike(owner: unknown, field: string): readonly Member[] {
  const members: JsonObject = isObject(owner) ? owner : {};
  return Object.entries(members)
    .filter(([name, value]) => fold(name) === fold(field) && !isAbsent(value))
    .map(([name, value]) => ({ name, value }));
}

/**
 * Where a push's metadata, opaque to ESO's schema, has the Kubernetes backend write (admission.md 2.2). ESO reads it whatever the case of
 * its fields; one not written as documented is an unknown source.
 */
export function redirectOf(
  draft: Draft,
  metadata: unknown,
  path: string,
): { readonly remoteNamespace?: string } {
  const places = membersLike(metadata, 'spec').flatMap((spec) =>
    membersLike(spec.value, 'remoteNamespace').map((namespace) => ({ spec, namespace })),
  );
  let remoteNamespace = '';
  for (const { spec, namespace } of places) {
    const isPlain = spec.name === 'spec' && namespace.name === 'remoteNamespace';
    if (isPlain && typeof namespace.value === 'string') {
      remoteNamespace = namespace.value;
    } else {
      draft.unknown.push({
        path: `${path}.${spec.name}.${namespace.name}`,
        what: isPlain ? 'is no text' : 'is another spelling of spec.remoteNamespace',
      });
    }
  }
  return remoteNamespace === '' ? {} : { remoteNamespace };
}
