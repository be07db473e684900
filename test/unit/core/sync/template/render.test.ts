import { expect } from 'chai';
import type { RawObject } from '../../../../../core/api/index.ts';
import type { ObjectReader } from '../../../../../core/kube/index.ts';
import { SecretBytes } from '../../../../../core/runtime/index.ts';
import type { RenderedSecret, SecretData } from '../../../../../core/sync/index.ts';
import { renderSecret } from '../../../../../core/sync/template/render.ts';
import {
  anExternalSecret,
  dataTexts,
  emptyReader,
  faultOf,
  secretData,
} from '../../../../support/sync-builders.ts';

const { signal } = new AbortController();

/** ConfigMap `config` and Secret `tpl`, each with one template to store and one that makes keys. */
const READER: ObjectReader = {
  ...emptyReader,
  async get(resource, ref) {
    const texts = {
      single: 'user={{ .user }}',
      map: '{{ .user }}_key: "{{ .pass }}"\nother: plain\n',
    };
    if (resource.kind === 'ConfigMap' && ref.name === 'config') {
      return { data: texts };
    }
    if (resource.kind === 'Secret' && ref.name === 'tpl') {
      return {
        data: Object.fromEntries(
          Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
        ),
      };
    }
    return undefined;
  },
};

async function render(
  template: RawObject | undefined,
  data: SecretData = secretData({ user: 'u', pass: 'p' }),
  metadata: RawObject = {},
): Promise<RenderedSecret> {
  const externalSecret = anExternalSecret(
    template === undefined ? {} : { target: { template } },
    metadata,
  );
  const scope = { namespace: 'team-a', reader: READER };
  return renderSecret(externalSecret, { data, missing: [] }, scope, signal);
}

async function renderTexts(template: RawObject): Promise<Record<string, string>> {
  return dataTexts((await render(template)).data);
}

