export { readCluster } from './cluster.ts';
export { connectCluster, CONTEXT_OPTION } from './connect.ts';
export {
  actorNamed,
  createJudge,
  createJudgedWorld,
  type Judge,
  type Judgement,
  type OpenPoint,
} from './judge.ts';
export { groupOf } from './kinds.ts';
export { loadWorldOrExit, type WorldEdge } from './load.ts';
export {
  inOrder,
  mergeWorlds,
  NO_OBJECTS,
  sortOut,
  WORLD_PARTS,
  type WorldObjects,
} from './objects.ts';
export { type Completeness, policyWorldOf } from './policy-world.ts';
export { createProgress } from './progress.ts';
export {
  completenessOf,
  readWorldFiles,
  WORLD_OPTIONS,
  type WorldPaths,
  worldPathsOf,
} from './read-files.ts';
export { type SnapshotHead, snapshotHead } from './snapshot-head.ts';
export { parseStoreName } from './store-name.ts';
