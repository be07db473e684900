/** Findings about what a write would mean for what is stored already; docs/reference/findings.md explains them. */
export const PREVIEW_FINDINGS = {
  newlyRefused: 'SPA-V001',
  incomplete: 'SPA-V002',
} as const;
