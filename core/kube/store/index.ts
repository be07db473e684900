export {
  type CacheEvent,
  createObjectCache,
  type ObjectCache,
  type ObjectCacheDeps,
} from './object-cache.ts';
