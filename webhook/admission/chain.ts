import type { Finding } from '../../core/api/index.ts';
import type { Chain, MutatingHandler, ValidatingHandler } from './handler.ts';
import { diff } from './patch.ts';
import { allowed, denialFor, patched } from './verdict.ts';

/** Every handler is heard and all findings are answered at once. */
export function createValidatingChain(handlers: readonly ValidatingHandler[]): Chain {
  return async (request, signal) => {
    const concerned = handlers.filter((handler) => handler.handles(request));
    const findings = await Promise.all(
      concerned.map(async (handler) => handler.judge(request, signal)),
    );
    return denialFor(request, findings.flat()) ?? allowed(findings.flat());
  };
}

/** In order, each handler sees what the one before made; one patch at the end. */
export function createMutatingChain(handlers: readonly MutatingHandler[]): Chain {
  return async (request, signal) => {
    const before = request.object;
    if (before === undefined) {
      return allowed([]);
    }
    let object = before;
    const findings: Finding[] = [];
    for (const handler of handlers.filter((candidate) => candidate.handles(request))) {
      const mutation = await handler.mutate(request, object, signal);
      object = mutation.object;
      findings.push(...mutation.findings);
    }
    return denialFor(request, findings) ?? patched(diff(before, object), findings);
  };
}
