import { printed } from '../fmt/index.ts';
import { type ByteString, GoMap, GoNumber, GoSlice, type GoValue, isTrue } from '../value/index.ts';
import { compileArgument, compileOperand } from './argument.ts';
import type { Callable, Compiler, Evaluate } from './compiler.ts';
import { endlessTemplates, GO_DEPTH } from './endless.ts';
import type { Execution, Result } from './execution.ts';
import type { BranchNode, CallNode, TemplateNode } from './node.ts';
import { compilePipeline } from './pipeline.ts';

/** How a step ended. */
export type Ending = 'end' | 'break' | 'continue';

/** A node of a template, compiled. */
export type Step = (run: Execution, dot: Result) => Ending;

/** Compiled templates by name; filled while they are compiled, since they call each other. */
export type Steps = Map<ByteString, Step>;

/** Compiles the templates of one text. */
export function compileTemplates(
  templates: ReadonlyMap<ByteString, readonly TemplateNode[]>,
  functions: ReadonlyMap<ByteString, Callable>,
): ReadonlyMap<ByteString, Step> {
  const steps: Steps = new Map();
  const compiler: Compiler = {
    function: (name) => functions.get(name),
    pipeline: (node) => compilePipeline(node, compiler),
    operand: (node) => compileOperand(node, compiler),
    argument: (node, type) => compileArgument(node, type, compiler),
  };
  const endless = endlessTemplates(templates);
  for (const [name, nodes] of templates) {
    steps.set(name, compileList(nodes, { compiler, steps, endless }));
  }
  return steps;
}

interface Scope {
  readonly compiler: Compiler;
  readonly steps: Steps;
  /** Templates that call each other until a limit stops them. */
  readonly endless: ReadonlySet<ByteString>;
}

function compileList(nodes: readonly TemplateNode[], scope: Scope): Step {
  const list = nodes.map((node) => compileNode(node, scope));
  return (run, dot) => {
    for (const step of list) {
      const ending = step(run, dot);
      if (ending !== 'end') {
        return ending;
      }
    }
    return 'end';
  };
}

function compileNode(node: TemplateNode, scope: Scope): Step {
  switch (node.kind) {
    case 'text':
      return (run) => {
        run.spend(1);
        run.write(node.text);
        return 'end';
      };
    case 'action': {
      const evaluate = scope.compiler.pipeline(node.pipeline);
      const shows = node.pipeline.variables.length === 0;
      return (run, dot) => {
        run.spend(1);
        const value = evaluate(run, dot);
        if (shows) {
          run.print(value);
        }
        return 'end';
      };
    }
    case 'break':
    case 'continue':
      return () => node.kind;
    case 'template':
      return compileTemplateCall(node, scope);
    case 'range':
      return compileRange(node, scope);
    case 'if':
    case 'with':
      return compileCondition(node, scope);
  }
}

function compileCondition(node: BranchNode, scope: Scope): Step {
  const evaluate = scope.compiler.pipeline(node.pipeline);
  const body = compileList(node.body, scope);
  const otherwise = compileList(node.otherwise ?? [], scope);
  return (run, dot) => {
    run.spend(1);
    const mark = run.variables.length;
    const value = evaluate(run, dot);
    const ending = isTrue(value ?? null)
      ? runBody(run, node.kind === 'with' ? value : dot, { body, isNewDot: node.kind === 'with' })
      : otherwise(run, dot);
    run.variables.length = mark;
    return ending;
  };
}

function runBody(
  run: Execution,
  dot: Result,
  { body, isNewDot }: { readonly body: Step; readonly isNewDot: boolean },
): Ending {
  const outer = run.dotIsInterface;
  run.dotIsInterface = !isNewDot && outer;
  const ending = body(run, dot);
  run.dotIsInterface = outer;
  return ending;
}

