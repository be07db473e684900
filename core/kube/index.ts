export type * from './ports.ts';
export * from './resources.ts';
export { type NativeSecret, parseNativeSecret, readNativeSecret } from './secret.ts';
