import type { RawObject } from '../core/api/index.ts';

/** One line in an object's Events. */
export interface Announcement {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  /** Never a secret value. */
  readonly message: string;
}

/** Says something about an object to whoever describes it. Does not wait, and a lost event is no fault. */
export type Announce = (about: RawObject, announcement: Announcement) => void;
