import type { SecretTemplate } from '../../api/index.ts';
import { AppError } from '../../runtime/index.ts';

const SERVICE_ACCOUNT_TOKEN = 'kubernetes.io/service-account-token';
const SERVICE_ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const BOOTSTRAP_TOKEN = 'bootstrap.kubernetes.io/token';

function refuse(problem: string): never {
  throw new AppError('SPEC_INVALID', `spec.target.template: ${problem} is not allowed`);
}

/**
 * Refuses the types with which a Secret would become a credential of the cluster itself. Admission says so too; this is for
 * objects older than it (eso.md 2.2, CVE-2026-42876).
 */
export function checkTemplateType(template: SecretTemplate): void {
  if (template.type === BOOTSTRAP_TOKEN) {
    refuse(`template.type="${BOOTSTRAP_TOKEN}"`);
  }
  if (template.type !== SERVICE_ACCOUNT_TOKEN) {
    return;
  }
  if (SERVICE_ACCOUNT_NAME in template.metadata.annotations) {
    refuse(`template.type="${SERVICE_ACCOUNT_TOKEN}" with annotation "${SERVICE_ACCOUNT_NAME}"`);
  }
  if (template.templateFrom.some(({ target }) => target.toLowerCase() === 'annotations')) {
    refuse(`template.type="${SERVICE_ACCOUNT_TOKEN}" with templateFrom target="Annotations"`);
  }
}
