import { createHash, createHmac, scryptSync } from 'node:crypto';
import {
  type ByteString,
  defineFunction,
  fromBytes,
  type FunctionContext,
  FunctionError,
  isValidUtf8,
  type TemplateFunction,
  toBytes,
  toText,
} from '../value/index.ts';
import { lateModule } from './late-module.ts';
import { CHARACTERS, PASSWORD_TEMPLATES } from './password-templates.ts';

const bcryptjs = lateModule(async () => import('bcryptjs'));

const BCRYPT_COST = 10;
const BCRYPT_LONGEST = 72;
const BCRYPT_SALT_BYTES = 16;
/** What slow hashes take from the budget of a template. */
const SLOW_STEPS = 10_000;

/** The hash, or Go's words for why there is none: Sprig puts either into the text. */
function bcrypt(password: ByteString, { sources, budget }: FunctionContext): ByteString {
  if (password.length > BCRYPT_LONGEST) {
    return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes';
  }
  if (!isValidUtf8(password)) {
    throw new FunctionError('bcrypt of a password that is not UTF-8 text is not supported');
  }
  budget.spend(SLOW_STEPS);
  const { hashSync, encodeBase64 } = bcryptjs.get();
  const salt = encodeBase64([...sources.randomBytes(BCRYPT_SALT_BYTES)], BCRYPT_SALT_BYTES);
  return hashSync(toText(password), `$2a$${BCRYPT_COST}$${salt}`);
}

function sha1Entry(password: ByteString): ByteString {
  return `{SHA}${createHash('sha1').update(toBytes(password)).digest('base64')}`;
}

const bcryptFunction = defineFunction({
  name: 'bcrypt',
  parameters: ['string'],
  prepare: bcryptjs.load,
  call: ([password], context) => bcrypt(password, context),
});

/** ESO's takes the algorithm third: `sha`, or anything else for bcrypt (eso.md 4). */
const htpasswd = defineFunction({
  name: 'htpasswd',
  parameters: ['string', 'string', 'sprig.HashAlgorithm'],
  prepare: bcryptjs.load,
  call: ([user, password, algorithm], context) => {
    if (user.includes(':')) {
      return `invalid username: ${user}`;
    }
    return `${user}:${algorithm === 'sha' ? sha1Entry(password) : bcrypt(password, context)}`;
  },
});

const SEED = 'com.lyndir.masterpassword';
const SCRYPT = { N: 32_768, r: 8, p: 2, maxmem: 64 * 1024 * 1024 } as const;
const SCRYPT_KEY_BYTES = 64;

function uint32(value: number): ByteString {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return fromBytes(bytes);
}

/** The seed with a text behind its length, as the Master Password algorithm has it. */
function seeded(text: ByteString): ByteString {
  return `${SEED}${uint32(text.length)}${text}`;
}

const derivePassword = defineFunction({
  name: 'derivePassword',
  parameters: ['uint32', 'string', 'string', 'string', 'string'],
  call: ([counter, type, password, user, site], { budget }) => {
    const templates = PASSWORD_TEMPLATES.get(type);
    if (templates === undefined) {
      return `cannot find password template ${type}`;
    }
    budget.spend(SLOW_STEPS);
    const key = scryptSync(toBytes(password), toBytes(seeded(user)), SCRYPT_KEY_BYTES, SCRYPT);
    const message = `${seeded(site)}${uint32(Number(BigInt.asUintN(32, BigInt(counter.value))))}`;
    return spell(templates, createHmac('sha256', key).update(toBytes(message)).digest());
  },
});

function spell(templates: readonly string[], seed: Uint8Array): ByteString {
  const [first = 0, ...rest] = seed;
  const template = templates[first % templates.length] ?? '';
  return Array.from(template)
    .map((kind, index) => {
      const characters = CHARACTERS.get(kind) ?? '';
      return characters.charAt((rest[index] ?? 0) % characters.length);
    })
    .join('');
}

/** Hashed and derived passwords. */
export const PASSWORD_FUNCTIONS: readonly TemplateFunction[] = [
  bcryptFunction,
  htpasswd,
  derivePassword,
];
