export { isNamespaceAllowed, needsNamespaceLabels } from './store-access.ts';
