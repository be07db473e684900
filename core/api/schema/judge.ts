import type { ExternalSecretSpec } from '../external-secret.ts';
import type { Finding } from '../finding.ts';
import { isGeneratorKind } from '../generator/index.ts';
import type { PushSecretSpec } from '../push-secret.ts';
import { EXTERNAL_SECRET_RULES } from '../rule/external-secret.ts';
import { labelSelectorComplaints } from '../rule/label-selector.ts';
import { NAMESPACE_CHOICE_RULES } from '../rule/namespace-choice.ts';
import { PUSH_SECRET_RULES } from '../rule/push-secret.ts';
import { applyRules, applyWithin, type TextChecks } from '../rule/rule.ts';
import { STORE_RULES, storeTextRules } from '../rule/store.ts';
import { externalSecretTextRules, pushSecretTextRules } from '../rule/text.ts';
import { structureOf } from '../structural/body.ts';
import {
  CLUSTER_EXTERNAL_SECRET,
  CLUSTER_PUSH_SECRET,
  EXTERNAL_SECRET,
  PUSH_SECRET,
  SECRET_STORE,
} from '../structural/generated.ts';
import { OBJECT_META } from '../structural/object-meta.ts';
import { judgeClusterGenerator, judgeGenerator } from './judge-generator.ts';
import { fitting, type Shaped } from './shaped.ts';

type Judge = (shaped: Shaped) => readonly Finding[];

function judgeExternalSecretSpec(
  spec: ExternalSecretSpec,
  malformed: readonly Finding[],
  checks: TextChecks,
): readonly Finding[] {
  return applyRules(
    [...EXTERNAL_SECRET_RULES, ...externalSecretTextRules(checks)],
    spec,
    malformed,
  );
}

function judgePushSecretSpec(
  spec: PushSecretSpec,
  malformed: readonly Finding[],
  checks: TextChecks,
): readonly Finding[] {
  return applyRules([...PUSH_SECRET_RULES, ...pushSecretTextRules(checks)], spec, malformed);
}

const judgeStore: Judge = ({ info, object, malformed, checks }) => {
  const body = fitting(SECRET_STORE, object);
  const metadata = fitting(OBJECT_META, object['metadata'] ?? {});
  if (body === undefined || metadata === undefined) {
    return [];
  }
  const kind = info.namespaced ? 'SecretStore' : 'ClusterSecretStore';
  return applyRules(
    [...STORE_RULES, ...storeTextRules(checks)],
    { kind, metadata, spec: body.spec },
    malformed,
  );
};

const judgeExternalSecret: Judge = ({ object, malformed, checks }) => {
  const body = fitting(EXTERNAL_SECRET, object);
  return body === undefined ? [] : judgeExternalSecretSpec(body.spec, malformed, checks);
};

const judgePushSecret: Judge = ({ object, malformed, checks }) => {
  const body = fitting(PUSH_SECRET, object);
  return body === undefined ? [] : judgePushSecretSpec(body.spec, malformed, checks);
};

const judgeClusterExternalSecret: Judge = ({ object, malformed, checks }) => {
  const spec = fitting(CLUSTER_EXTERNAL_SECRET, object)?.spec;
  return spec === undefined
    ? []
    : [
        ...applyRules(NAMESPACE_CHOICE_RULES, spec, malformed),
        ...applyWithin('spec.externalSecretSpec', 'spec', malformed, (inside) =>
          judgeExternalSecretSpec(spec.externalSecretSpec, inside, checks),
        ),
      ];
};

const judgeClusterPushSecret: Judge = ({ object, malformed, checks }) => {
  const spec = fitting(CLUSTER_PUSH_SECRET, object)?.spec;
  return spec === undefined
    ? []
    : [
        ...applyRules(NAMESPACE_CHOICE_RULES, spec, malformed),
        ...applyWithin('spec.pushSecretSpec', 'spec', malformed, (inside) =>
          judgePushSecretSpec(spec.pushSecretSpec, inside, checks),
        ),
      ];
};

const JUDGES: Readonly<Record<string, Judge>> = {
  SecretStore: judgeStore,
  ClusterSecretStore: judgeStore,
  ExternalSecret: judgeExternalSecret,
  ClusterExternalSecret: judgeClusterExternalSecret,
  PushSecret: judgePushSecret,
  ClusterPushSecret: judgeClusterPushSecret,
  ClusterGenerator: judgeClusterGenerator,
};

/** What the rules say of an object; each sees the part that fits its schema. */
export function judge(shaped: Shaped): readonly Finding[] {
  const { info, object, malformed } = shaped;
  const byKind = JUDGES[info.kind]?.(shaped) ?? [];
  const generated = isGeneratorKind(info.kind) ? judgeGenerator(info.kind, shaped) : [];
  const labels = {
    reads: [],
    check: () => labelSelectorComplaints(structureOf(info), object),
  };
  return [...byKind, ...generated, ...applyRules([labels], object, malformed)];
}
