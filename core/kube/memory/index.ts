export { createMemoryApi } from './api.ts';
export { applyJsonPatch } from './json-patch.ts';
export type { Admission, AdmissionReview, Schemas } from './gate.ts';
