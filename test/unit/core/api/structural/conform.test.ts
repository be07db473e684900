import { expect } from 'chai';
import { conform, crdSchema } from '../../../../../core/api/index.ts';
import type { StructuralSchema } from '../../../../../core/api/structural/schema.ts';
import { FULL_EXTERNAL_SECRET, SMALL_EXTERNAL_SECRET } from '../manifests.ts';

const SERVER = { unknownFields: 'refuse', assumed: false } as const;

function answer(schema: StructuralSchema, raw: unknown, options = SERVER): unknown {
  const parsed = conform(schema, raw, options);
  return parsed.ok
    ? parsed.value
    : parsed.findings.map(({ id, path, message }) => `${id} ${path}: ${message}`);
}

describe('conform', () => {
  it('drops null members and then applies their defaults', () => {
    const schema: StructuralSchema = {
      type: 'object',
      properties: { a: { type: 'string', default: 'x' }, b: { type: 'string' } },
    };

    expect(answer(schema, { a: null, b: null })).to.deep.equal({ a: 'x' });
  });

  it('applies what ESO assumes in code only when asked', () => {
    const schema: StructuralSchema = {
      type: 'object',
      properties: { kind: { type: 'string', enum: ['A'], assumed: 'A' } },
    };

    expect(conform(schema, {}, { ...SERVER, assumed: false })).to.deep.equal({
      ok: true,
      value: {},
    });
    expect(conform(schema, {}, { ...SERVER, assumed: true })).to.deep.equal({
      ok: true,
      value: { kind: 'A' },
    });
  });

  it('drops strangers or reports them, as asked', () => {
    const schema: StructuralSchema = { type: 'object', properties: {} };

    expect(conform(schema, { x: 1 }, { unknownFields: 'prune', assumed: false })).to.deep.equal({
      ok: true,
      value: {},
    });
    expect(answer(schema, { x: 1 })).to.deep.equal(['SPA-S001 x: unknown field']);
  });

  it('keeps what lies under preserveUnknown untouched', () => {
    const schema: StructuralSchema = { type: 'object', preserveUnknown: true };

    expect(answer(schema, { x: [null, { y: 1 }] })).to.deep.equal({ x: [null, { y: 1 }] });
  });

  it('is not misled by names that every object inherits', () => {
    const schema: StructuralSchema = {
      type: 'object',
      properties: { ...Object.fromEntries([['constructor', { type: 'string' } as const]]) },
      required: ['constructor'],
    };

    expect(answer(schema, {})).to.deep.equal(['SPA-S002 constructor: required']);
    expect(
      answer({ type: 'object', properties: {} }, JSON.parse('{"__proto__": 1}')),
    ).to.deep.equal(['SPA-S001 __proto__: unknown field']);
  });
});

describe('crdSchema', () => {
  it('knows our kinds in the served versions only', () => {
    for (const kind of ['ExternalSecret', 'SecretStore', 'ClusterSecretStore']) {
      expect(crdSchema(kind, 'v1'), kind).not.to.equal(undefined);
      expect(crdSchema(kind, 'v1beta1'), kind).not.to.equal(undefined);
      expect(crdSchema(kind, 'v1alpha1'), kind).to.equal(undefined);
    }
    expect(crdSchema('Secret', 'v1')).to.equal(undefined);
    expect(crdSchema('constructor', 'v1')).to.equal(undefined);
  });

  it('gives an object the defaults of the CRD and no others', () => {
    const stored = answer(crdSchema('ExternalSecret', 'v1') ?? {}, {
      ...SMALL_EXTERNAL_SECRET,
      metadata: { name: 'app', anything: { goes: true } },
    });

    expect(stored).to.deep.equal({
      ...SMALL_EXTERNAL_SECRET,
      metadata: { name: 'app', anything: { goes: true } },
      spec: {
        secretStoreRef: { name: 'store' },
        data: [{ secretKey: 'password', remoteRef: { key: 'db' } }],
        refreshInterval: '1h0m0s',
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      },
    });
  });

  it('is content with what it has already defaulted', () => {
    const schema = crdSchema('ExternalSecret', 'v1') ?? {};
    const once = answer(schema, FULL_EXTERNAL_SECRET);

    expect(answer(schema, once)).to.deep.equal(once);
  });
});
