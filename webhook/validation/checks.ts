import type { Finding, RawObject } from '../../core/api/index.ts';
import { validateManifest } from '../../core/api/schema/index.ts';
import { compileRegexp, parseTemplate } from '../../core/template/index.ts';

function regexpProblem(source: string): string | undefined {
  const compiled = compileRegexp(source);
  return compiled.ok ? undefined : compiled.message;
}

function templateProblem(text: string): string | undefined {
  const parsed = parseTemplate('template', text);
  return parsed.ok ? undefined : parsed.error.message;
}

/** Everything that is wrong with one of our objects: what validateManifest finds, and texts that do not compile. */
export function validateObject(object: RawObject): readonly Finding[] {
  return validateManifest(object, { regexp: regexpProblem, template: templateProblem });
}
