import {
  type AllowRule,
  type DenyRule,
  type NamespaceSelector,
  type PodPolicy,
  type RawObject,
  parseAccessPolicy,
  type SecretAccessPolicySpec,
  type ValidationAction,
} from '../api/index.ts';
import { listAt, objectAt, textAt } from '../runtime/index.ts';
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
  /** As strictly as what can be read allows; undefined when it is not even clear which stores it governs. */
  readonly policy: CompiledPolicy | undefined;
}

/** What parses of one member of a broken policy, read as if it were all of it. */
function parsePart(raw: RawObject, part: RawObject): SecretAccessPolicySpec | undefined {
  const spec = { validationActions: ['Deny'], ...part };
  const parsed = parseAccessPolicy({ ...raw, metadata: {}, spec });
  return parsed.ok ? parsed.value.spec : undefined;
}

/** A policy whose shape cannot be read lets nobody use the stores it can be read to govern. */
function lockedPolicy(name: string, raw: RawObject): CompiledPolicy | undefined {
  const spec = objectAt(raw, 'spec');
  const actions = parsePart(raw, { validationActions: spec['validationActions'] ?? [] });
  const governed = listAt(spec, 'stores').flatMap(
    (store) => parsePart(raw, { stores: [store] })?.stores ?? [],
  );
  const base = parsePart(raw, {});
  const everything = {
    name: 'unreadable',
    namespaces: { names: undefined, selector: undefined },
    verbs: ['read', 'find', 'push'],
    patterns: [EVERY_KEY],
    subjects: [],
    message: 'the policy cannot be read, so it allows nothing',
  } as const;
  return base === undefined || governed.length === 0
    ? undefined
    : {
        ...compileSpec(name, { ...base, stores: governed }),
        action: actions === undefined ? 'Deny' : actionOf(actions),
        deny: [everything],
      };
}

/** One policy as stored, compiled as far as it goes. */
export function compilePolicy(raw: RawObject): PolicyCompilation {
  const parsed = parseAccessPolicy(raw);
  const name = textAt(objectAt(raw, 'metadata'), 'name');
  return parsed.ok
    ? {
        name,
        faults: checkPolicy(parsed.value.spec),
        policy: compileSpec(name, parsed.value.spec),
      }
    : { name, faults: parsed.findings, policy: lockedPolicy(name, raw) };
}
