import type { ByteString } from '../value/index.ts';
import { endlessTemplates } from './endless.ts';
import type { Limits } from './limits.ts';
import { constantStage, costOfCall, rounds } from './literal-cost.ts';
import type {
  BranchNode,
  CallNode,
  CommandNode,
  Located,
  PipelineNode,
  TemplateNode,
} from './node.ts';

export interface Foreseen {
  readonly offset: number;
  readonly message: ByteString;
}

/**
 * What the limits would stop whatever the data is, as far as the constants of a template tell: calls without end, functions
 * that would make too much, loops that go round too often. Undefined when nothing is foreseen.
 */
export function foreseeLimits(
  templates: ReadonlyMap<ByteString, readonly TemplateNode[]>,
  limits: Limits,
): Foreseen | undefined {
  const walk: Walk = { endless: endlessTemplates(templates), limits, found: [] };
  for (const nodes of templates.values()) {
    visitList(nodes, 1, walk);
  }
  return walk.found[0];
}

interface Walk {
  readonly endless: ReadonlySet<ByteString>;
  readonly limits: Limits;
  readonly found: Foreseen[];
}

/** `times`: how often the loops around it go round for sure; a condition between makes that 1. */
function visitList(nodes: readonly TemplateNode[], times: number, walk: Walk): void {
  for (const node of nodes) {
    visitNode(node, times, walk);
  }
}

function visitNode(node: TemplateNode, times: number, walk: Walk): void {
  switch (node.kind) {
    case 'text':
      visitText(node.text.length * times, walk);
      break;
    case 'action':
      visitPipeline(node.pipeline, times, walk);
      break;
    case 'template':
      visitCall(node, times, walk);
      break;
    case 'if':
    case 'with':
    case 'range':
      visitBranch(node, times, walk);
      break;
    case 'break':
    case 'continue':
      break;
  }
}

function visitCall({ name, pipeline, offset, source }: CallNode, times: number, walk: Walk): void {
  if (walk.endless.has(name)) {
    walk.found.push({ offset, message: `${source} never ends` });
  }
  if (pipeline !== undefined) {
    visitPipeline(pipeline, times, walk);
  }
}

function visitText(length: number, { limits: { sizeBytes }, found }: Walk): void {
  if (length > sizeBytes) {
    const message = `the output would have ${length} bytes; the limit is ${sizeBytes}`;
    found.push({ offset: 0, message });
  }
}

function visitBranch(node: BranchNode, times: number, walk: Walk): void {
  visitPipeline(node.pipeline, times, walk);
  const isLoop = node.kind === 'range' && !leaves(node.body);
  const inner = isLoop ? times * rounds(node.pipeline) : 1;
  if (inner > walk.limits.steps) {
    const message = `the loop goes round ${inner} times; the limit is ${walk.limits.steps} steps`;
    walk.found.push({ offset: node.pipeline.offset, message });
    return;
  }
  visitList(node.body, inner, walk);
  visitList(node.otherwise ?? [], 1, walk);
}

/** Whether a loop may be left before its end. */
function leaves(body: readonly TemplateNode[]): boolean {
  return body.some(
    (node) =>
      node.kind === 'break' ||
      ((node.kind === 'if' || node.kind === 'with') &&
        (leaves(node.body) || leaves(node.otherwise ?? []))) ||
      (node.kind === 'range' && leaves(node.otherwise ?? [])),
  );
}

function visitPipeline({ commands }: PipelineNode, times: number, walk: Walk): void {
  const { sizeBytes, totalBytes } = walk.limits;
  commands.forEach((command, index) => {
    const cost = costOfCall(command, constantStage(commands[index - 1])) ?? 0;
    if (cost > sizeBytes || cost * times > totalBytes) {
      const limit = cost > sizeBytes ? sizeBytes : totalBytes;
      walk.found.push(tooLarge(command.first, cost > sizeBytes ? cost : cost * times, limit));
    }
    visitOperands(command, times, walk);
  });
}

function visitOperands({ first, rest }: CommandNode, times: number, walk: Walk): void {
  for (const operand of [first, ...rest]) {
    const inner = operand.kind === 'chain' ? operand.operand : operand;
    if (inner.kind === 'pipeline') {
      visitPipeline(inner, times, walk);
    }
  }
}

function tooLarge({ offset, source }: Located, cost: number, limit: number): Foreseen {
  return { offset, message: `${source} would make ${cost} bytes; the limit is ${limit}` };
}
