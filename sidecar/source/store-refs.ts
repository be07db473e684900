import type { ExternalSecret, SourceRef, StoreRef } from '../../core/api/index.ts';

/** The stores an ExternalSecret reads, each once. */
export function storeRefsOf(externalSecret: ExternalSecret): readonly StoreRef[] {
  const { spec } = externalSecret;
  const sources: readonly (SourceRef | undefined)[] = [
    ...spec.data.map(({ sourceRef }) => sourceRef),
    ...spec.dataFrom.map(({ sourceRef }) => sourceRef),
  ];
  const refs = [spec.secretStoreRef, ...sources.map((source) => source?.storeRef)];
  const byKey = new Map<string, StoreRef>();
  for (const ref of refs) {
    if (ref !== undefined) {
      byKey.set(storeKey(ref), ref);
    }
  }
  return [...byKey.values()];
}

export function storeKey(ref: StoreRef): string {
  return `${ref.kind}/${ref.name}`;
}
