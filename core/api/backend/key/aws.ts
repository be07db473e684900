import type { AwsBackend } from '../aws.ts';
import { absolute, type FindScope, type KeyReading, plain } from './reading.ts';

/** Secrets Manager ends an ARN with the name, a dash and six characters. */
const SUFFIX_LENGTH = 7;

/** Names with and without a slash at the front get one verdict: patterns have none there. */
function withoutSlash(name: string): string {
  return name.startsWith('/') ? name.slice(1) : name;
}

/** `name:version` and `name:label` are the parameter `name`. */
function parameterName(key: string): string {
  return key.split(':')[0] ?? '';
}

/** Parameter Store reads a secret of Secrets Manager by such a name. */
const REFERENCE = 'aws/reference/secretsmanager/';

function parameterNames(text: string): readonly string[] {
  const name = parameterName(text);
  return name.startsWith(REFERENCE) ? [name, name.slice(REFERENCE.length)] : [name];
}

/** An ARN is read as the name in it, with and without the characters that Secrets Manager adds. */
export function readArn(key: string): KeyReading {
  const [, , service = '', , , ...resource] = key.split(':');
  const text = resource.join(':');
  const name = withoutSlash(text.slice(text.search(/[:/]/u) + 1));
  if (service !== 'secretsmanager') {
    return absolute(...parameterNames(name));
  }
  const at = name.length - SUFFIX_LENGTH;
  return name[at] === '-' && at > 0 ? absolute(name, name.slice(0, at)) : absolute(name);
}

/** The key as AWS gets it: the prefix stands before it, with nothing between (eso.md 5.3). */
export function readAwsKey({ service, prefix = '' }: AwsBackend, key: string): KeyReading {
  if (key.startsWith('arn:')) {
    return readArn(key);
  }
  const name = withoutSlash(`${prefix}${key}`);
  if (service !== 'ParameterStore') {
    return plain(name);
  }
  const names = parameterNames(name);
  return names.length === 1 ? plain(...names) : absolute(...names);
}

/** Parameter Store finds below a folder, Secrets Manager by the beginning of a name. */
export function awsFindScope({ service, prefix = '' }: AwsBackend, path: string): FindScope {
  const start = withoutSlash(`${prefix}${path}`);
  if (service === 'ParameterStore') {
    const folder = start.split('/').filter(Boolean).join('/');
    return folder === '' ? 'everything' : { folders: [folder] };
  }
  const end = start.lastIndexOf('/');
  return end <= 0 ? 'everything' : { folders: [start.slice(0, end)] };
}
