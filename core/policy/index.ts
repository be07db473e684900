export { matchesLabels } from './label-selector.ts';
export { isNamespaceAllowed, type NamespaceFacts, needsNamespaceLabels } from './store-access.ts';
