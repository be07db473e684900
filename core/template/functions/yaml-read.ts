import type { Document, Node, Scalar } from 'yaml';
import { floatText, sprintf } from '../fmt/index.ts';
import {
  anyMap,
  anySlice,
  type Budget,
  type ByteString,
  fromText,
  FunctionError,
  type GoMap,
  type GoValue,
} from '../value/index.ts';
import { lateModule } from './late-module.ts';
import { decodeBase64 } from './base64.ts';
import { resolvePlain, type Resolved } from './yaml-resolve.ts';

export const yaml = lateModule(async () => import('yaml'));

/** A document's first value, as sigs.k8s.io/yaml brings it through JSON: numbers are float64. Throws FunctionError. */
export function readYaml(
  { document, source }: { readonly document: Document.Parsed; readonly source: string },
  budget: Budget,
): GoValue {
  endOpenBlock(document, source);
  return new YamlReader(document, budget).value(document.contents);
}

/** A block scalar whose last line the text does not end has no line break there, to Go. */
function endOpenBlock(document: Document.Parsed, source: string): void {
  const { isScalar, visit } = yaml.get();
  if (/[\r\n]$/u.test(source)) {
    return;
  }
  visit(document, {
    Scalar: (_key, node) => {
      const isLast = node.range?.[1] === source.length;
      if (isScalar<string>(node) && isLast && node.type?.startsWith('BLOCK_') === true) {
        node.value = node.value.replace(/\n$/u, '');
      }
    },
  });
}

const TAG = 'tag:yaml.org,2002:';
const LARGEST_DEPTH = 1000;
const NODE_STEPS = 4;

class YamlReader {
  readonly #document: Document.Parsed;
  readonly #budget: Budget;
  /** To look an anchor up takes a walk through the document. */
  readonly #targets = new Map<AliasNode, Node>();
  /** What aliases that are being followed stand for. */
  readonly #open = new Set<Node>();
  #depth = 0;

  constructor(document: Document.Parsed, budget: Budget) {
    this.#document = document;
    this.#budget = budget;
  }

  value(node: unknown): GoValue {
    this.#budget.spend(NODE_STEPS);
    const { isAlias, isMap, isNode, isScalar, isSeq } = yaml.get();
    if (!isNode(node)) {
      return null;
    }
    if (isScalar(node)) {
      return jsonValue(resolveScalar(node));
    }
    return this.#nested(() => {
      if (isAlias(node)) {
        return this.#referred(node, (target) => this.value(target));
      }
      if (isSeq(node)) {
        return anySlice(node.items.map((item) => this.value(item)));
      }
      return isMap(node) ? this.#map(node.items) : null;
    });
  }

  #nested(read: () => GoValue): GoValue {
    if (this.#depth > LARGEST_DEPTH) {
      throw new FunctionError('yaml: exceeded max depth');
    }
    this.#depth += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #referred<T>(alias: AliasNode, read: (target: Node) => T): T {
    const target = this.#target(alias);
    if (this.#open.has(target)) {
      throw new FunctionError(`yaml: anchor '${alias.source}' value contains itself`);
    }
    this.#open.add(target);
    const answer = read(target);
    this.#open.delete(target);
    return answer;
  }

  #target(alias: AliasNode): Node {
    const target = this.#targets.get(alias) ?? alias.resolve(this.#document);
    if (target === undefined) {
      throw new FunctionError(`yaml: unknown anchor '${alias.source}' referenced`);
    }
    this.#targets.set(alias, target);
    return target;
  }

  #map(pairs: readonly { readonly key: unknown; readonly value: unknown }[]): GoMap {
    const entries = new Map<ByteString, GoValue>();
    const merged = new Map<ByteString, GoValue>();
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) {
        this.#merge(value, merged);
      } else {
        entries.set(this.#key(key, value), this.value(value));
      }
    }
    return anyMap(new Map([...merged, ...entries]));
  }

  #merge(node: unknown, into: Map<ByteString, GoValue>): void {
    const { isAlias, isMap, isSeq } = yaml.get();
    if (isAlias(node)) {
      this.#referred(node, (target) => {
        this.#merge(target, into);
      });
    } else if (isSeq(node)) {
      for (const item of node.items.toReversed()) {
        this.#merge(item, into);
      }
    } else if (isMap(node)) {
      for (const [key, value] of this.#map(node.items).entries) {
        into.set(key, value);
      }
    } else {
      throw new FunctionError('yaml: map merge requires map or sequence of maps as the value');
    }
  }

  #key(node: unknown, value: unknown): ByteString {
    const { isAlias, isScalar } = yaml.get();
    const target = isAlias(node) ? this.#target(node) : node;
    if (target !== null && !isScalar(target)) {
      const key = sprintf('%#v', [this.value(target)], this.#budget);
      throw new FunctionError(`yaml: invalid map key: ${key}`);
    }
    const key = target === null ? { kind: 'null' as const } : resolveScalar(target);
    if (key.kind === 'null') {
      const shown = sprintf('%+#v', [this.value(value)], this.#budget);
      throw new FunctionError(
        `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${shown}`,
      );
    }
    return keyText(key);
  }
}

