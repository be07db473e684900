export { createHttpHook, isLoopbackUrl } from './http-hook.ts';
export { createProcessTable } from './process-table.ts';
export { createReloadQueue, type ReloadQueue } from './queue.ts';
export { createSignalHook, type ProcessTable } from './signal-hook.ts';
export { createVerification } from './verification.ts';
