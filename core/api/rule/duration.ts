import { parseGoDuration } from '../../runtime/index.ts';
import { notADuration } from '../duration.ts';
import type { FindingId } from '../finding-id.ts';
import type { Complaint } from './rule.ts';

/** What is wrong with a field that holds a Go duration; an absent one is right. */
export function durationComplaints(
  id: FindingId,
  path: string,
  text: string | undefined,
): readonly Complaint[] {
  return text === undefined || parseGoDuration(text) !== undefined
    ? []
    : [{ id, path, message: notADuration(text) }];
}
