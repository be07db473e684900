import {
  type AllowRule,
  type DenyRule,
  type NamespaceSelector,
  type PodPolicy,
  type RawObject,
  salvageAccessPolicy,
  type SecretAccessPolicySpec,
  type ValidationAction,
} from '../api/index.ts';
import type {
  CompiledAllow,
  CompiledDeny,
  CompiledNamespaces,
  CompiledPods,
  CompiledPolicy,
} from './compiled.ts';
import { type KeyPattern, parseKeyPattern } from './key-pattern.ts';
import { checkPolicy, type PolicyFault } from './check-policy.ts';

const EVERY_KEY: KeyPattern = { text: '**', segments: [['**']], bound: ['**'] };

/** An allow that does not parse allows nothing. */
function allowPatterns(texts: readonly string[]): readonly KeyPattern[] {
  return texts.flatMap((text) => {
    const parsed = parseKeyPattern(text);
    return parsed.ok ? [parsed.pattern] : [];
  });
}

/** A deny that does not parse denies everything: nobody knows what it meant to keep. */
function denyPatterns(texts: readonly string[]): readonly KeyPattern[] {
  return texts.map((text) => {
    const parsed = parseKeyPattern(text);
    return parsed.ok ? parsed.pattern : EVERY_KEY;
  });
}

function namespacesOf(selector: NamespaceSelector | undefined): CompiledNamespaces {
  return { names: selector?.names, selector: selector?.selector };
}

function compileAllow(rule: AllowRule): CompiledAllow {
  return {
    name: rule.name,
    namespaces: namespacesOf(rule.namespaces),
    verbs: rule.verbs,
    patterns: allowPatterns(rule.keys.allow),
    allowAbsolute: rule.allowAbsolute,
    subjects: rule.subjects,
  };
}

function compileDeny(rule: DenyRule): CompiledDeny {
  return {
    name: rule.name,
    namespaces: namespacesOf(rule.namespaces),
    verbs: rule.verbs,
    patterns: denyPatterns(rule.keys),
    subjects: rule.subjects,
    message: rule.message,
  };
}

function compilePods(pods: PodPolicy | undefined): CompiledPods | undefined {
  return pods === undefined
    ? undefined
    : {
        namespaces: namespacesOf(pods.namespaces),
        externalSecrets: pods.externalSecrets,
        rules: pods.rules,
      };
}

const STRENGTH: readonly ValidationAction[] = ['Deny', 'Warn', 'Audit'];

function actionOf({ validationActions }: SecretAccessPolicySpec): ValidationAction {
  return STRENGTH.find((action) => validationActions.includes(action)) ?? 'Deny';
}

function compileSpec(name: string, spec: SecretAccessPolicySpec): CompiledPolicy {
  return {
    name,
    action: actionOf(spec),
    stores: spec.stores,
    rules: spec.rules.map(compileAllow),
    deny: spec.deny.map(compileDeny),
    requireUse: spec.actor.requireUse,
    allowDirectCredentials: spec.allowDirectCredentials,
    constraints: spec.constraints,
    pods: compilePods(spec.pods),
  };
}

export interface PolicyCompilation {
  readonly name: string;
  /** Everything wrong with it; with an error it does not compile. */
  readonly faults: readonly PolicyFault[];
  /** As strictly as what can be read allows; undefined when not even the stores can be read. */
  readonly policy: CompiledPolicy | undefined;
}

function nameOf(raw: RawObject): string {
  const { metadata } = raw;
  return typeof metadata === 'object' &&
    metadata !== null &&
    'name' in metadata &&
    typeof metadata.name === 'string'
    ? metadata.name
    : '';
}

/** One policy as stored, compiled as far as it goes. */
export function compilePolicy(raw: RawObject): PolicyCompilation {
  const { findings, value } = salvageAccessPolicy(raw);
  const name = nameOf(raw);
  return {
    name,
    faults: [...findings, ...(value === undefined ? [] : checkPolicy(value.spec))],
    policy: value === undefined ? undefined : compileSpec(name, value.spec),
  };
}
