import type { Finding } from '../../core/api/index.ts';
import type { Chain, Judgement, MutatingHandler, ValidatingHandler } from './handler.ts';
import { diff } from './patch.ts';
import { allowed, denialFor, patched, type RefusalCode } from './verdict.ts';

/** What is wrong in itself is said before what a policy forbids, and that before what could not be checked. */
const CODES = [422, 403, 503] as const;

function codeOf(judgements: readonly Judgement[]): RefusalCode {
  const refusing = judgements.filter(({ findings }) =>
    findings.some(({ severity }) => severity === 'error'),
  );
  return CODES.find((code) => refusing.some((judgement) => judgement.code === code)) ?? 422;
}

/** Every handler is heard and all findings are answered at once. `explain` gives the page of a finding, or ''. */
export function createValidatingChain(
  handlers: readonly ValidatingHandler[],
  explain: (id: string) => string = () => '',
): Chain {
  return async (request, signal) => {
    const concerned = handlers.filter((handler) => handler.handles(request));
    const judgements = await Promise.all(
      concerned.map(async (handler) => handler.judge(request, signal)),
    );
    const findings = judgements.flatMap((judgement) => judgement.findings);
    const audit = Object.fromEntries(
      judgements.flatMap((judgement) => Object.entries(judgement.audit)),
    );
    const refusing = { code: codeOf(judgements), audit, explain };
    return denialFor(request, findings, refusing) ?? allowed(findings, audit);
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
