export { createHttpHook, isLoopbackUrl } from './http-hook.ts';
export { createReloadQueue, type ReloadQueue } from './queue.ts';
