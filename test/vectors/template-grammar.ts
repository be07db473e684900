import fc from 'fast-check';

/** What a template that is generated is rendered over. */
export const FUZZ_DATA: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    user: 'admin',
    empty: '',
    number: '42',
    decimal: '1.5',
    text: 'Hello, World',
    lines: 'one\ntwo\n\nthree',
    unicode: 'héllo 世界 😀',
    quote: `q"uo'te\\ <&>`,
    json: '{"k":"v","n":1.5,"l":[1,"two",null],"o":{"x":true}}',
    yaml: 'k: v\nn: 1\nl:\n- a\n- 2\n',
    list: 'c,a,b',
    encoded: 'aGVsbG8=',
  }).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
);

/**
 * Functions by what they take: s text, i integer, f number, l list, d dictionary, a anything, r regular expression,
 * v version, p path, j JSON text. Those that give something else each time are not here.
 */
const SIGNATURES = `
and:aa and:aaa or:aa or:aaa not:a eq:aa eq:ii eq:ss ne:ss lt:ii le:ff gt:ss ge:ii index:li index:ds len:s len:l len:d
print:aa print:sas println:s html:s js:s urlquery:s printf:F printf:Fa printf:Faa slice:l slice:li slice:lii
abbrev:is abbrevboth:iis trunc:is trim:s upper:s lower:s title:s untitle:s substr:iis repeat:ns trimAll:ss trimSuffix:ss
trimPrefix:ss nospace:s initials:s swapcase:s snakecase:s camelcase:s kebabcase:s wrap:is wrapWith:iss contains:ss
hasPrefix:ss hasSuffix:ss quote:a quote:sa squote:a cat:aa indent:ns nindent:ns replace:sss plural:ssi sha1sum:s
sha256sum:s adler32sum:s toString:a atoi:s int64:a int:a float64:a toDecimal:a split:ss splitList:ss splitn:sis
toStrings:a until:n untilStep:nnn seq:n seq:nn add1:a add:ii add:ff sub:ii div:ii mod:ii mul:ii mul:iii add1f:f addf:ff
subf:ff divf:ff mulf:ff max:ii min:iii maxf:ff minf:ff ceil:f floor:f round:fi join:sl join:sa sortAlpha:l default:aa
empty:a coalesce:aaa all:aa any:aa compact:l ternary:aab fromJson:j toJson:a toPrettyJson:a toRawJson:a mustToJson:a
mustFromJson:j deepCopy:a typeOf:a typeIs:sa kindOf:a kindIs:sa deepEqual:aa base:p dir:p clean:p ext:p isAbs:p b64enc:s
b64dec:s b32enc:s b32dec:s hexdec:s list:aaa list:a tuple:ss dict:sa dict:sasa get:ds set:dsa unset:ds hasKey:ds
pluck:sd pick:ds omit:ds merge:dd mergeOverwrite:dd append:la prepend:la first:l rest:l last:l initial:l reverse:l
uniq:l without:la has:al concat:ll dig:ssd chunk:nl mustFirst:l mustRest:l mustHas:al mustSlice:li semver:v
semverCompare:Cv regexMatch:rs regexFind:rs regexFindAll:rsi regexReplaceAll:rss regexReplaceAllLiteral:rss
regexSplit:rsi mustRegexMatch:rs regexQuoteMeta:s urlParse:u urlJoin:d toYaml:a fromYaml:y duration:i durationRound:a
fail:s hello:
`
  .trim()
  .split(/\s+/u)
  .map((entry) => entry.split(':') as [name: string, kinds: string]);

const WORDS = [
  '',
  'a',
  'abc',
  'Hello World',
  'foo_bar-baz',
  '  x ',
  'é世😀',
  '1',
  '-3',
  '1.50',
  'true',
  'a,b,,c',
  '<b>&"\'',
  'x\ny',
  '0x1F',
  '%d',
  '$1',
  'HTTPServer',
];
const NUMBERS = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '10',
  '255',
  '-8',
  '1000000',
  '9223372036854775807',
  "'a'",
  '0x1F',
  '0b11',
  '1-2.5i',
];
const DECIMALS = ['0.0', '1.5', '-2.25', '3.14159', '1e6', '1e21', '1e-7', '0.1', '100.0', '2.0'];
const FIELDS = [...Object.keys(FUZZ_DATA).map((key) => `.${key}`), '.missing', '.user.x'];

type Text = fc.Arbitrary<string>;

function quoted(values: readonly string[]): Text {
  return fc.constantFrom(...values.map((value) => JSON.stringify(value)));
}

