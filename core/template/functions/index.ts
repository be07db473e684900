import type { TemplateFunction } from '../value/index.ts';
import { CERTIFICATE_FUNCTIONS } from './certificate.ts';
import { CRYPTO_FUNCTIONS } from './crypto.ts';
import { DATES } from './dates.ts';
import { DEFAULTS } from './defaults.ts';
import { DICTS } from './dicts.ts';
import { ENCODING } from './encoding.ts';
import { FLOW } from './flow.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { JWK_FUNCTIONS } from './jwk.ts';
import { LIST_SEARCHES } from './lists-search.ts';
import { LISTS } from './lists.ts';
import { MERGES } from './merge.ts';
import { FLOAT_NUMBERS } from './numbers-float.ts';
import { NUMBERS } from './numbers.ts';
import { PASSWORD_FUNCTIONS } from './password.ts';
import { PATHS } from './paths.ts';
import { PEM_DECRYPT_FUNCTIONS } from './pem-decrypt.ts';
import { PEM_FUNCTIONS } from './pem.ts';
import { PKCS12_FUNCTIONS } from './pkcs12.ts';
import { RANDOM } from './random.ts';
import { REFLECTION } from './reflection.ts';
import { REGEXPS } from './regexps.ts';
import { SEMVER } from './semver.ts';
import { SEQUENCES } from './sequences.ts';
import { CUT_STRINGS } from './strings-cut.ts';
import { JOINED_STRINGS } from './strings-join.ts';
import { WORD_STRINGS } from './strings-words.ts';
import { STRINGS } from './strings.ts';
import { URLS } from './urls.ts';
import { YAML_FUNCTIONS } from './yaml.ts';

/** Every function of Sprig and of ESO that templates may call; each family has a file. Later ones hide earlier ones. */
export const FUNCTIONS: readonly TemplateFunction[] = [
  ...STRINGS,
  ...CUT_STRINGS,
  ...WORD_STRINGS,
  ...JOINED_STRINGS,
  ...NUMBERS,
  ...FLOAT_NUMBERS,
  ...SEQUENCES,
  ...LISTS,
  ...LIST_SEARCHES,
  ...DICTS,
  ...MERGES,
  ...DEFAULTS,
  ...REFLECTION,
  ...PATHS,
  ...ENCODING,
  ...FLOW,
  ...JSON_FUNCTIONS,
  ...REGEXPS,
  ...URLS,
  ...DATES,
  ...RANDOM,
  ...SEMVER,
  ...CRYPTO_FUNCTIONS,
  ...PASSWORD_FUNCTIONS,
  ...CERTIFICATE_FUNCTIONS,
  ...PEM_FUNCTIONS,
  ...PEM_DECRYPT_FUNCTIONS,
  ...PKCS12_FUNCTIONS,
  ...JWK_FUNCTIONS,
  ...YAML_FUNCTIONS,
];
