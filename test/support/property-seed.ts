import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a change is judged by what it changes. PROPERTY_SEED=random, or a
 * number, draws others: that is how to look for what nobody has thought of (CONTRIBUTING).
 */
const asked = process.env['PROPERTY_SEED'] ?? '20261124';

if (asked !== 'random') {
  fc.configureGlobal({ seed: Number(asked) });
}
