import stylistic from '@stylistic/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { house } from './scripts/check/lint-rules.js';

/** What the compiler does not see. Every rule here has a planted violation in test/architecture/planted. */
const correctness = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
  '@typescript-eslint/no-non-null-assertion': 'error',
  'no-console': 'error',
  'no-empty': 'error',
  'no-restricted-properties': [
    'error',
    { object: 'JSON', property: 'parse', message: 'Node may misread keys with escapes: use parseJson of #libs/kernel.' },
  ],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'prefer-const': 'error',
  'house/no-skipped-test': 'error',
  'house/no-unfinished-note': 'error',
  'house/no-unreasoned-disable': 'error',
};

/** The form is for people: one style, so that a difference between two files always means something. */
const form = {
  '@stylistic/arrow-parens': ['error', 'always'],
  '@stylistic/brace-style': ['error', '1tbs', { allowSingleLine: true }],
  '@stylistic/comma-dangle': ['error', 'always-multiline'],
  '@stylistic/comma-spacing': 'error',
  '@stylistic/eol-last': 'error',
  '@stylistic/indent': ['error', 2, { SwitchCase: 1, flatTernaryExpressions: true, ignoredNodes: ['TemplateLiteral *'] }],
  '@stylistic/key-spacing': 'error',
  '@stylistic/keyword-spacing': 'error',
  '@stylistic/max-len': ['error', { code: 130, ignoreUrls: true, ignoreRegExpLiterals: true }],
  '@stylistic/member-delimiter-style': ['error', { singleline: { delimiter: 'semi' } }],
  '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxBOF: 0, maxEOF: 0 }],
  '@stylistic/no-trailing-spaces': 'error',
  '@stylistic/object-curly-spacing': ['error', 'always'],
  '@stylistic/quote-props': ['error', 'as-needed'],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
  '@stylistic/semi': 'error',
  '@stylistic/space-before-blocks': 'error',
  '@stylistic/space-infix-ops': 'error',
  '@stylistic/type-annotation-spacing': 'error',
};

const PLANTED = 'test/architecture/planted/**';

/** A test that reads the first row of an empty answer fails anyway, and says where. */
const tests = ['**/*.spec.ts', 'test/**', 'services/*/test/**', 'libs/*/test/**', 'libs/testing/**'];

/** Programs that a person starts speak to the terminal; a service speaks through its logger. */
const programs = ['bin/**', 'bench/**', 'deploy/**', 'faults/**', 'fuzz/**', 'scripts/**', 'examples/**', 'libs/embedded/**'];
const onTheTerminal = [...programs, '**/main.ts', '**/*.cli.ts', '**/*.config.{js,ts}'];

/** What these read the project has written itself, with no escape in a key. What the fuzzer sends has many. */
const readersOfOwnJson = ['libs/kernel/src/parse-json.ts', ...tests, ...programs];

export default defineConfig([
  globalIgnores(['dist', '.pulse', 'coverage', '**/generated/!(*.spec).ts', PLANTED]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, plugins: { '@stylistic': stylistic, house } },
  { files: ['**/*.{js,mjs}'], rules: { ...form, eqeqeq: 'error', 'prefer-const': 'error', 'no-empty': 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...correctness,
      ...form,
      // Nest's modules are classes without a body, and a marker is a class without members.
      '@typescript-eslint/no-extraneous-class': 'off',
      // A function that may be asynchronous is allowed to say so.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // The compiler's noUnusedLocals and noUnusedParameters say the same.
      '@typescript-eslint/no-unused-vars': 'off',
    },
  },
  { files: tests, ignores: [PLANTED], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: readersOfOwnJson, ignores: [PLANTED, 'fuzz/**'], rules: { 'no-restricted-properties': 'off' } },
  { files: onTheTerminal, rules: { 'no-console': 'off' } },
]);
