/** What injection finds beyond the annotations' own words; docs/reference/findings.md says of each what to do. */
export const INJECTION_FINDINGS = {
  skipped: 'SPA-I001',
  mountPathTaken: 'SPA-I002',
  unknownContainer: 'SPA-I003',
  processesApart: 'SPA-I004',
  processesOfOthers: 'SPA-I005',
  variableTaken: 'SPA-I006',
  patchDoesNotApply: 'SPA-I007',
  rightsMissing: 'SPA-I008',
} as const satisfies Readonly<Record<string, string>>;
