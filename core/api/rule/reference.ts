import { SECRET_STORE } from '../structural/generated.ts';
import { memberPath } from '../structural/path.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import type { ProviderWire } from '../secret-store.ts';

export interface Selector {
  readonly path: string;
  readonly namespace: string | undefined;
}

function isSelector({ properties = {} }: StructuralSchema): boolean {
  return 'name' in properties && 'namespace' in properties;
}

function collect(schema: StructuralSchema, value: unknown, path: string): readonly Selector[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, index) => collect(items, item, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  if (isSelector(schema)) {
    const namespace = 'namespace' in value ? value.namespace : undefined;
    return [{ path, namespace: typeof namespace === 'string' ? namespace : undefined }];
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const child = schema.properties?.[name];
    return child === undefined ? [] : collect(child, member, memberPath(path, name));
  });
}

/** Every place of a store's settings that names a Secret, ConfigMap or ServiceAccount. */
export function findSelectors(provider: ProviderWire): readonly Selector[] {
  const schema = SECRET_STORE.properties?.['spec']?.properties?.['provider'];
  return schema === undefined ? [] : collect(schema, provider, 'spec.provider');
}
