export { createSnapshot, namespaceFacts, type Snapshot } from './snapshot.ts';