describe('template', () => {
  const cases: readonly (readonly [string, RawObject, Record<string, string>])[] = [
    ['without data keeps what was fetched', { type: 'Opaque' }, { user: 'u', pass: 'p' }],
    [
      'with data replaces what was fetched',
      { data: { url: '{{ .user }}:{{ .pass }}@h' } },
      { url: 'u:p@h' },
    ],
    [
      'with mergePolicy Merge keeps it, and wins for the same key',
      { mergePolicy: 'Merge', data: { user: '{{ .user }}!' } },
      { user: 'u!', pass: 'p' },
    ],
    [
      'from a ConfigMap stores the output under the key, or takes its keys and values',
      {
        templateFrom: [
          {
            configMap: {
              name: 'config',
              items: [{ key: 'single' }, { key: 'map', templateAs: 'KeysAndValues' }],
            },
          },
        ],
      },
      { single: 'user=u', u_key: 'p', other: 'plain' },
    ],
    [
      'from a Secret',
      { templateFrom: [{ secret: { name: 'tpl', items: [{ key: 'single' }] } }] },
      { single: 'user=u' },
    ],
    [
      'from a literal makes keys and values, of YAML or JSON',
      {
        templateFrom: [
          { literal: 'a: {{ .user }}' },
          { literal: '{"b": "{{ .pass }}", "c": null}' },
        ],
      },
      { a: 'u', b: 'p', c: '' },
    ],
    [
      'lets later sources win, and data over all',
      {
        templateFrom: [{ literal: 'a: "1"\nb: "1"\nc: "1"' }, { literal: 'b: "2"\nc: "2"' }],
        data: { c: '3' },
      },
      { a: '1', b: '2', c: '3' },
    ],
    [
      'decodes the values of a source',
      { templateFrom: [{ literal: 'a: Zm9v', valuesDecodingStrategy: 'Base64' }] },
      { a: 'foo' },
    ],
  ];
  for (const [name, template, wanted] of cases) {
    it(name, async () => {
      expect(await renderTexts(template)).deep.equal(wanted);
    });
  }

  it('passes binary values through whole', async () => {
    const bytes = new SecretBytes(Buffer.from('00ff80', 'hex'));

    const rendered = await render({ data: { out: '{{ .bin }}' } }, new Map([['bin', bytes]]));

    expect(rendered.data.get('out')?.equals(bytes)).equal(true);
  });

  it('fills labels and annotations from literals, in any case', async () => {
    const rendered = await render({
      metadata: { labels: { fixed: '1' }, finalizers: ['example.com/hold'] },
      mergePolicy: 'Merge',
      templateFrom: [
        { target: 'labels', literal: 'user: {{ .user }}' },
        { target: 'Annotations', literal: 'who: {{ .user }}' },
      ],
    });

    expect(rendered.labels).deep.equal({ fixed: '1', user: 'u' });
    expect(rendered.annotations).deep.equal({ who: 'u' });
    expect(rendered.finalizers).deep.equal(['example.com/hold']);
    expect(dataTexts(rendered.data)).deep.equal({ user: 'u', pass: 'p' });
  });

  const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
  const metadata = {
    labels: { team: 'a' },
    annotations: { note: 'n', [lastApplied]: '{}' },
  };

  it('that is absent copies labels and annotations, but not what kubectl applied', async () => {
    const rendered = await render(undefined, secretData({}), metadata);

    expect(rendered.labels).deep.equal({ team: 'a' });
    expect(rendered.annotations).deep.equal({ note: 'n' });
  });

  it('that is present copies none of them', async () => {
    const rendered = await render({ data: {} }, secretData({}), metadata);

    expect(rendered.labels).deep.equal({});
    expect(rendered.annotations).deep.equal({});
  });

  const from = 'spec.target.template.templateFrom[0]: ';
  const refusals: readonly (readonly [string, RawObject, string, string])[] = [
    [
      'a template that does not parse',
      { data: { url: '{{ .user' } },
      'TEMPLATE_FAILED',
      'spec.target.template.data: unable to parse template at key url: ',
    ],
    [
      'a key that was not fetched',
      { data: { url: '{{ .nope }}' } },
      'TEMPLATE_FAILED',
      'spec.target.template.data: unable to execute template at key url: ',
    ],
    [
      'a ConfigMap that does not exist',
      { templateFrom: [{ configMap: { name: 'none', items: [{ key: 'a' }] } }] },
      'TEMPLATE_FAILED',
      `${from}configmap none does not exist in the namespace`,
    ],
    [
      'a key a ConfigMap does not have',
      { templateFrom: [{ configMap: { name: 'config', items: [{ key: 'a' }] } }] },
      'TEMPLATE_FAILED',
      `${from}error in configmap config: missing key a; it has map, single`,
    ],
    [
      'a key a Secret does not have',
      { templateFrom: [{ secret: { name: 'tpl', items: [{ key: 'a' }] } }] },
      'TEMPLATE_FAILED',
      `${from}error in secret tpl: missing key a; it has map, single`,
    ],
    [
      'keys and values that are no YAML',
      { templateFrom: [{ literal: 'a: [{{ .pass }}' }] },
      'TEMPLATE_FAILED',
      `${from}templateAs KeysAndValues: the rendered text is not YAML`,
    ],
    [
      'keys and values that are a list',
      { templateFrom: [{ literal: '- {{ .pass }}' }] },
      'TEMPLATE_FAILED',
      `${from}templateAs KeysAndValues: the rendered text must be a map of keys to strings`,
    ],
    [
      'a number where a string must be',
      { templateFrom: [{ literal: 'port: 5432' }] },
      'TEMPLATE_FAILED',
      'the value of its entry 1 is none; quote it',
    ],
    [
      'an output key a Secret cannot hold',
      { templateFrom: [{ literal: '"../../etc/passwd": x' }] },
      'KEY_INVALID',
      `${from}data: rendered entry 1: key has invalid character /`,
    ],
    [
      'a rendered label the API server would refuse and quote',
      { templateFrom: [{ target: 'Labels', literal: 'ok: x\nbad: "no spaces"' }] },
      'KEY_INVALID',
      `${from}labels: rendered entry 2: value is no label value`,
    ],
    [
      'a rendered annotation key the API server would refuse and quote',
      { templateFrom: [{ target: 'Annotations', literal: 'a/b/c: x' }] },
      'KEY_INVALID',
      `${from}annotations: rendered entry 1: key is no name`,
    ],
    [
      'a target path',
      { templateFrom: [{ target: 'spec.x', literal: 'a: b' }] },
      'SPEC_INVALID',
      `${from}templateFrom target="spec.x" is not allowed when targeting a Secret, must be one of "Data", "Annotations" or "Labels"`,
    ],
    [
      'a target that is a word of JavaScript',
      { templateFrom: [{ target: 'constructor', literal: 'a: b' }] },
      'SPEC_INVALID',
      'templateFrom target="constructor" is not allowed',
    ],
    [
      'a bootstrap token',
      { type: 'bootstrap.kubernetes.io/token' },
      'SPEC_INVALID',
      'template.type="bootstrap.kubernetes.io/token" is not allowed',
    ],
    [
      'a token of a service account',
      {
        type: 'kubernetes.io/service-account-token',
        metadata: { annotations: { 'kubernetes.io/service-account.name': 'admin' } },
      },
      'SPEC_INVALID',
      'template.type="kubernetes.io/service-account-token" with annotation "kubernetes.io/service-account.name" is not allowed',
    ],
    [
      'a token of a service account whose annotation is rendered',
      {
        type: 'kubernetes.io/service-account-token',
        templateFrom: [{ target: 'annotations', literal: 'a: b' }],
      },
      'SPEC_INVALID',
      'template.type="kubernetes.io/service-account-token" with templateFrom target="Annotations" is not allowed',
    ],
  ];
  for (const [name, template, code, message] of refusals) {
    it(`refuses ${name}`, async () => {
      const fault = await faultOf(async () => render(template));

      expect(fault.code).equal(code);
      expect(fault.message).contain(message);
      expect(fault.message).not.match(/\bp\b\]?$/u);
    });
  }
});
