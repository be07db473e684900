import {
  ENV_ANNOTATION,
  ENV_SOURCE_ANNOTATION,
  FILE_MODE_ANNOTATION,
  FORMAT_ANNOTATION,
  LAYOUT_ANNOTATION,
} from './injection-annotation.ts';
import {
  readChoice,
  readChoices,
  type Reading,
  refuse,
  report,
  splitList,
} from './injection-reading.ts';
import { DNS_SUBDOMAIN, SECRET_KEY } from './pattern.ts';
import { quote } from './quote.ts';
import { FILE_FORMATS, type FileFormat } from './sidecar-spec.ts';

/** What the files are like. */
export interface FilesRequest {
  /** Absent: as the Pod's security context suggests. */
  readonly mode?: number;
  readonly layout: 'atomic' | 'flat';
  readonly formats: readonly FileFormat[];
}

/** A variable of the application. */
export interface EnvVariable {
  readonly name: string;
  /** The native Secret's name, or the ExternalSecret's where variables come from a file. */
  readonly source: string;
  readonly key: string;
}

export interface EnvRequest {
  readonly from: 'secret' | 'file';
  readonly variables: readonly EnvVariable[];
}

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)=([^/]+)\/(.+)$/u;
const OWNER_READS = 0o400;

function readMode(reading: Reading): number | undefined {
  const text = reading.annotations[FILE_MODE_ANNOTATION];
  if (text === undefined) {
    return undefined;
  }
  const mode = /^0?[0-7]{3}$/u.test(text) ? Number.parseInt(text, 8) : 0;
  if ((mode & OWNER_READS) === 0) {
    refuse(
      reading,
      FILE_MODE_ANNOTATION,
      text,
      'write an octal mode with which the owner reads, like "0440"',
    );
  }
  return mode;
}

export function readFiles(reading: Reading): FilesRequest {
  const mode = readMode(reading);
  return {
    ...(mode === undefined ? {} : { mode }),
    layout: readChoice(reading, LAYOUT_ANNOTATION, ['atomic', 'flat']),
    formats: readChoices(reading, FORMAT_ANNOTATION, FILE_FORMATS),
  };
}

function parseVariable(text: string): EnvVariable | undefined {
  const [, name = '', source = '', key = ''] = VARIABLE.exec(text) ?? [];
  return new RegExp(DNS_SUBDOMAIN, 'u').test(source) && new RegExp(SECRET_KEY, 'u').test(key)
    ? { name, source, key }
    : undefined;
}

function readVariables(reading: Reading): readonly EnvVariable[] {
  const text = reading.annotations[ENV_ANNOTATION];
  const variables: EnvVariable[] = [];
  for (const part of text === undefined ? [] : splitList(text)) {
    const variable = parseVariable(part);
    if (variable === undefined) {
      refuse(
        reading,
        ENV_ANNOTATION,
        part,
        'write VARIABLE=NAME/KEY, like "PASSWORD=database/password"',
      );
    } else if (variables.some(({ name }) => name === variable.name)) {
      refuse(reading, ENV_ANNOTATION, part, `variable ${variable.name} is there twice`);
    } else {
      variables.push(variable);
    }
  }
  return variables;
}

/** `externalSecrets` are those the Pod names: only their keys can be in a file of the sidecar. */
export function readEnv(reading: Reading, externalSecrets: readonly string[]): EnvRequest {
  const from = readChoice(reading, ENV_SOURCE_ANNOTATION, ['secret', 'file']);
  const variables = readVariables(reading);
  if (ENV_SOURCE_ANNOTATION in reading.annotations && !(ENV_ANNOTATION in reading.annotations)) {
    report(
      reading,
      'SPA-P009',
      ENV_SOURCE_ANNOTATION,
      `says nothing without ${ENV_ANNOTATION}; add it`,
    );
  }
  const stranger = variables.find(({ source }) => !externalSecrets.includes(source));
  if (from === 'file' && stranger !== undefined) {
    const named = externalSecrets.map(quote).join(', ');
    refuse(reading, ENV_ANNOTATION, stranger.source, `the Pod names the ExternalSecrets ${named}`);
  }
  return { from, variables };
}