function compileTemplateCall(node: CallNode, { compiler, steps, endless }: Scope): Step {
  const evaluate: Evaluate =
    node.pipeline === undefined ? () => undefined : compiler.pipeline(node.pipeline);
  return (run, dot) => {
    run.spend(1);
    run.node = node;
    const step = steps.get(node.name);
    if (step === undefined) {
      return run.fail(`template "${node.name}" not defined`);
    }
    if (run.depth >= run.settings.limits.depth) {
      // What never ends reaches Go's limit too.
      const depth = endless.has(node.name) ? GO_DEPTH : run.settings.limits.depth;
      return run.fail(`exceeded maximum template depth (${depth})`);
    }
    const value = evaluate(run, dot);
    const { templateName, variables, dotIsInterface } = run;
    run.templateName = node.name;
    run.variables = [{ name: '$', value, isInterface: false }];
    run.dotIsInterface = false;
    run.depth += 1;
    step(run, value);
    Object.assign(run, { templateName, variables, dotIsInterface, depth: run.depth - 1 });
    return 'end';
  };
}

/** One element of what a range goes over. */
interface Element {
  readonly index: Result;
  readonly value: GoValue;
  readonly isInterface: boolean;
}

function compileRange(node: BranchNode, scope: Scope): Step {
  const evaluate = scope.compiler.pipeline(node.pipeline);
  const body = compileList(node.body, scope);
  const otherwise = compileList(node.otherwise ?? [], scope);
  return (run, dot) => {
    run.spend(1);
    const mark = run.variables.length;
    const over = evaluate(run, dot);
    const inner = run.variables.length;
    const outerInterface = run.dotIsInterface;
    let empty = true;
    for (const element of elementsOf(run, over, node)) {
      empty = false;
      run.spend(1);
      setElement(run, node, element);
      run.dotIsInterface = element.isInterface;
      const ending = body(run, element.value);
      run.variables.length = inner;
      if (ending === 'break') {
        break;
      }
    }
    run.dotIsInterface = outerInterface;
    const ending = empty ? otherwise(run, dot) : 'end';
    run.variables.length = mark;
    // In its else, a break leaves this range and a continue goes on with the one around it.
    return ending === 'break' ? 'end' : ending;
  };
}

function* elementsOf(run: Execution, over: Result, node: BranchNode): Generator<Element> {
  if (over instanceof GoSlice) {
    const isInterface = over.elementType === 'interface {}';
    for (const [index, value] of over.items.entries()) {
      yield { index: BigInt(index), value, isInterface };
    }
  } else if (over instanceof GoMap) {
    const isInterface = over.valueType === 'interface {}';
    for (const key of over.sortedKeys()) {
      yield { index: key, value: over.entries.get(key) ?? null, isInterface };
    }
  } else if (over !== undefined) {
    yield* numbersBelow(run, over, node);
  }
}

function* numbersBelow(run: Execution, over: GoValue, node: BranchNode): Generator<Element> {
  const limit = over instanceof GoNumber ? over.value : over;
  if (typeof limit !== 'bigint') {
    run.fail(`range can't iterate over ${printed(over, run)}`);
  }
  if (node.pipeline.variables.length > 1) {
    run.fail(`can't use ${printed(over, run)} to iterate over more than one variable`);
  }
  for (let value = 0n; value < limit; value += 1n) {
    const number = over instanceof GoNumber ? new GoNumber(over.kind, value, over.type) : value;
    yield { index: undefined, value: number, isInterface: false };
  }
}

/** Gives the variables of the range their values: the element, or index and element. */
function setElement(run: Execution, { pipeline }: BranchNode, element: Element): void {
  const [first, second] = pipeline.variables;
  if (first === undefined) {
    return;
  }
  const top = run.variables.length;
  const at = (fromTop: number, name: ByteString): Execution['variables'][number] | undefined =>
    pipeline.assigns ? run.variable(name) : run.variables[top - fromTop];
  const forElement = at(1, second ?? first);
  const forIndex = second === undefined ? undefined : at(2, first);
  if (forIndex !== undefined) {
    forIndex.value = element.index;
    forIndex.isInterface = false;
  }
  if (forElement !== undefined) {
    forElement.value = element.value;
    forElement.isInterface = element.isInterface;
  }
}
