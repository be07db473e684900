import { expect } from 'chai';
import type { Finding, RawObject } from '../../../../core/api/index.ts';
import { createMutatingChain, createValidatingChain } from '../../../../webhook/admission/chain.ts';
import {
  type MutatingHandler,
  ofShape,
  type ValidatingHandler,
} from '../../../../webhook/admission/handler.ts';
import type { AdmissionRequest } from '../../../../webhook/admission/request.ts';
import type { RefusalCode } from '../../../../webhook/admission/verdict.ts';

const signal = new AbortController().signal;
const request: AdmissionRequest = {
  uid: 'u',
  kind: { group: '', version: 'v1', kind: 'Pod' },
  subResource: '',
  name: 'app',
  namespace: 'team-a',
  operation: 'CREATE',
  dryRun: false,
  budgetMs: 4500,
  userInfo: { username: '', uid: '', groups: [], extra: {} },
  object: { metadata: { name: 'app' } },
  oldObject: undefined,
};

function finding(id: string, severity: Finding['severity'] = 'error'): Finding {
  return { id, severity, path: '', message: 'm' };
}

function judging(findings: readonly Finding[], concerned = true): ValidatingHandler {
  return { name: 'test', handles: () => concerned, judge: async () => ofShape(findings) };
}

function mutating(
  change: (object: RawObject) => RawObject,
  findings: readonly Finding[] = [],
): MutatingHandler {
  return {
    name: 'test',
    handles: () => true,
    mutate: async (_request, object) => ({ object: change(object), findings }),
  };
}

describe('validating chain', () => {
  it('allows when nobody is concerned', async () => {
    const chain = createValidatingChain([judging([finding('A')], false)]);

    expect(await chain(request, signal)).to.deep.equal({
      kind: 'allowed',
      warnings: [],
      audit: {},
    });
  });

  it('joins the findings of all handlers in one denial', async () => {
    const chain = createValidatingChain([judging([finding('A')]), judging([finding('B')])]);

    const verdict = await chain(request, signal);

    expect(verdict).to.have.property('kind', 'denied');
    expect(verdict).to.have.nested.property('findings.length', 2);
    expect(verdict)
      .to.have.property('message')
      .that.matches(/^Pod team-a\/app: 2 problems\./u);
  });

  it('allows with warnings, and drops them from a denial', async () => {
    const warning = finding('W', 'warning');

    expect(await createValidatingChain([judging([warning])])(request, signal)).to.deep.equal({
      kind: 'allowed',
      warnings: ['m [W]'],
      audit: {},
    });
    expect(
      await createValidatingChain([judging([warning, finding('A')])])(request, signal),
    ).to.deep.include({ kind: 'denied', warnings: [] });
  });

  it('answers the code of what is wrong in itself before that of a policy, and that before an open question', async () => {
    const judgement = (code: RefusalCode, severity: Finding['severity']): ValidatingHandler => ({
      name: String(code),
      handles: () => true,
      judge: async () => ({ findings: [finding(String(code), severity)], code, audit: {} }),
    });
    const codeOf = async (...handlers: readonly ValidatingHandler[]): Promise<unknown> => {
      const verdict = await createValidatingChain(handlers)(request, signal);
      return verdict.kind === 'denied' ? verdict.code : verdict.kind;
    };

    expect(await codeOf(judgement(503, 'error'), judgement(403, 'error'))).to.equal(403);
    expect(await codeOf(judgement(403, 'error'), judgement(422, 'error'))).to.equal(422);
    expect(await codeOf(judgement(503, 'error'), judgement(422, 'warning'))).to.equal(503);
    expect(await codeOf(judgement(403, 'warning'))).to.equal('allowed');
  });

  it('hands the audit log what each handler noted, and the reader the page of a finding', async () => {
    const noting = (audit: Record<string, string>): ValidatingHandler => ({
      name: 'noting',
      handles: () => true,
      judge: async () => ({ findings: [finding('SPA-X')], code: 403, audit }),
    });
    const chain = createValidatingChain(
      [noting({ decision: 'deny' }), noting({ policies: 'p' })],
      (id) => `https://docs/${id}`,
    );

    const verdict = await chain(request, signal);

    expect(verdict).to.deep.include({ audit: { decision: 'deny', policies: 'p' } });
    expect(verdict).to.have.property('message').that.includes('\nSee https://docs/SPA-X');
  });

  it('lets a fault through as a fault', async () => {
    const broken: ValidatingHandler = {
      name: 'broken',
      handles: () => true,
      judge: async () => Promise.reject(new Error('bug')),
    };

    const fault = await createValidatingChain([broken])(request, signal).catch(
      (error: unknown) => error,
    );

    expect(fault).to.have.property('message', 'bug');
  });
});

describe('mutating chain', () => {
  it('hands each handler what the one before made, and answers one patch', async () => {
    const chain = createMutatingChain([
      mutating((object) => ({ ...object, a: 1 })),
      mutating((object) => ({ ...object, b: object['a'] })),
    ]);

    expect(await chain(request, signal)).to.deep.equal({
      kind: 'patched',
      operations: [
        { op: 'add', path: '/a', value: 1 },
        { op: 'add', path: '/b', value: 1 },
      ],
      warnings: [],
    });
  });

  it('allows without a patch when nothing changed', async () => {
    const chain = createMutatingChain([mutating((object) => object)]);

    expect(await chain(request, signal)).to.deep.equal({
      kind: 'allowed',
      warnings: [],
      audit: {},
    });
  });

  it('denies when a handler found an error, and patches nothing', async () => {
    const chain = createMutatingChain([
      mutating((object) => ({ ...object, a: 1 }), [finding('A')]),
    ]);

    expect(await chain(request, signal)).to.have.property('kind', 'denied');
  });
});
