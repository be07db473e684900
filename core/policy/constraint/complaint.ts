import { type FindingId, quote } from '../../api/index.ts';

/** What a constraint says of one field. */
export interface Complaint {
  readonly id: FindingId;
  readonly path: string;
  readonly message: string;
}

/** Nothing when the list is left out or has the value. */
export function checkChoice(
  id: FindingId,
  path: string,
  value: string,
  allowed: readonly string[] | undefined,
): readonly Complaint[] {
  return allowed === undefined || allowed.includes(value)
    ? []
    : [
        {
          id,
          path,
          message: `${quote(value)}: must be one of ${allowed.join(', ') || '(nothing)'}`,
        },
      ];
}
