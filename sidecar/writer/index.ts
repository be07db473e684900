export { checkDrift } from './drift.ts';
export { createElections } from './elections.ts';
export { createReporter, type Reporter, silentReporter } from './reporter.ts';
export { whileLeading } from './while-leading.ts';
