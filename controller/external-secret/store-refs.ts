import type { ExternalSecret, StoreRef } from '../../core/api/index.ts';

/** Every store the ExternalSecret reads from, each once. */
export function storeRefs({ spec }: ExternalSecret): readonly StoreRef[] {
  const named = [
    spec.secretStoreRef,
    ...spec.data.map(({ sourceRef }) => sourceRef?.storeRef),
    ...spec.dataFrom.map(({ sourceRef }) => sourceRef?.storeRef),
  ].filter((ref) => ref !== undefined);
  return [...new Map(named.map((ref) => [`${ref.kind}/${ref.name}`, ref])).values()];
}
