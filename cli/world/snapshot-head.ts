import type { RawObject } from '../../core/api/index.ts';
import { textAt } from '../../core/runtime/index.ts';

const API_VERSION = 'cli.sallyport.dev/v1';
const KIND = 'Snapshot';

/** The first document of a snapshot: what took it, when, and what it could not contain. */
export interface SnapshotHead {
  readonly version: string;
  readonly takenAt: string;
  /** Kinds that the cluster does not have. */
  readonly absentKinds: readonly string[];
}

export function snapshotHead({ version, takenAt, absentKinds }: SnapshotHead): RawObject {
  return { apiVersion: API_VERSION, kind: KIND, takenAt, version, absentKinds };
}

export function isSnapshotHead(object: RawObject): boolean {
  return textAt(object, 'apiVersion') === API_VERSION && textAt(object, 'kind') === KIND;
}
