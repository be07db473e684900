import type { RawObject } from '../../api/index.ts';

function metadataOf(raw: RawObject | undefined): Readonly<Record<string, unknown>> {
  const metadata = raw?.['metadata'];
  return typeof metadata === 'object' && metadata !== null ? { ...metadata } : {};
}

export function nameOf(raw: RawObject): string {
  const { name } = metadataOf(raw);
  return typeof name === 'string' ? name : '';
}

export function labelsOf(raw: RawObject | undefined): Readonly<Record<string, string>> {
  const { labels } = metadataOf(raw);
  const pairs = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  return Object.fromEntries(
    pairs.flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}
