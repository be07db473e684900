export { type KubeconfigDeps, loadKubeconfig } from './load.ts';