interface AliasNode {
  readonly source: string;
  resolve(document: Document.Parsed): Node | undefined;
}

type ScalarValue = Exclude<Resolved, { kind: 'string' } | { kind: 'timestamp' }> | TextValue;

interface TextValue {
  readonly kind: 'text';
  readonly value: ByteString;
}

function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}

function isMergeKey(node: unknown): boolean {
  const { isScalar } = yaml.get();
  return isScalar(node) && node.type === 'PLAIN' && textOf(node) === '<<';
}

/** A scalar by its tag or, plain and without one, by its text. */
function resolveScalar(node: Scalar): ScalarValue {
  const text = textOf(node);
  const asText: TextValue = { kind: 'text', value: fromText(text) };
  const tag = node.tag?.startsWith(TAG) === true ? node.tag.slice(TAG.length) : node.tag;
  if (tag === 'binary') {
    return binary(text);
  }
  const resolved = resolvedBy(tag, node);
  if (resolved === undefined || resolved.kind === 'string' || resolved.kind === 'timestamp') {
    return requireKind(tag, text, asText);
  }
  return tag === undefined || tag === resolved.kind ? resolved : asOther(tag, text, resolved);
}

/** What its text means; undefined where only the text counts. */
function resolvedBy(tag: string | undefined, node: Scalar): Resolved | undefined {
  const counts = tag === undefined ? node.type === 'PLAIN' : TAGS.has(tag);
  return counts ? resolvePlain(textOf(node)) : undefined;
}

const TAGS: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'null']);

function requireKind(tag: string | undefined, text: string, value: TextValue): TextValue {
  if (tag !== undefined && TAGS.has(tag)) {
    throw new FunctionError(`yaml: cannot decode !!str \`${text}\` as a !!${tag}`);
  }
  return value;
}

function asOther(tag: string, text: string, resolved: Resolved): ScalarValue {
  if (tag === 'float' && resolved.kind === 'int') {
    return { kind: 'float', value: Number(resolved.value) };
  }
  throw new FunctionError(`yaml: cannot decode !!${resolved.kind} \`${text}\` as a !!${tag}`);
}

function binary(text: string): TextValue {
  const decoded = decodeBase64(text);
  if (!decoded.ok) {
    throw new FunctionError('yaml: !!binary value contains invalid base64 data');
  }
  return { kind: 'text', value: fromText(Buffer.from(decoded.bytes, 'latin1').toString('utf8')) };
}

function jsonValue(resolved: ScalarValue): GoValue {
  if (resolved.kind === 'null') {
    return null;
  }
  if (resolved.kind === 'int') {
    return Number(resolved.value);
  }
  if (resolved.kind === 'float' && !Number.isFinite(resolved.value)) {
    throw new FunctionError(`json: unsupported value: ${floatText(resolved.value, 'g')}`);
  }
  return resolved.value;
}

const FLOAT_KEYS: ReadonlyMap<string, string> = new Map([
  ['+Inf', '.inf'],
  ['-Inf', '-.inf'],
  ['NaN', '.nan'],
]);

function keyText(key: Exclude<ScalarValue, { kind: 'null' }>): ByteString {
  if (key.kind === 'float') {
    const text = floatText(Math.fround(key.value), 'g', -1, 32);
    return FLOAT_KEYS.get(text) ?? text;
  }
  return String(key.value);
}
