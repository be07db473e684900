import { expect } from 'chai';
import { describeFinding } from '../../../../cli/render/finding.ts';
import { type RenderedFiles, renderFiles } from '../../../../cli/render/render-files.ts';
import { describeSecrets } from '../../../../cli/render/secret-text.ts';
import { createStyle } from '../../../../cli/style.ts';

const { signal } = new AbortController();
const HEAD = 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n';

async function render(
  text: string,
  values: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<RenderedFiles> {
  const bytes = Object.entries(values).map(([key, value]) => [key, Buffer.from(value)] as const);
  return renderFiles([{ name: 'es.yaml', text }], new Map(bytes), signal);
}

async function messages(
  text: string,
  values: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { findings } = await render(text, values);
  return findings.map(({ severity, message }) => `${severity}: ${message}`);
}

const FULL = `${HEAD}metadata: {name: app, namespace: team-a}
spec:
  data:
    - {secretKey: user, remoteRef: {key: k}}
    - {secretKey: pass, remoteRef: {key: k}}
  target:
    name: app-db
    template:
      type: kubernetes.io/basic-auth
      mergePolicy: Merge
      metadata:
        labels: {team: a}
        annotations: {note: why}
      templateFrom:
        - literal: |
            url: "db://{{ .user }}@h"
        - target: Labels
          literal: 'who: {{ .user }}'
      data:
        ini: |
          user={{ .user }}
          on=yes
`;

describe('render', () => {
  it('prints the Secret a sync would write: data, literals, labels, merged', async () => {
    const { secrets, findings } = await render(FULL, { user: 'u', pass: 'no', other: 'x' });

    expect(findings).to.deep.equal([]);
    expect(describeSecrets(secrets, 'yaml')).to.equal(`apiVersion: v1
kind: Secret
metadata:
  name: app-db
  namespace: team-a
  labels:
    team: a
    who: u
  annotations:
    note: why
type: kubernetes.io/basic-auth
stringData:
  ini: |
    user=u
    on=yes
  pass: "no"
  url: db://u@h
  user: u
`);
  });

  it('prints bytes that are no text as base64', async () => {
    const text = `${HEAD}metadata: {name: a}\nspec: {target: {template: {data: {k: "{{ .b }}"}}}}\n`;

    const { secrets } = await render(text, { b: Uint8Array.of(0, 255) });

    expect(describeSecrets(secrets, 'yaml')).to.include('type: Opaque\ndata:\n  k: AP8=\n');
  });

  it('prints several Secrets as documents, or as a List of JSON', async () => {
    const document = (name: string): string => `${HEAD}metadata: {name: ${name}}\nspec: {}\n`;
    const { secrets } = await render(`${document('a')}---\n${document('b')}`, { k: 'v' });

    expect(describeSecrets(secrets, 'yaml').split('---\n')).to.have.length(2);
    const list: unknown = JSON.parse(describeSecrets(secrets, 'json'));
    expect(list).to.have.property('kind', 'List');
    expect(list).to.have.nested.property('items[1].stringData.k', 'v');
    const one: unknown = JSON.parse(describeSecrets(secrets.slice(0, 1), 'json'));
    expect(one).to.have.nested.property('metadata.name', 'a');
  });

  it('names every field that fails, not the first alone', async () => {
    const text = `${HEAD}metadata: {name: a}
spec:
  target:
    template:
      templateFrom:
        - literal: 'a: {{ .x | frob }}'
        - literal: '[1]'
        - {target: Labels, literal: 'a: "not a label!"'}
      data: {ok: "1", a: "{{ nil }}", b: "{{ .y }}"}
`;

    expect(await messages(text, { x: '1' })).to.deep.equal([
      'error: spec.target.template.templateFrom[0]: function "frob" not defined',
      'error: spec.target.template.templateFrom[1]: templateAs KeysAndValues: the rendered text must be a map of keys to strings',
      "error: spec.target.template.templateFrom[2]: labels: rendered entry 1: value is no label value: at most 63 alphanumeric characters, '-', '_' and '.' between them",
      'error: spec.target.template.data.a: nil is not a command',
      'error: spec.target.template.data.b: map has no entry for key "y"; there is x',
    ]);
    expect((await render(text, { x: '1' })).secrets).to.deep.equal([]);
  });

  const template = (value: string): string =>
    `${HEAD}metadata: {name: a}\nspec:\n  data: [{secretKey: user, remoteRef: {key: k}}]\n  target: {template: {data: {k: "${value}"}}}\n`;

  it('says that the values given have nothing an ExternalSecret fetches', async () => {
    expect(await messages(template('{{ .user }}'), { usr: 'u' })).to.include(
      'error: spec.target.template.data.k: map has no entry for key "user"; the values have none of the keys that spec.data fetches',
    );
  });

  it('warns of a secretKey that the values do not have, and says what is missing in a template', async () => {
    expect(await messages(template('{{ .user }}'))).to.deep.equal([
      'warning: spec.data[0].secretKey: the values have no "user"; a sync would fetch it',
      'error: spec.target.template.data.k: map has no entry for key "user"; no values are given: --data FILE gives them',
    ]);
  });

  it('keeps from a template what the ExternalSecret does not fetch', async () => {
    expect(await messages(template('{{ .more }}'), { user: 'u', more: 'm' })).to.deep.equal([
      'error: spec.target.template.data.k: map has no entry for key "more"; the values have it, but no secretKey of spec.data fetches it',
    ]);
  });

  it('gives a template everything when dataFrom may fetch it', async () => {
    const text = template('{{ .more }}').replace(
      '  target',
      '  dataFrom: [{extract: {key: k}}]\n  target',
    );

    expect(await messages(text, { user: 'u', more: 'm' })).to.deep.equal([]);
  });

  const refusals: readonly (readonly [string, string, string])[] = [
    [
      'a field of spec.target that nobody reads',
      `${HEAD}metadata: {name: a}\nspec: {target: {template: {dta: {}}}}\n`,
      'warning: spec.target.template.dta: ',
    ],
    [
      'an engine version there is not',
      `${HEAD}metadata: {name: a}\nspec: {target: {template: {engineVersion: v1}}}\n`,
      'error: spec.target.template.engineVersion: ',
    ],
    [
      'a target that is no Secret',
      `${HEAD}metadata: {name: a}\nspec: {target: {manifest: {apiVersion: v1, kind: ConfigMap}}}\n`,
      'error: spec.target: invalid generic target: spec.target.manifest (v1 ConfigMap) is not served',
    ],
    [
      'a ConfigMap that is not among the files',
      `${HEAD}metadata: {name: a}\nspec: {target: {template: {templateFrom: [{configMap: {name: c, items: [{key: k}]}}]}}}\n`,
      'error: spec.target.template.templateFrom[0]: ConfigMap "c" is not among the files; give its file with -f too',
    ],
    ['YAML that cannot be read', 'a: [\n', 'error: unreadable YAML: '],
    [
      'files without an ExternalSecret',
      'apiVersion: v1\nkind: ConfigMap\n',
      'error: no ExternalSecret (external-secrets.io/v1, external-secrets.io/v1beta1) in the files',
    ],
    [
      'a PushSecret, whose template it does not render',
      `${HEAD}metadata: {name: a}\nspec: {}\n---\napiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {name: p}\n`,
      'warning: PushSecret/p is passed over: only ExternalSecrets are rendered',
    ],
  ];
  for (const [what, text, message] of refusals) {
    it(`says so of ${what}`, async () => {
      const [first] = await messages(text);

      expect(first).to.include(message);
    });
  }

  it('finds templates in a ConfigMap and a Secret of the same files', async () => {
    const text = `${HEAD}metadata: {name: a, namespace: team-a}
spec:
  target:
    template:
      templateFrom:
        - configMap: {name: c, items: [{key: k}]}
        - secret: {name: s, items: [{key: t, templateAs: KeysAndValues}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {k: "<{{ .v }}>"}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: team-a}, stringData: {t: "j: '{{ .v }}'"}}
`;

    const { secrets } = await render(text, { v: '1' });

    expect(describeSecrets(secrets, 'json')).to.include('"j": "1",\n    "k": "<1>"');
  });
});

describe('a finding', () => {
  const style = createStyle(false, undefined);

  it('shows its line with a caret below the place', async () => {
    const text = `${HEAD}metadata: {name: a}\nspec:\n  target:\n    template:\n      data:\n        k: "{{ .no }}"\n`;
    const { findings } = await render(text, { x: '1' });

    expect(findings.map((finding) => describeFinding(finding, style))).to.deep.equal([
      `es.yaml:8:16: error: spec.target.template.data.k: map has no entry for key "no"; there is x
    8 |         k: "{{ .no }}"
      |                ^
`,
    ]);
  });

  it('shows of a long line what is around the place', () => {
    const described = describeFinding(
      {
        file: 'f',
        position: { line: 1, column: 1000 },
        severity: 'error',
        message: 'm',
        excerpt: `\t${'x'.repeat(998)}!${'y'.repeat(998)}`,
      },
      style,
    );
    const [, excerpt = '', caret = ''] = described.split('\n');

    expect(excerpt.length).to.be.below(120);
    expect(excerpt.charAt(caret.indexOf('^'))).to.equal('!');
  });
});
