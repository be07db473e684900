import { expect } from 'chai';
import { checkFiles } from '../../../../cli/check/check-files.ts';
import { crossFindings } from '../../../../cli/check/cross-reference.ts';
import { validation } from '../../../../cli/check/validation.ts';
import { validateManifest } from '../../../../core/api/schema/index.ts';
import { textChecks } from '../../../../core/template/index.ts';

/** Findings of one file as "line:column severity object path: message [id]". */
function check(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ name: `${index}.yaml`, text }));
  const { findings } = checkFiles(files, [
    validation((object) => validateManifest(object, textChecks)),
    crossFindings,
  ]);
  return findings.map(
    ({ file, line, column, severity, object, path, message, id }) =>
      `${file}:${line}:${column} ${severity} ${object} ${path}: ${message} [${id}]`,
  );
}

function secret(name: string, keys: readonly string[], namespace = ''): string {
  const place = namespace === '' ? '' : `, namespace: ${namespace}`;
  const data = keys.map((key) => `  ${key}: dg==`).join('\n');
  return `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}${place}}\ndata:\n${data}\n`;
}

function vaultStore(kind: string, token: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ${kind}
metadata: {name: vault}
spec:
  provider:
    vault:
      server: https://vault.example.com
      path: secret
      auth:
        tokenSecretRef: ${token}
`;
}

function externalSecret(spec: string): string {
  return `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: payments}
spec:
${spec
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
}

const DATA = 'data: [{secretKey: a, remoteRef: {key: k}}]';

describe('checkFiles', () => {
  it('lets objects of other kinds pass', () => {
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {bogus: 1}\n';

    expect(check(deployment, secret('s', ['a']))).to.deep.equal([]);
  });

  it('says where an unknown field is, and where it belongs', () => {
    const text = externalSecret(
      `secretStoreRef: {name: s}\ntarget: {name: t}\ntemplate:\n  data: {}\n${DATA}`,
    );

    expect(check(text)).to.deep.equal([
      '0.yaml:7:3 error ExternalSecret/payments/db spec.template: unknown field; did you mean spec.target.template? [SPA-S001]',
    ]);
  });

  it('reports the other documents of a file that has a bad one', () => {
    const bad = externalSecret(`secretStoreRef: {name: s}\n${DATA}\n${DATA}`);
    const wrong = externalSecret(`secretStoreRef: {name: s}\nrefreshInterval: 1 hour\n${DATA}`);

    const findings = check(`${bad}---\n${wrong}`);

    expect(findings).to.have.length(2);
    expect(findings[0]).to.include('0.yaml:7:3 error  : spec.data: key used twice');
    expect(findings[1]).to.include(
      '0.yaml:14:3 error ExternalSecret/payments/db spec.refreshInterval',
    );
  });

  it('finds expressions and templates that Go would refuse', () => {
    const text = externalSecret(`secretStoreRef: {name: s}
target:
  template:
    data:
      ok: '{{ .a }}'
      bad: 'x{{ .a | nosuch }}'
dataFrom:
  - find: {name: {regexp: '('}}`);

    const findings = check(text);

    expect(findings).to.have.length(2);
    expect(findings[0]).to.include('0.yaml:10:9 error');
    expect(findings[0]).to.include('line 1, column 10: function "nosuch" not defined');
    expect(findings[1]).to.include('0.yaml:12:21 error');
    expect(findings[1]).to.include('missing closing ): `(`');
  });

  it('says which keys a Secret has when a store names one it has not', () => {
    const store = vaultStore('SecretStore', '{name: vault-token, key: tokn}');

    expect(check(store, secret('vault-token', ['token', 'ca']))).to.deep.equal([
      '0.yaml:10:45 error SecretStore/vault spec.provider.vault.auth.tokenSecretRef.key: Secret "vault-token" has no key "tokn"; it has "ca", "token" [SPA-X001]',
    ]);
    expect(check(store, secret('vault-token', ['tokn']))).to.deep.equal([]);
  });

  it('says nothing of a Secret that is not among the files, unless they have others', () => {
    const store = vaultStore('SecretStore', '{name: vault-token, key: token}');

    expect(check(store)).to.deep.equal([]);
    expect(check(store, secret('vault-token', ['x'], 'elsewhere'))).to.deep.equal([]);
    expect(check(store, secret('other', ['token']))).to.deep.equal([
      '0.yaml:10:26 note SecretStore/vault spec.provider.vault.auth.tokenSecretRef.name: Secret "vault-token" is not among these files, which have "other"; it must be in the cluster [SPA-X002]',
    ]);
    expect(check(store, secret('vault-tokens', ['token']))).to.deep.equal([
      '0.yaml:10:26 warning SecretStore/vault spec.provider.vault.auth.tokenSecretRef.name: Secret "vault-token" is not among these files; did you mean "vault-tokens"? [SPA-X002]',
    ]);
  });

  it('looks for the Secrets of a ClusterSecretStore where its selector says', () => {
    const store = vaultStore('ClusterSecretStore', '{name: t, key: token, namespace: ops}');

    expect(check(store, secret('t', ['x'], 'dev'))).to.deep.equal([]);
    expect(check(store, secret('t', ['x'], 'ops'))[0]).to.include('has no key "token"; it has "x"');
  });

  it('does not look for a ConfigMap among the Secrets', () => {
    const store = vaultStore('SecretStore', '{name: t, key: token}').replace(
      'path: secret',
      'path: secret\n      caProvider: {type: ConfigMap, name: t, key: ca.crt}',
    );

    expect(check(store, secret('t', ['token']))).to.deep.equal([]);
  });

  it('says which stores there are when an ExternalSecret names another', () => {
    const text = externalSecret(`secretStoreRef: {name: valt}
data:
  - secretKey: a
    remoteRef: {key: k}
    sourceRef: {storeRef: {name: vault, kind: SecretStore}}`);
    const store = vaultStore('ClusterSecretStore', '{name: t, key: token, namespace: ops}');

    expect(check(text)).to.deep.equal([]);
    expect(check(text, store)).to.deep.equal([
      '0.yaml:5:20 warning ExternalSecret/payments/db spec.secretStoreRef.name: SecretStore "valt" is not among these files; they have ClusterSecretStore "vault" [SPA-X003]',
      '0.yaml:9:30 warning ExternalSecret/payments/db spec.data[0].sourceRef.storeRef.name: SecretStore "vault" is not among these files; they have ClusterSecretStore "vault" [SPA-X003]',
    ]);
  });
});
