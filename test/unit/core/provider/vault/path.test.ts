import { expect } from 'chai';
import {
  isSafePath,
  listPath,
  locate,
  metadataPath,
  valuePath,
} from '../../../../../core/provider/vault/path.ts';

describe('Vault paths', () => {
  const cases = [
    ['secret', 'v2', 'foo', 'secret/data/foo'],
    ['secret', 'v2', 'secret/foo', 'secret/data/foo'],
    ['secret', 'v2', 'secret/data/foo', 'secret/data/foo'],
    ['secret', 'v2', 'data/foo', 'secret/data/data/foo'],
    ['secret/path', 'v2', 'secret/path/foo', 'secret/path/data/foo'],
    ['/secret/', 'v2', '/foo', 'secret/data/foo'],
    ['secret', 'v1', 'foo', 'secret/foo'],
    ['secret', 'v1', 'secret/data/foo', 'secret/data/foo'],
    [undefined, 'v2', 'secret/path/foo', 'secret/data/path/foo'],
    [undefined, 'v2', 'secret/path/data/foo', 'secret/path/data/foo'],
    [undefined, 'v1', 'secret/path/foo', 'secret/path/foo'],
    ['secret', 'v2', 'a b/ü?x#y', 'secret/data/a%20b/%C3%BC%3Fx%23y'],
  ] as const;
  for (const [mount, version, key, expected] of cases) {
    it(`of ${key} in ${version} ${String(mount)} is ${expected}`, () => {
      const store = mount === undefined ? { version } : { version, path: mount };

      expect(valuePath(version, locate(store, key))).to.equal(expected);
    });
  }

  it('of metadata and folders lie beside the value’s', () => {
    const place = { mount: 'secret', path: 'a/b' };

    expect(metadataPath(place)).to.equal('secret/metadata/a/b');
    expect(listPath('v2', place)).to.equal('secret/metadata/a/b');
    expect(listPath('v1', place)).to.equal('secret/a/b');
  });

  for (const key of ['../sys/seal', 'a/./b', 'secret/data/../../x']) {
    it(`do not climb: ${key}`, () => {
      expect(isSafePath(locate({ path: 'secret', version: 'v2' }, key))).to.equal(false);
    });
  }
});
