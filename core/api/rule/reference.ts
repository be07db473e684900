import { quote } from '../quote.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { findPlaces } from './place.ts';
import type { Complaint } from './rule.ts';

/** A place that names a Secret, ConfigMap or ServiceAccount. */
export interface Selector {
  readonly path: string;
  readonly namespace: string | undefined;
  /** Certificates of the backend; not credentials. */
  readonly isAuthority: boolean;
}

function isSelector({ properties = {} }: StructuralSchema): boolean {
  return 'name' in properties && 'namespace' in properties;
}

/** Every such place below a value. */
export function findSelectors(
  schema: StructuralSchema,
  value: unknown,
  path: string,
): readonly Selector[] {
  return findPlaces(schema, value, path, isSelector).map((place) => {
    const { namespace } = place.value;
    return {
      path: place.path,
      namespace: typeof namespace === 'string' ? namespace : undefined,
      isAuthority: 'type' in (place.schema.properties ?? {}),
    };
  });
}

const NOT_OURS =
  'namespace should either be empty or match the namespace of the SecretStore for a namespaced SecretStore';

/** A namespaced object reads in its own namespace only, whatever its selectors say (CVE-2026-42875). */
export function foreignNamespace(
  selector: Selector,
  own: string,
  words: string = NOT_OURS,
): readonly Complaint[] {
  const { namespace } = selector;
  const path = `${selector.path}.namespace`;
  if (namespace === undefined || namespace === own) {
    return [];
  }
  // A manifest may leave its own namespace to kubectl.
  return own === ''
    ? [
        {
          id: 'SPA-B005',
          severity: 'warning',
          path,
          message: `${quote(namespace)}: is refused in any other namespace than this; leave it out`,
        },
      ]
    : [{ id: 'SPA-B005', path, message: `${quote(namespace)}: ${words}` }];
}
