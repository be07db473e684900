import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { injectCommand } from '../../../../cli/inject/index.ts';
import { createStyle } from '../../../../cli/style.ts';
import type { RawObject } from '../../../../core/api/index.ts';
import { objectAt, objectsAt, systemClock, textAt } from '../../../../core/runtime/index.ts';
import { injectPod } from '../../../../webhook/index.ts';

const TEMPLATE = {
  metadata: {
    annotations: { 'sallyport.dev/inject': 'true', 'sallyport.dev/external-secrets': 'database' },
  },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};
const WORKLOADS: Readonly<Record<string, RawObject>> = {
  Pod: { apiVersion: 'v1', kind: 'Pod', ...TEMPLATE },
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [
      kind,
      { apiVersion: 'apps/v1', kind, metadata: { name: 'a' }, spec: { template: TEMPLATE } },
    ]),
  ),
  Job: { apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } },
  CronJob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    spec: { schedule: '@daily', jobTemplate: { spec: { template: TEMPLATE } } },
  },
};
const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command inject', () => {
  let folder: string;

  before('make a folder', () => {
    folder = mkdtempSync(join(tmpdir(), 'inject-'));
  });

  after('take it away', () => {
    rmSync(folder, { recursive: true });
  });

  async function inject(text: string, ...args: readonly string[]): Promise<Outcome> {
    const file = join(folder, 'manifest.yaml');
    writeFileSync(file, text);
    const out = { stdout: '', stderr: '' };
    const status = await injectCommand.run(['-f', file, ...args], {
      write: (part) => (out.stdout += part),
      writeError: (part) => (out.stderr += part.replaceAll(`${folder}/`, '')),
      style: createStyle(false, undefined),
      environment: {},
      clock: systemClock,
      signal: new AbortController().signal,
    });
    return { status, ...out };
  }

  for (const [kind, object] of Object.entries(WORKLOADS)) {
    it(`gives a ${kind} what the webhook gives its Pods`, async () => {
      const { status, stdout } = await inject(JSON.stringify(object), '-o', 'json');
      const path = PATHS[kind] ?? ['spec', 'template'];
      const printed = JSON.parse(stdout) as RawObject;
      const { metadata, spec } = path.reduce(objectAt, printed);
      const { object: expected } = injectPod(
        { apiVersion: 'v1', kind: 'Pod', ...TEMPLATE },
        { namespace: 'default', ownNamespace: 'sallyport-system' },
        {
          image: 'localhost/sallyport-sync:1',
          imagePullPolicy: 'IfNotPresent',
          environment: {},
          tokenAudience: '',
          controllerServes: true,
        },
      );

      expect(status).to.equal(0);
      expect({ metadata, spec }).to.deep.equal({
        metadata: expected['metadata'],
        spec: expected['spec'],
      });
    });
  }

  it('shows the change as a diff', async () => {
    const { stdout } = await inject(JSON.stringify(WORKLOADS['Deployment']));

    expect(stdout).to.match(/^Deployment\/a\n/u);
    expect(stdout).to.match(/^\+ +- name: sallyport-secrets$/mu);
    expect(stdout).not.to.match(/^-/mu);
  });

  it('prints all objects ready to be applied, those it did not change too', async () => {
    const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } };
    const text = `${JSON.stringify(other)}\n---\n${JSON.stringify(WORKLOADS['Job'])}\n`;

    const { stdout } = await inject(text, '-o', 'yaml');

    const documents = parseAllDocuments(stdout).map((each) => each.toJS() as RawObject);
    expect(documents.map((each) => textAt(each, 'kind'))).to.deep.equal(['Service', 'Job']);
    expect(documents[0]).to.deep.equal(other);
  });

  it('has what it printed left alone the next time', async () => {
    const { stdout } = await inject(JSON.stringify(WORKLOADS['Deployment']), '-o', 'yaml');

    const again = await inject(stdout, '-o', 'yaml');

    expect(parse(again.stdout)).to.deep.equal(parse(stdout));
  });

  it('knows what the webhook would be set to', async () => {
    const { stdout } = await inject(
      JSON.stringify(WORKLOADS['Pod']),
      ...['-o', 'json', '--image', 'sync:9', '--no-native-sidecars'],
    );

    const containers = objectsAt(objectAt(JSON.parse(stdout) as RawObject, 'spec'), 'containers');
    expect(containers.map((each) => textAt(each, 'image'))).to.deep.equal(['app:1', 'sync:9']);
  });

  it('refuses what the webhook would, at its place', async () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: a }
spec:
  template:
    metadata:
      annotations:
        sallyport.dev/injekt: 'true'
    spec: { containers: [{ name: app }] }
`;

    const { status, stderr } = await inject(text);

    expect(status).to.equal(1);
    expect(stderr).to.include(
      'manifest.yaml:8:9: error: unknown annotation; did you mean sallyport.dev/inject? [SPA-P001]',
    );
  });

  it('says when nothing asked', async () => {
    const { status, stdout, stderr } = await inject(
      'apiVersion: v1\nkind: Pod\nspec: { containers: [] }\n',
    );

    expect([status, stdout, stderr]).to.deep.equal([
      0,
      '',
      'sallyport inject: nothing is injected\n',
    ]);
  });
});
