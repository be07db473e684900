import { AppError, isObject, type JsonObject } from '../../core/runtime/index.ts';
import {
  parseTemplate,
  queryJson,
  TemplateError,
  type TemplateOptions,
} from '../../core/template/index.ts';

/** One answer, ready to be written as JSON; `id` is the question's. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers one line; what is no question has an answer too: what is wrong with it. */
export type AnswerLine = (line: string | undefined) => Promise<Answer>;

const TEMPLATE_NAME = 't';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A question that is none. */
class QuestionError extends AppError {
  constructor(problem: string) {
    super('CONFIG_INVALID', `not a question: ${problem}`);
  }
}

/** {id, template, data?, dataBase64?, delims?, missingKey?} → {id, output}, {id, outputBase64} for what is no UTF-8, or {id, error}. */
export const answerTemplate: AnswerLine = answering(async (question) => {
  const template = textOf(question, 'template');
  const parsed = parseTemplate(TEMPLATE_NAME, template, optionsOf(question));
  if (!parsed.ok) {
    throw parsed.error;
  }
  await parsed.template.prepare();
  const output = parsed.template.execute(dataOf(question));
  try {
    return { output: utf8.decode(output) };
  } catch {
    return { outputBase64: Buffer.from(output).toString('base64') };
  }
});

/** {id, json, path} → {id, exists, string, raw} or {id, error}. */
export const answerPath: AnswerLine = answering(async (question) => {
  const found = queryJson(textOf(question, 'json'), textOf(question, 'path'));
  return found.exists ? found : { exists: false, string: '', raw: '' };
});

function answering(answer: (question: JsonObject) => Promise<Answer>): AnswerLine {
  return async (line) => {
    let id: unknown;
    try {
      const question = parseQuestion(line);
      id = question['id'];
      return { ...identified(id), ...(await answer(question)) };
    } catch (error) {
      if (error instanceof TemplateError || error instanceof AppError) {
        return { ...identified(id), error: error.message };
      }
      throw error;
    }
  };
}

function identified(id: unknown): Answer {
  return typeof id === 'string' || typeof id === 'number' ? { id } : {};
}

function parseQuestion(line: string | undefined): JsonObject {
  if (line === undefined) {
    throw new QuestionError('the line is too long');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new QuestionError('the line is no JSON');
  }
  if (!isObject(parsed)) {
    throw new QuestionError('the line is no JSON object');
  }
  return parsed;
}

function textOf(question: JsonObject, name: string): string {
  const value = question[name];
  if (typeof value !== 'string') {
    throw new QuestionError(`${name} must be a string`);
  }
  return value;
}

function textsOf(question: JsonObject, name: string): readonly (readonly [string, string])[] {
  const value = question[name] ?? {};
  if (!isObject(value)) {
    throw new QuestionError(`${name} must be an object of strings`);
  }
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') {
      throw new QuestionError(`${name}[${JSON.stringify(key)}] must be a string`);
    }
    return [key, text];
  });
}

function dataOf(question: JsonObject): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ...textsOf(question, 'data').map(([key, text]) => [key, Buffer.from(text)] as const),
    ...textsOf(question, 'dataBase64').map(([key, text]) => [key, bytesOf(key, text)] as const),
  ]);
}

function bytesOf(key: string, text: string): Uint8Array {
  if (!BASE64.test(text)) {
    throw new QuestionError(`dataBase64[${JSON.stringify(key)}] is no base64`);
  }
  return Buffer.from(text, 'base64');
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

function optionsOf(question: JsonObject): TemplateOptions {
  const { delims = null, missingKey = 'error' } = question;
  if (missingKey !== 'error' && missingKey !== 'default') {
    throw new QuestionError('missingKey must be "error" or "default"');
  }
  if (delims === null) {
    return { missingKey };
  }
  const given: readonly unknown[] = Array.isArray(delims) ? delims : [];
  const [left, right] = given;
  if (given.length !== 2 || typeof left !== 'string' || typeof right !== 'string') {
    throw new QuestionError('delims must be two strings');
  }
  return { missingKey, delimiters: { left, right } };
}
