export { type KubeconfigDeps, loadKubeconfig } from './load.ts';
export { type KubeconfigEntry, type ParsedKubeconfig, parseKubeconfig } from './self-contained.ts';
