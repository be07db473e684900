export { loadKubeconfig } from './load.ts';
export { parseKubeconfig } from './self-contained.ts';
