import { compareSync } from 'bcryptjs';
import { expect } from 'chai';
import { failureOf, renderTemplate } from '../../../../support/render-template.ts';

describe('passwords in templates', () => {
  it('bcrypt makes what checks the password, cost 10', async () => {
    const hash = await renderTemplate('{{ bcrypt .p }}', { p: 'pässword' });

    expect(hash).match(/^\$2a\$10\$.{53}$/u);
    expect(compareSync('pässword', hash)).equal(true);
    expect(compareSync('other', hash)).equal(false);
  });

  it('htpasswd makes a line of a password file', async () => {
    const line = await renderTemplate('{{ htpasswd "u" "p" "bcrypt" }}');

    expect(line).match(/^u:\$2a\$10\$/u);
    expect(compareSync('p', line.slice(2))).equal(true);
  });

  it('bcrypt refuses what is not text', async () => {
    expect(await failureOf('{{ bcrypt .p }}', { p: Buffer.from('ff', 'hex') })).match(/not UTF-8/u);
  });

  it('encryptAES is undone by decryptAES and by nothing else', async () => {
    expect(
      await renderTemplate('{{ encryptAES "k" .p | decryptAES "k" }}', { p: 'ä secret' }),
    ).equal('ä secret');
    expect(await renderTemplate('{{ eq (encryptAES "k" "x") (encryptAES "k" "x") }}')).equal(
      'false',
    );
  });
});
