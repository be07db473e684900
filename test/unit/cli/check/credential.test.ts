import { expect } from 'chai';
import { checkFiles } from '../../../../cli/check/check-files.ts';
import { credentialFindings } from '../../../../cli/check/credential/index.ts';

// Put together here, so that nothing that looks for credentials in a repository finds this file.
const AWS = ['AKIA', 'Q3EGRILLTHIRSTY7'].join('');
const GITHUB = `ghp_${'a1B2c3D4'.repeat(5)}`;
const VAULT = `hvs.${'CAESIJ-x1_'.repeat(3)}`;
const SLACK = ['xoxb-', '1234567890-abcdef'].join('');
const KEY = ['-----BEGIN RSA', ' PRIVATE KEY-----\nMIIEow\n-----END'].join('');
const RANDOM = 'x9K#mQ2$vL8pR4!tZ7wB';

function found(text: string): readonly string[] {
  return checkFiles([{ name: 'a.yaml', text }], [credentialFindings]).findings.map(
    ({ line, column, severity, path, message }) =>
      `${line}:${column} ${severity} ${path}: ${message}`,
  );
}

function secret(key: string, value: string, field = 'stringData'): string {
  const text = field === 'data' ? Buffer.from(value).toString('base64') : value;
  return `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n${field}:\n  ${key}: ${JSON.stringify(text)}\n`;
}

function pod(name: string, value: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    spec:
      containers:
        - name: app
          env: [{name: ${name}, value: ${JSON.stringify(value)}}]
`;
}

describe('credentials written in manifests', () => {
  for (const [what, value] of [
    ['an AWS access key id', AWS],
    ['a GitHub token', GITHUB],
    ['a Vault token', VAULT],
    ['a Slack token', SLACK],
    ['a private key', KEY],
    ['a URL with a password', 'postgres://app:hunter22@db:5432/app'],
  ] as const) {
    for (const field of ['data', 'stringData']) {
      it(`${what} in ${field} of a Secret is an error, and is not repeated`, () => {
        const findings = found(secret('x', value, field));

        expect(findings).to.have.length(1);
        expect(findings[0]).to.match(
          new RegExp(`^5:3 error ${field}\\.x: "x" holds ${what}\\.`, 'u'),
        );
        expect(findings[0]).to.not.include(value.slice(-8));
      });
    }

    it(`${what} in a variable is an error`, () => {
      expect(found(pod('X', value))[0]).to.match(
        /^9:27 error spec\.template\.spec\.containers\[0\]\.env\[0\]\.value: "X" holds/u,
      );
    });
  }

  it('random text in a Secret is a warning; in a variable only under a name that says so', () => {
    expect(found(secret('x', RANDOM))[0]).to.include('warning stringData.x: "x" holds what looks');
    expect(found(pod('API_KEY', RANDOM))[0]).to.include('warning');
    expect(found(pod('BUILD', RANDOM))).to.deep.equal([]);
  });

  it('a plain word under the name of a secret is a warning in a variable', () => {
    expect(found(pod('DB_PASSWORD', 'hunter2'))[0]).to.include(
      '"DB_PASSWORD" is named like a secret and written in the open',
    );
    expect(found(secret('password', 'hunter2'))).to.deep.equal([]);
  });

  for (const value of [
    '',
    '<password>',
    '${DB_PASSWORD}',
    '{{ .Values.x }}',
    'changeme',
    '$(OTHER)',
  ]) {
    it(`${JSON.stringify(value)} stands for one and is none`, () => {
      expect(found(pod('DB_PASSWORD', value))).to.deep.equal([]);
    });
  }

  for (const name of ['DB_PASSWORD_FILE', 'SECRET_NAME', 'TOKEN_URL', 'TOKEN_TTL']) {
    it(`${name} only speaks of one`, () => {
      expect(found(pod(name, 'some/where'))).to.deep.equal([]);
    });
  }

  it('looks into CronJobs and init containers', () => {
    const text = `apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - name: i
              env: [{name: A, value: ${AWS}}]
`;

    expect(found(text)).to.have.length(1);
  });

  it('does not take the key of the documentation for one', () => {
    expect(found(secret('x', ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')))).to.deep.equal([]);
  });
});
