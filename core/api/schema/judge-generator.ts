import { isObject, textAt } from '../../runtime/index.ts';
import type { Finding } from '../finding.ts';
import { GENERATOR_MEMBERS, type GeneratorKind } from '../generator/index.ts';
import { generatorComplaints } from '../rule/generator.ts';
import { findSelectors, foreignNamespace } from '../rule/reference.ts';
import { applyRules, type Complaint, type Rule } from '../rule/rule.ts';
import { CLUSTER_GENERATOR, GENERATORS } from '../structural/generated.ts';
import { fitting, type Shaped } from './shaped.ts';

const NOT_OURS = 'a generator reads its own namespace only; leave the namespace out';

/** `check` speaks once the whole spec is well formed. */
function ruleOf(check: () => readonly Complaint[]): Rule<unknown> {
  return { reads: ['spec'], check };
}

/** What is wrong with a generator of a namespace. */
export function judgeGenerator(kind: GeneratorKind, shaped: Shaped): readonly Finding[] {
  const { object, malformed, checks } = shaped;
  const schema = GENERATORS[kind];
  const spec = fitting(schema, object)?.spec;
  if (spec === undefined) {
    return [];
  }
  const metadata = object['metadata'];
  const own = isObject(metadata) ? textAt(metadata, 'namespace') : '';
  const rules = [
    ruleOf(() => generatorComplaints(kind, spec, 'spec', checks)),
    ruleOf(() =>
      findSelectors(schema.properties?.['spec'] ?? {}, spec, 'spec').flatMap((selector) =>
        foreignNamespace(selector, own, NOT_OURS),
      ),
    ),
  ];
  return applyRules(rules, object, malformed);
}

/** What is wrong with a ClusterGenerator: its kind and its settings belong together (eso.md 1.8). */
export function judgeClusterGenerator({ object, malformed, checks }: Shaped): readonly Finding[] {
  const body = fitting(CLUSTER_GENERATOR, object);
  if (body === undefined) {
    return [];
  }
  const { kind, generator } = body.spec;
  const member = GENERATOR_MEMBERS[kind];
  const root = `spec.generator.${member}`;
  const spec = generator[member];
  const message = `when kind is ${kind}, ${member} must be set`;
  const rule = ruleOf(() =>
    spec === undefined
      ? [{ id: 'SPA-G002', path: 'spec.generator', message }]
      : generatorComplaints(kind, spec, root, checks),
  );
  return applyRules([rule], object, malformed);
}
