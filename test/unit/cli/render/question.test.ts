import { expect } from 'chai';
import { answerPath, answerTemplate } from '../../../../cli/render/question.ts';

describe('a template asked by line', () => {
  const cases: readonly (readonly [question: unknown, answer: unknown])[] = [
    [
      { id: '1', template: '{{ .a | upper }}', data: { a: 'é' } },
      { id: '1', output: 'É' },
    ],
    [
      { id: 2, template: 'x' },
      { id: 2, output: 'x' },
    ],
    [{ template: 'x', data: null }, { output: 'x' }],
    [
      { id: '3', template: '<% .a %>{{', data: { a: '1' }, delims: ['<%', '%>'] },
      { id: '3', output: '1{{' },
    ],
    [
      { id: '4', template: '{{ .b }}', dataBase64: { b: '/wA=' } },
      { id: '4', outputBase64: '/wA=' },
    ],
    [
      { id: '5', template: '{{ .b }}', missingKey: 'default' },
      { id: '5', output: '<no value>' },
    ],
    [
      { id: '6', template: '{{ .b }}' },
      { id: '6', error: 'template: t:1:3: executing "t" at <.b>: map has no entry for key "b"' },
    ],
    [
      { id: '7', template: '{{ if }}' },
      { id: '7', error: 'template: t:1: missing value for if' },
    ],
    [{ id: '8' }, { id: '8', error: 'not a question: template must be a string' }],
    [
      { id: '9', template: '', data: { a: 1 } },
      { id: '9', error: 'not a question: data["a"] must be a string' },
    ],
    [
      { id: '9', template: '{{ .a }}', dataBase64: { a: '!!' } },
      { id: '9', error: 'not a question: dataBase64["a"] is no base64' },
    ],
    [
      { id: 'a', template: '', data: 'x' },
      { id: 'a', error: 'not a question: data must be an object of strings' },
    ],
    [
      { id: 'b', template: '', delims: ['<%'] },
      { id: 'b', error: 'not a question: delims must be two strings' },
    ],
    [
      { id: 'c', template: '', missingKey: 'zero' },
      { id: 'c', error: 'not a question: missingKey must be "error" or "default"' },
    ],
    [{ id: {}, template: 'x' }, { output: 'x' }],
    [[], { error: 'not a question: the line is no JSON object' }],
  ];
  for (const [question, answer] of cases) {
    it(`${JSON.stringify(question)} is answered ${JSON.stringify(answer)}`, async () => {
      expect(await answerTemplate(JSON.stringify(question))).to.deep.equal(answer);
    });
  }

  it('that is no JSON is answered without an id', async () => {
    expect(await answerTemplate('{"id":"1",')).to.deep.equal({
      error: 'not a question: the line is no JSON',
    });
  });

  it('loads what its functions need', async () => {
    const template = '{{ (fromYaml "a: 1").a }}{{ bcrypt "x" | trunc 4 }}';

    expect(await answerTemplate(JSON.stringify({ template }))).to.deep.equal({ output: '1$2a$' });
  });
});

describe('a JSON path asked by line', () => {
  const cases: readonly (readonly [question: unknown, answer: unknown])[] = [
    [
      { id: '1', json: '{"a":[1.0,"x"]}', path: 'a.0' },
      { id: '1', exists: true, string: '1', raw: '1.0' },
    ],
    [
      { id: '2', json: '{"a":"x"}', path: 'a' },
      { id: '2', exists: true, string: 'x', raw: '"x"' },
    ],
    [
      { id: '3', json: '{}', path: 'a' },
      { id: '3', exists: false, string: '', raw: '' },
    ],
    [
      { id: '4', json: {}, path: 'a' },
      { id: '4', error: 'not a question: json must be a string' },
    ],
  ];
  for (const [question, answer] of cases) {
    it(`${JSON.stringify(question)} is answered ${JSON.stringify(answer)}`, async () => {
      expect(await answerPath(JSON.stringify(question))).to.deep.equal(answer);
    });
  }
});
