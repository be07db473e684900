import { inspect } from 'node:util';
import { expect } from 'chai';
import type { RawObject } from '../../../../../core/api/index.ts';
import { AppError } from '../../../../../core/runtime/index.ts';
import { previewSecret } from '../../../../../core/sync/index.ts';
import type { Preview } from '../../../../../core/sync/template/preview.ts';
import { renderSecret } from '../../../../../core/sync/template/render.ts';
import {
  anExternalSecret,
  emptyReader,
  faultOf,
  secretData,
} from '../../../../support/sync-builders.ts';

const { signal } = new AbortController();
const scope = { namespace: 'team-a', reader: emptyReader };

async function preview(target: RawObject): Promise<Preview> {
  const values = new Map([['user', Buffer.from('hunter2')]]);
  return previewSecret(anExternalSecret({ target }), values, scope, signal);
}

describe('a preview', () => {
  it('is the Secret of a pass, its values open', async () => {
    const template = { type: 'T', data: { a: '<{{ .user }}>' }, metadata: { labels: { l: '1' } } };

    const previewed = await preview({ name: 'n', template });

    expect(previewed).to.have.property('ok', true);
    const secret = previewed.ok ? previewed.secret : undefined;
    expect(secret).to.include({ namespace: 'team-a', name: 'n', type: 'T' });
    expect(secret?.labels).to.deep.equal({ l: '1' });
    expect([...(secret?.data ?? [])]).to.deep.equal([['a', Buffer.from('<hunter2>')]]);
  });

  it('says of each field that fails what Go says, in its place', async () => {
    const template = {
      templateFrom: [{ literal: 'a: "1"' }, { literal: '{{ range .user }}{{ end }}' }],
      data: { ok: '1', 'a.b': 'x\n{{ nope }}', '..': '1' },
    };

    expect(await preview({ template })).to.deep.equal({
      ok: false,
      problems: [
        {
          path: 'spec.target.template.templateFrom[1]',
          message: "range can't iterate over hunter2",
          place: { template: 'literal', line: 1, column: 10 },
        },
        {
          path: 'spec.target.template.data["a.b"]',
          message: 'function "nope" not defined',
          place: { template: 'a.b', line: 2, column: 4 },
        },
        {
          path: 'spec.target.template.data[".."]',
          message:
            'key must not be "." nor begin with "..": .. (use rewrite or conversionStrategy to change keys)',
          place: undefined,
        },
      ],
    });
  });

  it('ends with the first fault that is none of a field', async () => {
    const previewed = await preview({ template: { type: 'bootstrap.kubernetes.io/token' } });

    expect(previewed.ok ? [] : previewed.problems.map(({ path }) => path)).to.deep.equal([
      'spec.target',
    ]);
  });

  it('throws what is no verdict on the manifest', async () => {
    const down = new AppError('KUBE_UNAVAILABLE', 'down');
    const reader = { ...emptyReader, get: async () => Promise.reject(down) };
    const templateFrom = [{ configMap: { name: 'c', items: [{ key: 'k' }] } }];
    const externalSecret = anExternalSecret({ target: { template: { templateFrom } } });

    const fault = await faultOf(async () =>
      previewSecret(externalSecret, new Map(), { ...scope, reader }, signal),
    );

    expect(fault.code).to.equal('KUBE_UNAVAILABLE');
  });
});

describe('the fault of a template in a pass', () => {
  it('shows no value, however deep one looks', async () => {
    const externalSecret = anExternalSecret({
      target: { template: { data: { k: '{{ range .user }}{{ end }}' } } },
    });
    const fetched = { data: secretData({ user: 'hunter2' }), missing: [] };

    const fault = await faultOf(async () => renderSecret(externalSecret, fetched, scope, signal));

    expect(fault.message).to.include('unable to execute template at key k');
    expect(inspect(fault, { depth: 20, showHidden: true })).to.not.include('hunter2');
    expect(JSON.stringify(fault)).to.not.include('hunter2');
  });
});
