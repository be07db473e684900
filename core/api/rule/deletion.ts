import type { ExternalSecretSpec, ExternalSecretTarget } from '../external-secret.ts';
import type { Complaint, Rule } from './rule.ts';

const PATH = 'spec.target.deletionPolicy';

function checkDelete({ creationPolicy }: ExternalSecretTarget): readonly Complaint[] {
  if (creationPolicy === 'Owner') {
    return [];
  }
  if (creationPolicy === 'Orphan') {
    // ESO lets this in and fails at the first deletion (eso.md 2.2).
    const message =
      'deletionPolicy=Delete works only with creationPolicy=Owner; with Orphan the Secret could never be deleted';
    return [{ id: 'SPA-E005', path: PATH, message }];
  }
  const message =
    "deletionPolicy=Delete must not be used when the controller doesn't own the secret. Please set creationPolicy=Owner";
  return [{ id: 'SPA-E004', path: PATH, message }];
}

const deletion: Rule<ExternalSecretSpec> = {
  reads: ['spec.target.creationPolicy', 'spec.target.deletionPolicy'],
  check({ target }) {
    if (target.deletionPolicy === 'Delete') {
      return checkDelete(target);
    }
    const message =
      'deletionPolicy=Merge must not be used with creationPolicy=None. There is no Secret to merge with';
    return target.deletionPolicy === 'Merge' && target.creationPolicy === 'None'
      ? [{ id: 'SPA-E006', path: PATH, message }]
      : [];
  },
};

export const deletionRules = [deletion];
