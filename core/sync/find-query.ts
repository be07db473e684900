import type { FindSpec } from '../api/index.ts';
import type { FindQuery } from '../provider/index.ts';
import { AppError } from '../runtime/index.ts';
import { compileRegexp } from '../template/index.ts';

function nameTest(source: string): (name: string) => boolean {
  const regexp = compileRegexp(source);
  if (!regexp.ok) {
    throw new AppError('SPEC_INVALID', `name.regexp: ${regexp.message}`);
  }
  return (name) => regexp.value.test(name);
}

/** dataFrom.find as a backend is asked; SPEC_INVALID where the expression does not parse. */
export function toFindQuery(find: FindSpec): FindQuery {
  const { path, name, tags } = find;
  return {
    ...(path === undefined ? {} : { path }),
    ...(tags === undefined ? {} : { tags }),
    ...(name === undefined ? {} : { matchesName: nameTest(name.regexp) }),
  };
}