const verb: Text = fc
  .tuple(
    fc.constantFrom(
      '',
      '',
      '',
      '-',
      '+',
      '0',
      ' ',
      '#',
      '-+',
      '05',
      '10',
      '-8',
      '.2',
      '8.3',
      '+.1',
      '3.',
      '[1]',
      '*',
    ),
    fc.constantFrom(...'v s d q x X f g e t T c U o b E %'.split(' ')),
  )
  .map(([flags, letter]) => `%${flags}${letter}`);
const format: Text = fc
  .array(fc.oneof(verb, fc.constantFrom('a', ' ', 'é', '|', '%%')), { minLength: 1, maxLength: 4 })
  .map((parts) => JSON.stringify(parts.join('')));

const ATOMS: Readonly<Record<string, Text>> = {
  s: fc.oneof(
    { weight: 3, arbitrary: quoted(WORDS) },
    fc.constantFrom(
      '.user',
      '.text',
      '.unicode',
      '.quote',
      '.lines',
      '.list',
      '.empty',
      '`raw "x"`',
    ),
  ),
  i: fc.constantFrom(...NUMBERS),
  n: fc.constantFrom('0', '1', '2', '3', '5', '-1', '8'),
  f: fc.oneof(fc.constantFrom(...DECIMALS), fc.constantFrom(...NUMBERS)),
  b: fc.constantFrom('true', 'false'),
  l: fc.constantFrom(
    '(list)',
    '(list 1 2 3)',
    '(list "b" "a" "b")',
    '(list 1 "x" nil 2.5 true)',
    '(splitList "," .list)',
    '(until 4)',
    '(list (list 1 2) (list 3))',
    '(fromJson "[1,\\"a\\",null]")',
  ),
  d: fc.constantFrom(
    '(dict)',
    '(dict "a" 1 "b" "x")',
    '(dict "a" (dict "b" 2))',
    '(fromJson .json)',
    '.',
    '(dict "k" nil)',
  ),
  r: quoted([
    'a',
    '[a-z]+',
    '(?i)h.l',
    '^.',
    '\\s*',
    '(a)(b)?',
    '(',
    '\\d+$',
    '',
    '[^a-z]',
    'l{2}',
  ]),
  v: quoted(['1.2.3', 'v1.0', '2.0.0-rc.1', 'x', '1.2.3+b', '0.1']),
  C: quoted(['>=1.0', '^1.2', '~1', '1.x', '<2 || >3', '!=1.2.3', '1.0 - 2.0', '*', 'bad', '']),
  p: quoted(['/a/b/c.txt', 'a/../b', '', '/', '.', 'x.tar.gz', '//a//']),
  u: quoted(['http://u:p@h:80/p?q=1#f', '/p', '', 'x://', 'http://[::1]', '%zz', 'mailto:a@b']),
  j: fc.oneof(
    fc.constant('.json'),
    quoted(['{"a":1}', '[1,2.5,"x"]', 'null', '{', '"x"', '1e3', 'true']),
  ),
  y: fc.oneof(
    fc.constant('.yaml'),
    quoted(['a: 1', '- 1\n- b', 'x: [1, {y: no}]', 'a: |\n  t\n', 'a: b: c', '', '~']),
  ),
  F: format,
};
const ANY: Text = fc.oneof(
  ...['s', 'i', 'f', 'b', 'l', 'd'].map((kind) => ATOMS[kind]!),
  fc.constantFrom('nil', '.', '$', ...FIELDS),
);

/** Builds on what it is given for the parts of an expression. */
function call(argument: (kind: string) => Text): Text {
  return fc
    .constantFrom(...SIGNATURES)
    .chain(([name, kinds]) =>
      fc.tuple(...Array.from(kinds, argument)).map((parts) => [name, ...parts].join(' ')),
    );
}

function atom(kind: string): Text {
  return kind === 'a' ? ANY : (ATOMS[kind] ?? ANY);
}

