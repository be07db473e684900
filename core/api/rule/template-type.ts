import type { ExternalSecretSpec, SecretTemplate } from '../external-secret.ts';
import { quote } from '../quote.ts';
import type { Complaint, Rule } from './rule.ts';

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
const TOKEN_ANNOTATION = 'kubernetes.io/service-account.name';
const BOOTSTRAP_TYPE = 'bootstrap.kubernetes.io/token';
const TYPE_PATH = 'spec.target.template.type';

/** A Secret of these types would mint a credential of the cluster's own (CVE-2026-42876). */
function checkType(template: SecretTemplate): readonly Complaint[] {
  if (template.type === BOOTSTRAP_TYPE) {
    const message = `template.type="${BOOTSTRAP_TYPE}" is not allowed`;
    return [{ id: 'SPA-E013', path: TYPE_PATH, message }];
  }
  if (template.type !== TOKEN_TYPE) {
    return [];
  }
  const complaints: Complaint[] = [];
  if (TOKEN_ANNOTATION in template.metadata.annotations) {
    const message = `template.type="${TOKEN_TYPE}" with annotation "${TOKEN_ANNOTATION}" is not allowed`;
    complaints.push({ id: 'SPA-E011', path: TYPE_PATH, message });
  }
  if (template.templateFrom.some(({ target }) => target.toLowerCase() === 'annotations')) {
    const message = `template.type="${TOKEN_TYPE}" with templateFrom target="Annotations" is not allowed`;
    complaints.push({ id: 'SPA-E012', path: TYPE_PATH, message });
  }
  return complaints;
}

function checkTargets(template: SecretTemplate): readonly Complaint[] {
  return template.templateFrom.flatMap(({ target }, index) =>
    ['data', 'annotations', 'labels'].includes(target.toLowerCase())
      ? []
      : [
          {
            id: 'SPA-E014',
            path: `spec.target.template.templateFrom[${index}].target`,
            message: `templateFrom target=${quote(target)} is not allowed when targeting a Secret, must be one of "Data", "Annotations" or "Labels"`,
          },
        ],
  );
}

export const templateTypeRules: readonly Rule<ExternalSecretSpec>[] = [
  {
    reads: ['spec.target'],
    check: ({ target: { template, manifest } }) =>
      template === undefined || manifest !== undefined
        ? []
        : [...checkType(template), ...checkTargets(template)],
  },
];
