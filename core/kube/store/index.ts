export { createObjectCache, type ObjectCache, type ObjectCacheDeps } from './object-cache.ts';
export type { CacheEvent } from './shelf.ts';