function expression(depth: number): Text {
  const simple = call((kind) => fc.oneof({ weight: 12, arbitrary: atom(kind) }, ANY));
  if (depth === 0) {
    return fc.oneof({ weight: 3, arbitrary: simple }, ANY);
  }
  const inner = expression(depth - 1);
  const nested = call((kind) =>
    fc.oneof(
      { weight: 3, arbitrary: atom(kind) },
      inner.map((text) => `(${text})`),
    ),
  );
  const stage = fc
    .constantFrom(...SIGNATURES.filter(([, kinds]) => kinds !== ''))
    .chain(([name, kinds]) =>
      fc.tuple(...Array.from(kinds.slice(0, -1), atom)).map((parts) => [name, ...parts].join(' ')),
    );
  return fc.oneof(
    { weight: 2, arbitrary: simple },
    { weight: 3, arbitrary: nested },
    { weight: 3, arbitrary: fc.tuple(inner, stage).map((stages) => stages.join(' | ')) },
    fc
      .tuple(inner, fc.constantFrom('.a', '.k', '.o.x', '._0'))
      .map(([text, field]) => `(${text})${field}`),
  );
}

const open: Text = fc.constantFrom('{{ ', '{{ ', '{{ ', '{{', '{{- ');
const close: Text = fc.constantFrom(' }}', ' }}', ' }}', '}}', ' -}}');

function action(body: Text): Text {
  return fc.tuple(open, body, close).map((parts) => parts.join(''));
}

const plain: Text = fc.constantFrom('', 'x', ' ', '\n', ' text\n', 'é', '{', '}}', '\t- ');

function block(depth: number): Text {
  const value = expression(1);
  const body = depth === 0 ? fc.oneof(plain, action(value)) : sequence(depth - 1);
  const inner = fc.oneof(
    { weight: 3, arbitrary: body },
    fc.constantFrom(
      '{{ . }}',
      '{{ $x }}',
      '{{ $i }}{{ $v }}',
      '{{ break }}',
      '{{ continue }}',
      '{{ $x = 5 }}',
    ),
  );
  const branch = fc.constantFrom(
    '',
    '',
    '{{ else }}E',
    '{{ else if .empty }}I{{ else }}J',
    '{{ else with .user }}{{ . }}',
  );
  return fc.oneof(
    { weight: 4, arbitrary: action(value) },
    fc
      .tuple(fc.constantFrom('if', 'with'), value, inner, branch)
      .map(([word, text, then, otherwise]) => `{{ ${word} ${text} }}${then}${otherwise}{{ end }}`),
    fc
      .tuple(
        fc.constantFrom('range ', 'range $v := ', 'range $i, $v := '),
        fc.oneof(atom('l'), atom('d'), atom('n'), value),
        inner,
        fc.constantFrom('', '{{ else }}none'),
      )
      .map(([word, text, then, otherwise]) => `{{ ${word}${text} }}${then}${otherwise}{{ end }}`),
    fc
      .tuple(fc.constantFrom('$x := ', '$y := ', '$x = '), value)
      .map(([name, text]) => `{{ ${name}${text} }}{{ $x }}`),
    fc
      .tuple(inner, value)
      .map(([then, text]) => `{{ define "d" }}${then}{{ end }}{{ template "d" ${text} }}`),
    fc.tuple(value, inner).map(([text, then]) => `{{ block "k" ${text} }}${then}{{ end }}`),
    fc.constantFrom(
      '{{/* c */}}',
      '{{- /* c */ -}}',
      '{{ template "t" }}',
      '{{ template "d" . }}',
      '{{ end }}',
      '{{ else }}',
    ),
  );
}

function sequence(depth: number): Text {
  return fc
    .array(fc.oneof({ weight: 1, arbitrary: plain }, { weight: 2, arbitrary: block(depth) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.join(''));
}

/** What the lexer and the parser may trip over. */
const soup: Text = fc
  .array(
    fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      '-}}',
      '/*',
      '*/',
      '.a',
      '.',
      '$x',
      '$',
      ':=',
      '=',
      '|',
      '(',
      ')',
      '"s"',
      '"',
      '`',
      "'",
      "'a'",
      '\\',
      'index',
      'if',
      'else',
      'end',
      'range',
      'with',
      'define',
      'template',
      'block',
      'break',
      'nil',
      'true',
      '1.5',
      '0x',
      '-',
      ' ',
      '\n',
      'é',
      '😀',
      ',',
      '!',
      '1_0',
      'e5',
      '08',
      '1i',
      'print',
      '"\\q"',
      'upper',
      '.user',
      'x',
    ),
    { minLength: 1, maxLength: 10 },
  )
  .chain((parts) =>
    fc.constantFrom(parts.join(''), `{{ ${parts.join(' ')} }}`, `{{${parts.join('')}}}`),
  );

export const templateArbitrary: Text = fc.oneof(
  { weight: 4, arbitrary: action(expression(2)) },
  { weight: 4, arbitrary: sequence(2) },
  { weight: 1, arbitrary: soup },
);
