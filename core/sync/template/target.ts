import type { TemplateFrom } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';

/** Which part of a Secret a templateFrom entry fills. */
export type RenderedTarget = 'data' | 'annotations' | 'labels';

const TARGETS: readonly RenderedTarget[] = ['data', 'annotations', 'labels'];

/** templateFrom.target, in any case; SPEC_INVALID for a path, which only manifest targets have (eso.md 2.2). */
export function targetOf(from: TemplateFrom): RenderedTarget {
  const target = TARGETS.find((each) => each === from.target.toLowerCase());
  if (target === undefined) {
    throw new AppError(
      'SPEC_INVALID',
      `templateFrom target=${JSON.stringify(from.target)} is not allowed when targeting a Secret, must be one of "Data", "Annotations" or "Labels"`,
    );
  }
  return target;
}
