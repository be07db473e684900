import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseDocument } from 'yaml';
import { checkFiles } from '../../../cli/check/check-files.ts';
import { crossFindings } from '../../../cli/check/cross-reference.ts';
import { validation } from '../../../cli/check/validation.ts';
import type { FileFinding } from '../../../cli/finding.ts';
import type { ManifestFile } from '../../../cli/files/index.ts';
import { validateManifest } from '../../../core/api/schema/index.ts';
import { textChecks } from '../../../core/template/index.ts';

const SEEDS = new URL('../../fixtures/seeds/', import.meta.url);

type Condition = 'complete' | 'damaged' | 'repaired';

function names(condition: Condition): readonly string[] {
  return readdirSync(new URL(`${condition}/`, SEEDS)).toSorted();
}

function file(condition: Condition, name: string): ManifestFile {
  return { name, text: readFileSync(new URL(`${condition}/${name}`, SEEDS), 'utf8') };
}

function check(...files: readonly ManifestFile[]): readonly FileFinding[] {
  const validate = validation((object) => validateManifest(object, textChecks));
  return checkFiles(files, [validate, crossFindings]).findings;
}

function describeFinding({
  file: name,
  line,
  column,
  severity,
  path,
  message,
}: FileFinding): string {
  return `${name}:${line}:${column}: ${severity}: ${path === '' ? '' : `${path}: `}${message}`;
}

const LOST_INDENTATION =
  '"name" stands at the top level while metadata is empty: the document has lost its indentation; indent what belongs to metadata, spec and the fields below them';

function noBreakSpaces(lines: number): string {
  return `indented with no-break spaces (U+00A0) in ${lines} lines: replace them by spaces`;
}

/** What is said of each damaged file, and nothing else. */
const DAMAGE: Readonly<Record<string, readonly string[]>> = {
  '01-aws-secret-store.yaml': [`4:1: error: ${noBreakSpaces(12)}`],
  '02-db-credentials.yaml': [`4:1: error: ${noBreakSpaces(10)}`],
  '03-awssm-secret-store.yaml': [`4:1: error: ${noBreakSpaces(11)}`],
  '04-dep.yaml': [`4:1: error: ${noBreakSpaces(6)}`],
  '05-db-credentials-template.yaml': [`4:1: error: ${noBreakSpaces(15)}`],
  '06-kube-secret.yaml': [`3:1: error: ${noBreakSpaces(8)}`],
  '07-dynamic-db-secret.yaml': [`4:1: error: ${LOST_INDENTATION}`],
  '08-deployment-volume.yaml': [`4:1: error: ${LOST_INDENTATION}`],
  '09-deployment-reloader.yaml': [`4:1: error: ${LOST_INDENTATION}`],
  '10-cluster-role.yaml': [`4:1: error: ${LOST_INDENTATION}`],
  '11-role-and-binding.yaml': [
    `4:1: error: ${LOST_INDENTATION}`,
    `16:1: error: ${LOST_INDENTATION}`,
  ],
};

describe('manifests as people paste them', () => {
  for (const name of names('complete')) {
    it(`complete/${name} has nothing wrong with it`, () => {
      expect(check(file('complete', name))).to.deep.equal([]);
    });
  }

  for (const name of names('repaired')) {
    it(`repaired/${name} has nothing wrong with it`, () => {
      expect(check(file('repaired', name))).to.deep.equal([]);
    });
  }

  it('there is a repaired one for every damaged one', () => {
    expect(names('repaired')).to.deep.equal(names('damaged'));
    expect(Object.keys(DAMAGE)).to.deep.equal(names('damaged'));
  });

  for (const [name, expected] of Object.entries(DAMAGE)) {
    it(`damaged/${name} is refused with place and hint, and no object is taken from it`, () => {
      const damaged = file('damaged', name);

      const { findings, objects } = checkFiles([damaged], []);

      expect(findings.map((finding) => describeFinding(finding))).to.deep.equal(
        expected.map((text) => `${name}:${text}`),
      );
      expect(objects.length).to.equal(0);
    });
  }

  it('some damaged ones are YAML all the same, with keys that begin with a no-break space', () => {
    const parsing = names('damaged').filter((name) => {
      const document = parseDocument(file('damaged', name).text, { uniqueKeys: false });
      const keys = Object.keys(document.toJS() as object);
      return document.errors.length === 0 && keys.some((key) => key.startsWith('\u00a0'));
    });

    expect(parsing).to.deep.equal([
      '01-aws-secret-store.yaml',
      '03-awssm-secret-store.yaml',
      '04-dep.yaml',
      '06-kube-secret.yaml',
    ]);
  });

  it('a template that stands beside target instead of in it is told where it belongs', () => {
    const { name, text } = file('repaired', '05-db-credentials-template.yaml');
    const misplaced = text
      .replace(/ {4}template:\n {6}data:\n {8}(.*\n)/, '')
      .concat('  template:\n    data:\n      connection_string: "{{ .username }}"\n');

    expect(
      check({ name, text: misplaced }).map((finding) => describeFinding(finding)),
    ).to.deep.equal([
      '05-db-credentials-template.yaml:25:3: error: spec.template: unknown field; did you mean spec.target.template?',
    ]);
  });

  it('a page that calls its store by two names is told which names exist', () => {
    const findings = check(
      file('repaired', '03-awssm-secret-store.yaml'),
      file('repaired', '04-dep.yaml'),
    );

    expect(findings.map((finding) => describeFinding(finding))).to.deep.equal([
      '04-dep.yaml:8:5: warning: spec.secretStoreRef.name: SecretStore "secretstore-sam" is not among these files; they have SecretStore "awssm-secret-store"',
    ]);
  });

  it('a page that calls the key of its Secret by two names is told which keys exist', () => {
    // The page makes this Secret with kubectl create secret generic … --from-literal.
    const secret = `apiVersion: v1
kind: Secret
metadata:
  name: awssm-secret
stringData:
  access-key: example
  secret-access-key: example
`;

    const findings = check(file('repaired', '03-awssm-secret-store.yaml'), {
      name: 'awssm-secret.yaml',
      text: secret,
    });

    expect(findings.map((finding) => describeFinding(finding))).to.deep.equal([
      '03-awssm-secret-store.yaml:14:13: error: spec.provider.aws.auth.secretRef.accessKeyIDSecretRef.key: Secret "awssm-secret" has no key "access-key-id"; it has "access-key", "secret-access-key"',
    ]);
  });

  it('all complete ones together agree with each other', () => {
    expect(check(...names('complete').map((name) => file('complete', name)))).to.deep.equal([]);
  });
});
