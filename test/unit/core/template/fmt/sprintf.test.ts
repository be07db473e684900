import { expect } from 'chai';
import { sprintf } from '../../../../../core/template/fmt/index.ts';
import {
  anyMap,
  anySlice,
  type Budget,
  FunctionError,
  type GoField,
  GoNumber,
  GoObject,
  type GoValue,
  int64,
} from '../../../../../core/template/value/index.ts';

const free: Budget = { spend: () => undefined, checkSize: () => undefined };

class Certificate extends GoObject {
  readonly type: string;
  readonly kind: 'struct' | 'ptr';

  constructor(kind: 'struct' | 'ptr') {
    super();
    this.kind = kind;
    this.type = kind === 'ptr' ? '*sprig.certificate' : 'sprig.certificate';
  }

  override fields(): readonly GoField[] {
    return [
      { name: 'Cert', type: 'string', value: 'c' },
      { name: 'Key', type: 'string', value: 'k' },
    ];
  }
}

class Month extends GoNumber {
  constructor() {
    super('int', 5n, 'time.Month');
  }

  override stringer(): string {
    return 'May';
  }
}

const struct = new Certificate('struct');
const pointer = new Certificate('ptr');

describe('sprintf', () => {
  const cases: readonly (readonly [format: string, args: readonly GoValue[], text: string])[] = [
    ['%v %+v', [struct, struct], '{c k} {Cert:c Key:k}'],
    ['%#v', [struct], 'sprig.certificate{Cert:"c", Key:"k"}'],
    ['%v %#v', [pointer, pointer], '&{c k} &sprig.certificate{Cert:"c", Key:"k"}'],
    ['%d %s', [struct, struct], '{%!d(string=c) %!d(string=k)} {c k}'],
    ['%v %d %s %T %#v', Array<GoValue>(5).fill(new Month()), 'May 5 May time.Month 5'],
    ['%d', [anySlice(['a', 1n, null])], '[%!d(string=a) 1 <nil>]'],
    ['%#v', [anySlice(['a', int64(1n), null, 2])], '[]interface {}{"a", 1, interface {}(nil), 2}'],
    ['%#v', [anyMap(new Map([['k', true]]))], 'map[string]interface {}{"k":true}'],
    [
      '%v',
      [
        anyMap(
          new Map<string, GoValue>([
            ['b', 1n],
            ['B', 'x'],
          ]),
        ),
      ],
      'map[B:x b:1]',
    ],
    ['%#v %#x', [new GoNumber('uint8', 255n), int64(-255n)], '0xff -0xff'],
    ['%', [], '%!(NOVERB)'],
  ];
  for (const [format, args, text] of cases) {
    it(`makes ${text} of ${format}`, () => {
      expect(sprintf(format, args, free)).to.equal(text);
    });
  }

  it('refuses addresses, which are others each time', () => {
    expect(() => sprintf('%p', [anySlice([])], free)).to.throw(FunctionError);
    expect(() => sprintf('%d', [anySlice([pointer])], free)).to.throw(FunctionError);
  });
});
