import { expect } from 'chai';
import fc from 'fast-check';
import { decodeReview, encodeReview } from '../../../../webhook/admission/review.ts';
import { allowed, patched, type Verdict } from '../../../../webhook/admission/verdict.ts';

const request = {
  uid: 'u-1',
  kind: { group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret' },
  resource: { group: 'external-secrets.io', version: 'v1', resource: 'externalsecrets' },
  name: 'app',
  namespace: 'team-a',
  operation: 'UPDATE',
  userInfo: { username: 'jane', uid: '7', groups: ['dev', 1], extra: { scopes: ['x'], bad: 1 } },
  object: { metadata: { name: 'app' } },
  oldObject: { metadata: { name: 'app' } },
  dryRun: true,
  options: { kind: 'UpdateOptions' },
};
const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };

function decode(value: unknown): ReturnType<typeof decodeReview> {
  return decodeReview(Buffer.from(JSON.stringify(value)), 4500);
}

describe('review', () => {
  it('is read into a request, and what is of another type is empty', () => {
    expect(decode(review)).to.deep.equal({
      ok: true,
      request: {
        uid: 'u-1',
        kind: request.kind,
        subResource: '',
        name: 'app',
        namespace: 'team-a',
        operation: 'UPDATE',
        dryRun: true,
        budgetMs: 4500,
        userInfo: {
          username: 'jane',
          uid: '7',
          groups: ['dev'],
          extra: { scopes: ['x'], bad: [] },
        },
        object: request.object,
        oldObject: request.oldObject,
      },
    });
  });

  for (const [title, value, problem] of [
    ['an array', [], 'the body is not a JSON object in UTF-8'],
    [
      'v1beta1',
      { ...review, apiVersion: 'admission.k8s.io/v1beta1' },
      'the body is not an AdmissionReview of admission.k8s.io/v1',
    ],
    [
      'another kind',
      { ...review, kind: 'Pod' },
      'the body is not an AdmissionReview of admission.k8s.io/v1',
    ],
    ['no request', { ...review, request: null }, 'request.uid is missing'],
    ['no uid', { ...review, request: { ...request, uid: '' } }, 'request.uid is missing'],
    [
      'an unknown operation',
      { ...review, request: { ...request, operation: 'PATCH' } },
      'request.operation must be one of CREATE, UPDATE, DELETE, CONNECT',
    ],
    [
      'no object on UPDATE',
      { ...review, request: { ...request, object: null } },
      'request.object is missing on UPDATE',
    ],
  ] as const) {
    it(`is refused for ${title}`, () => {
      expect(decode(value)).to.deep.equal({ ok: false, problem });
    });
  }

  for (const bytes of [Buffer.from(''), Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])]) {
    it(`is refused for the bytes ${JSON.stringify([...bytes])}`, () => {
      expect(decodeReview(bytes, 4500)).to.deep.equal({
        ok: false,
        problem: 'the body is not a JSON object in UTF-8',
      });
    });
  }

  it('needs no object on DELETE', () => {
    const deletion = { ...review, request: { ...request, operation: 'DELETE', object: null } };

    expect(decode(deletion)).to.have.nested.property('request.object', undefined);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(decodeReview(bytes, 4500).ok).to.equal(false);
        },
      ),
    );
  });
});

describe('answer', () => {
  const denied: Verdict & { readonly kind: 'denied' } = {
    kind: 'denied',
    code: 422,
    audit: {},
    subject: {
      group: 'external-secrets.io',
      kind: 'ExternalSecret',
      namespace: 'team-a',
      name: 'app',
      generateName: '',
    },
    findings: [{ id: 'SPA-E001', severity: 'error', path: 'spec', message: 'neither' }],
    message: 'ExternalSecret team-a/app: 1 problem.',
    warnings: [],
  };

  function answer(verdict: Verdict): Record<string, unknown> {
    const decoded = JSON.parse(encodeReview('u-1', verdict)) as Record<string, unknown>;
    expect(decoded).to.include({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' });
    return decoded['response'] as Record<string, unknown>;
  }

  it('allows with nothing but the uid', () => {
    expect(answer(allowed([]))).to.deep.equal({ uid: 'u-1', allowed: true });
  });

  it('carries findings of severity warning as warnings', () => {
    const warning = {
      id: 'SPA-I001',
      severity: 'warning',
      path: 'spec',
      message: 'no\nsidecar',
    } as const;

    expect(answer(allowed([warning]))).to.deep.equal({
      uid: 'u-1',
      allowed: true,
      warnings: ['spec: no sidecar [SPA-I001]'],
    });
  });

  it('sends patch and patchType together', () => {
    const operations = [{ op: 'add', path: '/x', value: 'ü' }] as const;

    const response = answer(patched(operations, []));

    expect(response).to.include({ allowed: true, patchType: 'JSONPatch' });
    const patch: unknown = JSON.parse(Buffer.from(String(response['patch']), 'base64').toString());
    expect(patch).to.deep.equal(operations);
  });

  it('sends neither for an empty patch', () => {
    expect(answer(patched([], []))).to.deep.equal({ uid: 'u-1', allowed: true });
  });

  it('denies with message and causes, under a reason with which kubectl shows the message', () => {
    expect(answer(denied)).to.deep.equal({
      uid: 'u-1',
      allowed: false,
      status: {
        code: 422,
        reason: 'Forbidden',
        message: 'ExternalSecret team-a/app: 1 problem.',
        details: {
          name: 'app',
          group: 'external-secrets.io',
          kind: 'ExternalSecret',
          causes: [{ reason: 'SPA-E001', field: 'spec', message: 'neither' }],
        },
      },
    });
  });

  for (const [code, reason] of [
    [422, 'Forbidden'],
    [403, 'Forbidden'],
    [503, 'ServiceUnavailable'],
  ] as const) {
    it(`refuses with ${code} under the reason ${reason}`, () => {
      expect(answer({ ...denied, code })['status']).to.include({ code, reason });
    });
  }

  it('stops at twenty causes and says how many more there are', () => {
    const findings = Array.from({ length: 25 }, (_, index) => ({
      id: 'SPA-S001',
      severity: 'error' as const,
      path: `spec.f${index}`,
      message: 'unknown field',
    }));

    const response = answer({ ...denied, findings });

    const { details } = response['status'] as { details: { causes: unknown[] } };
    expect(details.causes).to.have.length(21);
    expect(details.causes[20]).to.deep.equal({ message: 'and 5 more' });
  });

  it('carries audit annotations with a verdict of either kind, and none whose key the API server would drop', () => {
    const audit = { decision: 'deny', 'a/b': 'x', '': 'y', policies: 'p'.repeat(5000) };
    const kept = { decision: 'deny', policies: 'p'.repeat(4000) };

    expect(answer(allowed([], audit))['auditAnnotations']).to.deep.equal(kept);
    expect(answer({ ...denied, audit })['auditAnnotations']).to.deep.equal(kept);
  });
});
