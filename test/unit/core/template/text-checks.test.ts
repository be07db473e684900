import { expect } from 'chai';
import { textChecks } from '../../../../core/template/index.ts';

const endless =
  '{{ define "x" }}{{ template "y" }}{{ end }}{{ define "y" }}{{ template "x" }}{{ end }}';

describe('textChecks.template', () => {
  const refused = [
    ['{{ repeat 1000000000 "ab" }}', 'repeat would make 2000000000 bytes; the limit is 16777216'],
    ['{{ .x | repeat 1000000000 }}', 'repeat would make 1000000000 bytes; the limit is 16777216'],
    ['{{ len (until 100000000) }}', 'until would make 100000000 bytes; the limit is 16777216'],
    ['{{ 99999999 | until | len }}', 'until would make 99999999 bytes; the limit is 16777216'],
    ['{{ untilStep 0 100000000 2 }}', 'untilStep would make 50000000 bytes; the limit is 16777216'],
    ['{{ seq 1 2 100000000 }}', 'seq would make 50000000 bytes; the limit is 16777216'],
    ['{{ (indent 99999999 .x).y }}', 'indent would make 99999999 bytes; the limit is 16777216'],
    [
      '{{ if .x }}{{ randAlpha 99999999 }}{{ end }}',
      'randAlpha would make 99999999 bytes; the limit is 16777216',
    ],
    [
      '{{ range 10000000 }}{{ end }}',
      'the loop goes round 10000000 times; the limit is 5000000 steps',
    ],
    [
      '{{ range $i := until 5000 }}{{ range (seq 1 5000) }}{{ end }}{{ end }}',
      'the loop goes round 24995000 times; the limit is 5000000 steps',
    ],
    [
      '{{ range 4000 }}{{ repeat 100000 "x" }}{{ end }}',
      'repeat would make 400000000 bytes; the limit is 268435456',
    ],
    [
      `{{ range 1000000 }}${'x'.repeat(20)}{{ end }}`,
      'the output would have 20000000 bytes; the limit is 16777216',
    ],
    ['{{ template "template" }}', '{{template "template"}} never ends'],
    [`${endless}{{ if .x }}{{ template "x" }}{{ end }}`, '{{template "y"}} never ends'],
    ['{{ if 1 }}'.repeat(50_000), 'max nesting depth exceeded'],
  ] as const;
  for (const [text, message] of refused) {
    it(`refuses ${text.slice(0, 70)}: ${message}`, () => {
      expect(textChecks.template(text))
        .to.match(/^line \d+, column \d+: /)
        .and.contain(message);
    });
  }

  const admitted = [
    '{{ range 10000000 }}{{ if eq . 3 }}{{ break }}{{ end }}{{ end }}',
    '{{ range 1000 }}{{ if .x }}{{ range 100000 }}x{{ end }}{{ end }}{{ end }}',
    '{{ repeat .x "a" }}',
    '{{ untilStep 100000000 0 1 }}',
    '{{ define "x" }}{{ if .x }}{{ template "x" .x }}{{ end }}{{ end }}{{ template "x" . }}',
    '{{ block "b" . }}{{ end }}{{ define "b" }}{{ end }}{{ template "b" }}',
    '{{ repeat 1000 "ab" }}{{ range until 200 }}{{ . }}{{ end }}',
  ];
  for (const text of admitted) {
    it(`admits ${text}`, () => {
      expect(textChecks.template(text)).to.equal(undefined);
    });
  }
});
