import { printed, quote } from '../fmt/index.ts';
import {
  type Budget,
  type ByteString,
  type FunctionContext,
  type FunctionSources,
  GoObject,
  type GoValue,
} from '../value/index.ts';
import type { Limits } from './limits.ts';
import type { Located } from './node.ts';
import { positionOf, TemplateError } from './template-error.ts';

/** A value as the executor passes it on; undefined is what a missing key gives (Go's invalid reflect.Value). */
export type Result = GoValue | undefined;

/** What a missing key of a map does: fail, or print `<no value>`. */
export type MissingKey = 'error' | 'default';

export interface ExecutionSettings {
  readonly name: ByteString;
  readonly text: ByteString;
  readonly missingKey: MissingKey;
  readonly limits: Limits;
  readonly sources: FunctionSources;
}

const BEGINNING: Located = { offset: 0, source: '' };

/** How many steps pass between looks at the clock. */
const STEPS_PER_LOOK = 4096;

/** One execution of a template: where it stands, its variables, its output, and what it may still use. */
export class Execution implements FunctionContext, Budget {
  readonly settings: ExecutionSettings;
  readonly sources: FunctionSources;
  readonly budget: Budget = this;
  /** What is being evaluated; errors name it. */
  node: Located = BEGINNING;
  /** The template being executed, of those the text defines. */
  templateName: ByteString;
  /** Whether dot is an element of a []interface {}; only errors tell. */
  dotIsInterface = false;
  /** Whether Go has the value a field was last asked of as an interface; only errors tell. */
  isInterface = false;
  depth = 0;
  output = '';
  variables: Variable[] = [];

  readonly #deadlineMs: number;
  #steps: number;
  #nextLook: number;
  #bytes: number;

  constructor(settings: ExecutionSettings) {
    this.settings = settings;
    this.sources = settings.sources;
    this.templateName = settings.name;
    this.#deadlineMs = settings.sources.now().getTime() + settings.limits.timeMs;
    this.#steps = settings.limits.steps;
    this.#nextLook = Math.max(this.#steps - STEPS_PER_LOOK, 0);
    this.#bytes = settings.limits.totalBytes;
  }

  fail(message: ByteString): never {
    const { name, text } = this.settings;
    const position = positionOf(text, this.node.offset);
    // Go counts a first line from 0 and the others from their line feed, which comes to the same.
    const where = `${name}:${position.line}:${position.column - 1}`;
    const what = `executing ${quote(this.templateName)} at <${this.node.source}>`;
    throw new TemplateError(`${where}: ${what}`, message, position);
  }

  write(text: ByteString): void {
    this.output += text;
    if (this.output.length > this.settings.limits.sizeBytes) {
      this.fail(`output exceeds the limit of ${this.settings.limits.sizeBytes} bytes`);
    }
  }

  /** Writes a value as an action shows it. */
  print(value: Result): void {
    if (typeof value === 'string') {
      this.write(value);
    } else if (value === undefined) {
      this.write('<no value>');
    } else {
      const text = printed(value, this);
      // An action shows what a pointer points to; fmt would say that there was one.
      this.write(isBarePointer(value) ? text.replace('&', '') : text);
    }
  }

  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < this.#nextLook) {
      this.#look();
    }
  }

  #look(): void {
    if (this.#steps < 0) {
      this.fail(`execution exceeds the limit of ${this.settings.limits.steps} steps`);
    }
    this.#nextLook = Math.max(this.#steps - STEPS_PER_LOOK, 0);
    if (this.sources.now().getTime() > this.#deadlineMs) {
      this.fail(`execution exceeds the limit of ${this.settings.limits.timeMs} ms`);
    }
  }

  checkSize(length: number): void {
    this.#bytes -= length;
    const { sizeBytes, totalBytes } = this.settings.limits;
    if (length > sizeBytes) {
      this.fail(`a value exceeds the limit of ${sizeBytes} bytes`);
    }
    if (this.#bytes < 0) {
      this.fail(`all values together exceed the limit of ${totalBytes} bytes`);
    }
  }

  declare(name: ByteString, value: Result): void {
    this.variables.push({ name, value, isInterface: false });
  }

  /** The variable declared last under that name. */
  variable(name: ByteString): Variable {
    for (let index = this.variables.length - 1; index >= 0; index -= 1) {
      const variable = this.variables[index];
      if (variable?.name === name) {
        return variable;
      }
    }
    return this.fail(`undefined variable: ${name}`);
  }
}

export interface Variable {
  readonly name: ByteString;
  value: Result;
  /** Whether the value is an element of a []interface {}; only errors tell. */
  isInterface: boolean;
}

function isBarePointer(value: GoValue): boolean {
  return value instanceof GoObject && value.kind === 'ptr' && value.stringer() === undefined;
}
