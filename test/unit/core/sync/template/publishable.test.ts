import { expect } from 'chai';
import { renderText } from '../../../../../core/sync/template/text.ts';
import { AppError } from '../../../../../core/runtime/index.ts';
import { secretData } from '../../../../support/sync-builders.ts';

const VALUE = 'hunter2-marker';

async function messageOf(text: string): Promise<string> {
  const values = secretData({ password: VALUE, encoded: Buffer.from(VALUE).toString('base64') });
  const error: unknown = await renderText('key', text, values).catch((fault: unknown) => fault);
  return error instanceof AppError ? error.message : '';
}

describe('the fault of a template', () => {
  const silent: readonly (readonly [string, RegExp])[] = [
    ['{{ range .password }}{{ end }}', /at <\.password>: failed; what it says is left out/],
    ['{{ fail .password }}', /at <fail \.password>: error calling fail; what it says is left out/],
    ['{{ fail (b64dec .encoded) }}', /error calling fail; what it says/],
    ['{{ semver .password }}', /error calling semver; what it says/],
    [
      '{{ mustRegexMatch .password "(" }}{{ mustRegexMatch (print "(" .password) "" }}',
      /error calling mustRegexMatch; /,
    ],
    ['{{ mustFromJson .password }}', /error calling mustFromJson; /],
    ['{{ index .password "x" }}', /error calling index; /],
    ['{{ mustToDate "2006" .password }}', /error calling mustToDate; /],
    ['{{ .password | call }}', /error calling call; |failed; /],
  ];
  for (const [text, expected] of silent) {
    it(`of ${text} shows no value`, async () => {
      const message = await messageOf(text);

      expect(message).to.match(expected);
      expect(message).to.not.include(VALUE);
    });
  }

  it('keeps words of Go that hold no value', async () => {
    expect(await messageOf('{{ .user }}')).to.match(
      /at <\.user>: map has no entry for key "user"$/,
    );
    expect(await messageOf('{{ upper }}')).to.match(
      /wrong number of args for upper: want 1 got 0$/,
    );
  });
});
