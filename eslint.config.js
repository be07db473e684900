import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const noEnv = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only a main.ts reads the environment; take a typed config instead.',
};
const noExit = {
  selector: 'CallExpression[callee.object.name="process"][callee.property.name="exit"]',
  message: 'Only a main.ts ends the process; throw or return instead.',
};
const noReveal = {
  selector: 'CallExpression[callee.property.name="reveal"]',
  message: 'Secret bytes are revealed only where they are transformed, rendered, written or sent.',
};
const staticLogMessage = {
  selector:
    'CallExpression[callee.property.name=/^(debug|info|warn|error)$/][callee.object.name=/^log$/] > TemplateLiteral.arguments:first-child[expressions.length>0], CallExpression[callee.property.name=/^(debug|info|warn|error)$/][callee.object.property.name=/^log$/] > TemplateLiteral.arguments:first-child[expressions.length>0]',
  message: 'A log message is constant; what varies goes in the fields.',
};
const nodeProtocol = builtinModules
  .filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
  .map((name) => ({ name, message: `Import node:${name}.` }));

export default defineConfig(
  { ignores: ['dist/', 'coverage/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      curly: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      'no-nested-ternary': 'error',
      'no-else-return': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': ['error', { paths: nodeProtocol }],
      'no-restricted-syntax': ['error', noEnv, noExit, noReveal, staticLogMessage],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/promise-function-async': 'error',
      '@typescript-eslint/require-await': 'off', // async fakes need no await; the rule above wants async
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/strict-boolean-expressions': 'error',
      '@typescript-eslint/no-empty-function': [
        'error',
        { allow: ['asyncMethods', 'arrowFunctions'] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'default', format: ['camelCase'], leadingUnderscore: 'allow' },
        {
          selector: 'variable',
          modifiers: ['const', 'global'],
          format: ['camelCase', 'UPPER_CASE'],
        },
        { selector: 'import', format: ['camelCase', 'PascalCase', 'UPPER_CASE'] },
        { selector: 'typeLike', format: ['PascalCase'] },
        {
          selector: ['objectLiteralProperty', 'objectLiteralMethod', 'typeProperty'],
          format: null,
        },
      ],
    },
  },
  { files: ['*/main.ts'], rules: { 'no-restricted-syntax': ['error', staticLogMessage] } },
  {
    // Where secret bytes may be looked at: the pipeline, the backends' wire, and the writers.
    files: [
      'core/sync/**',
      'core/template/**',
      'core/provider/**',
      'core/kube/secret.ts',
      'sidecar/volume/**',
    ],
    rules: { 'no-restricted-syntax': ['error', noEnv, noExit, staticLogMessage] },
  },
  {
    files: ['test/**', 'deploy/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off', // chai
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['*.js', '.*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
