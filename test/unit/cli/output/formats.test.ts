import { expect } from 'chai';
import type { FileFinding } from '../../../../cli/finding.ts';
import { parseOutputs } from '../../../../cli/output/choice.ts';
import type { Report } from '../../../../cli/output/report.ts';
import { createStyle } from '../../../../cli/style.ts';
import { isObject, objectAt, objectsAt, textAt } from '../../../../core/runtime/index.ts';

const FINDING: FileFinding = {
  file: 'deploy/a.yaml',
  line: 4,
  column: 3,
  template: '',
  object: 'ExternalSecret/team-a/app',
  path: 'spec.data[0]',
  id: 'SPA-S002',
  severity: 'error',
  message: 'required',
};

function render(
  name: string,
  findings: readonly FileFinding[],
  rest: Partial<Report> = {},
): string {
  const parsed = parseOutputs([name]);
  if (!parsed.ok) {
    throw new Error(parsed.problem);
  }
  const report: Report = {
    findings,
    objects: findings.map(({ file, object }) => ({ file, label: object })),
    files: ['deploy/a.yaml'],
    unreadable: [],
    ...rest,
  };
  return parsed.outputs
    .map(({ format }) => format.render(report, createStyle(false, undefined)))
    .join('');
}

function sarifRun(text: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(text);
  const [run = {}] = objectsAt(isObject(parsed) ? parsed : {}, 'runs');
  return run;
}

describe('-o github', () => {
  it('escapes what would end a message or a property', () => {
    const finding = { ...FINDING, file: 'a,b:c%.yaml', message: '50% of\r\n::error::x' };

    expect(render('github', [finding])).to.equal(
      '::error file=a%2Cb%3Ac%25.yaml,line=4,col=3,title=SPA-S002 ExternalSecret/team-a/app::spec.data[0]: 50%25 of%0D%0A::error::x [SPA-S002]\n',
    );
  });

  it('shows ten of each kind, the worst first, and says how many more there are', () => {
    const errors = Array.from({ length: 12 }, (_, line) => ({ ...FINDING, line: line + 1 }));
    const warnings = errors.slice(0, 10).map((each) => ({ ...each, severity: 'warning' as const }));

    const lines = render('github', [...warnings, ...errors])
      .trimEnd()
      .split('\n');

    expect(lines).to.have.length(20);
    expect(lines.slice(0, 9).every((line) => line.startsWith('::error '))).to.equal(true);
    expect(lines[9]).to.include('3 more findings of this kind');
    expect(lines.slice(10).every((line) => line.startsWith('::warning '))).to.equal(true);
  });

  it('names the template of Helm’s output, without a line that is none of its', () => {
    const finding = { ...FINDING, file: '-', template: 'shop/templates/es.yaml' };

    expect(render('github', [finding])).to.match(/^::error file=shop\/templates\/es\.yaml,title=/u);
    expect(render('github', [{ ...FINDING, file: '-' }])).to.match(/^::error title=/u);
  });

  it('says what could not be read', () => {
    expect(render('github', [], { unreadable: ['cannot read x'] })).to.equal(
      '::error title=sallyport::cannot read x\n',
    );
  });
});

describe('-o sarif', () => {
  it('has what SARIF 2.1.0 asks for, and points at each place', () => {
    const text = render('sarif', [{ ...FINDING, file: './deploy/my file.yaml' }]);
    const log: unknown = JSON.parse(text);
    const run = sarifRun(text);
    const driver = objectAt(objectAt(run, 'tool'), 'driver');
    const [result = {}] = objectsAt(run, 'results');
    const [location = {}] = objectsAt(result, 'locations');

    expect(log).to.include({ version: '2.1.0' });
    expect(textAt(driver, 'name')).to.equal('sallyport');
    expect(objectsAt(driver, 'rules')).to.deep.equal([
      { id: 'SPA-S002', shortDescription: { text: 'required field missing' } },
    ]);
    expect(result).to.include({ ruleId: 'SPA-S002', ruleIndex: 0, level: 'error' });
    expect(result['message']).to.deep.equal({ text: 'spec.data[0]: required' });
    expect(location['physicalLocation']).to.deep.equal({
      artifactLocation: { uri: 'deploy/my%20file.yaml' },
      region: { startLine: 4, startColumn: 3 },
    });
  });

  it('keeps a fingerprint when lines move, and changes it with the field', () => {
    const [one, moved, other] = objectsAt(
      sarifRun(render('sarif', [FINDING, { ...FINDING, line: 40 }, { ...FINDING, path: 'spec' }])),
      'results',
    ).map((result) => objectAt(result, 'partialFingerprints')['sallyport/v1']);

    expect(moved).to.equal(one);
    expect(other).to.not.equal(one);
  });

  it('keeps 25,000 results, the worst, and says how many it leaves out', () => {
    const notes = Array.from({ length: 25_000 }, () => ({ ...FINDING, severity: 'note' as const }));

    const run = sarifRun(render('sarif', [...notes, FINDING]));

    expect(objectsAt(run, 'results')).to.have.length(25_000);
    expect(objectsAt(run, 'results')[0]?.['level']).to.equal('error');
    expect(JSON.stringify(run['invocations'])).to.include('1 findings are left out');
  });
});

describe('-o junit', () => {
  it('has a suite a file, a case an object, a failure an error', () => {
    const quiet = { file: 'deploy/a.yaml', label: 'SecretStore/s' };

    const text = render('junit', [FINDING, { ...FINDING, severity: 'warning' }], {
      objects: [quiet, { file: 'deploy/a.yaml', label: FINDING.object }],
      unreadable: ['cannot read <b>'],
    });

    expect(text).to.equal(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="sallyport" tests="3" failures="1" errors="1">
  <testsuite name="deploy/a.yaml" tests="2" failures="1" errors="0">
    <testcase classname="deploy/a.yaml" name="SecretStore/s"/>
    <testcase classname="deploy/a.yaml" name="ExternalSecret/team-a/app">
      <failure type="SPA-S002" message="4:3: spec.data[0]: required"/>
    </testcase>
  </testsuite>
  <testsuite name="input" tests="1" failures="0" errors="1">
    <testcase classname="input" name="cannot read &lt;b&gt;">
      <error type="unreadable" message="cannot read &lt;b&gt;"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('writes nothing that XML 1.0 cannot carry', () => {
    const text = render('junit', [
      { ...FINDING, message: 'a\u0000b\u001b"<&\ud800\n\ufffe\u{1f600}' },
    ]);

    expect(text).to.include(
      'message="4:3: spec.data[0]: a\ufffdb\ufffd&quot;&lt;&amp;\ufffd&#10;\ufffd\u{1f600}"',
    );
  });
});

describe('-o human', () => {
  it('counts notes only when there are any', () => {
    expect(render('human', [FINDING])).to.match(/1 object in 1 file: 1 error, 0 warnings\n$/u);
    expect(render('human', [{ ...FINDING, severity: 'note' }])).to.match(
      /: note: .*\n1 object in 1 file: 0 errors, 0 warnings, 1 note\n$/u,
    );
  });

  it('names the template', () => {
    const text = render('human', [{ ...FINDING, file: '-', template: 'c/templates/x.yaml' }]);

    expect(text).to.match(/^-:4:3: error: .* \(from c\/templates\/x\.yaml\) \[SPA-S002\]/u);
  });
});
