// The house rules that a machine can hold: who imports whom, no ambient time, chance or environment, no classes.
import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const surfaces = readdirSync(join(import.meta.dirname, 'spec'))

/** Folder (or file) -> what it may import of this repository. Each may import itself. ARCHITECTURE.md says why. */
const mayImport = {
  'server/model': ['generated/errors.ts'],
  'server/storage': ['server/model'],
  'server/outside': ['server/model'],
  'server/identity': [
    'server/model',
    'server/storage',
    'server/outside',
    'server/context.ts',
    'server/request-context.ts',
  ],
  'server/sandbox': ['server/identity', 'server/model', 'server/storage', 'server/outside', 'server/context.ts'],
  // It is a server with other handlers.
  'server/mock': ['server', 'generated'],
  'server/operations': ['server/identity', 'server/model', 'server/storage', 'server/outside', 'server/context.ts'],
  'server/pages': ['server/model', 'generated'],
  'server/surfaces': [
    'server/sandbox',
    'server/operations',
    'server/identity',
    'server/model',
    'server/pages',
    'server/context.ts',
    'server/request-context.ts',
    'generated',
  ],
  'server/backend': ['server/http', 'server/outside', 'server/model', 'server/request-context.ts', 'generated'],
  'server/http': ['server/model', 'server/request-context.ts', 'generated'],
  'server/request-context.ts': [],
  'server/config.ts': [
    'server/model',
    'server/config-addresses.ts',
    'server/config-project.ts',
    'server/config-providers.ts',
  ],
  'server/config-addresses.ts': ['server/model'],
  'server/config-project.ts': ['server/model', 'server/config-addresses.ts'],
  'server/config-providers.ts': ['server/model', 'server/config-addresses.ts'],
  client: ['generated'],
  console: [],
  'contract-tests': ['client', 'generated'],
  testing: ['server/open-sandbox.ts', 'generated'],
  // The server's checks are compiled with the rest, and are to be called by it.
  spec: [
    'server/http/checks.ts',
    'server/http/document.ts',
    'server/http/evaluate-checks.ts',
    'server/model/free-form.ts',
    'server/model/once.ts',
    'generated',
  ],
  examples: ['client', 'contract-tests', 'generated'],
  scripts: ['server', 'contract-tests', 'spec', 'tests', 'generated'],
  bench: ['server', 'scripts', 'spec', 'tests', 'generated'],
}

const within = (file, folder) => file === folder || file.startsWith(`${folder}/`)
const surfaceOf = (file) => surfaces.find((surface) => within(file, `server/surfaces/${surface}`))

/** Why `file` may not import `other`; undefined when it may. Both are paths in this repository. */
const crossing = (file, other) => {
  const layer = Object.keys(mayImport).find((folder) => within(file, folder))
  if (!layer) return undefined
  if (surfaceOf(file) && surfaceOf(other) && surfaceOf(file) !== surfaceOf(other)) {
    return 'What two surfaces share goes down into server/identity.'
  }
  const allowed = [layer, ...mayImport[layer]]
  return allowed.some((folder) => within(other, folder)) ? undefined : `${layer} may import ${allowed.join(', ')}.`
}

/** The table above as a rule. Imports here carry their file's ending, so a path needs no resolver. */
const layers = {
  meta: { type: 'problem', schema: [], messages: { crossing: '{{other}} must not be imported here. {{reason}}' } },
  create: (context) => {
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return
      const other = relative(import.meta.dirname, join(dirname(context.filename), source.value))
      const reason = crossing(relative(import.meta.dirname, context.filename), other)
      if (reason) context.report({ node: source, messageId: 'crossing', data: { other, reason } })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}

/**
 * What has one place: who uses a thing up, or begins a session, asks there. A name -> the files that may import it.
 */
const onlyThere = {
  insertSession: ['identity/sessions/sessions.ts'],
  insertAdminSession: ['identity/administration/project-admin.ts'],
  insertRefreshToken: ['identity/sessions/sessions.ts'],
  useRefreshToken: ['identity/sessions/refresh.ts'],
  useRefreshTokenOfSession: ['identity/sessions/refresh.ts'],
  keepRefreshToken: ['identity/sessions/refresh.ts'],
  // After a sign-in of any kind, and for whoever is new and has no factor yet.
  startSession: ['identity/sign-in/sign-in.ts', 'identity/people/sign-up.ts', 'sandbox/people.ts'],
  replaceSession: ['identity/passwords/change-password.ts'],
  // The page of one's own account, the sign-in page, and all operations.
  provePassword: ['identity/sign-in/own-page.ts', 'identity/sign-in/hosted-sign-in.ts'],
  provePasswordFirst: ['identity/sign-in/sign-in-steps.ts'],
  passSecondFactor: [
    'identity/sign-in/own-page.ts',
    'identity/sign-in/hosted-sign-in.ts',
    'identity/sign-in/sign-in-steps.ts',
  ],
  // Of a sign-in, of a fresh proof, and of an app that is added or taken away.
  useSecondFactor: [
    'identity/sign-in/second-step.ts',
    'identity/factors/fresh-proof.ts',
    'identity/factors/authenticator-apps.ts',
  ],
  useTotpStep: ['identity/factors/second-factor.ts'],
  useBackupCode: ['identity/factors/second-factor.ts'],
  usePasskey: ['identity/factors/passkey-proof.ts'],
  insertCode: ['identity/authorization/authorization-codes.ts'],
  useCode: ['identity/authorization/authorization-codes.ts'],
  redeemCode: ['identity/authorization/grants.ts'],
  redeemCodeFor: ['identity/sign-in/sign-in-steps.ts'],
  insertDeviceCode: ['identity/authorization/device-codes.ts'],
  useDeviceCode: ['identity/authorization/device-codes.ts'],
  insertToken: [
    'identity/proofs/one-time-proofs.ts',
    'identity/sign-in/tickets.ts',
    'identity/factors/remembered-devices.ts',
    'identity/providers/link-by-code.ts',
  ],
  useToken: [
    'identity/proofs/one-time-proofs.ts',
    'identity/sign-in/second-step.ts',
    'identity/providers/link-by-code.ts',
  ],
}

/** The table above as a rule. */
const places = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }],
    messages: { elsewhere: '{{name}} belongs to {{files}}, below server.' },
  },
  create: (context) => {
    const [table] = context.options
    const file = relative(join(import.meta.dirname, 'server'), context.filename)
    const check = (node, name) => {
      const files = Object.hasOwn(table, name) ? table[name] : undefined
      if (!files || files.includes(file)) return
      context.report({ node, messageId: 'elsewhere', data: { name, files: files.join(', ') } })
    }
    return {
      ImportSpecifier: (node) => check(node, node.imported.name),
      'ExportNamedDeclaration[source] > ExportSpecifier': (node) => check(node, node.local.name),
    }
  },
}

const ambient = 'Time, chance and the environment come from the context: only server/outside and server/config.ts ask.'

/** Imports that a path alone cannot tell: packages, and what may be imported as a type only. */
const imports = ({ packages = [], types = [] }) => [
  'error',
  {
    paths: [
      ...['node:crypto', 'crypto'].map((name) => ({ name, message: ambient })),
      ...['node:process', 'process'].map((name) => ({ name, importNames: ['env'], message: ambient })),
      ...packages.map((name) => ({ name, message: `${name} belongs to server/http.` })),
    ],
    patterns: types.map(({ regex, message }) => ({ regex, message, allowTypeImports: true })),
  },
]

const typesOf = (folder) => ({ regex: `(^|/)${folder}/`, message: `Only types of ${folder}/ may be imported here.` })
const contextType = { regex: '/context\\.ts$', message: 'context.ts has types only.' }

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }
const noClassBut = (name) => {
  const message = `No class except ${name}: use functions and plain data.`
  return [
    { selector: `ClassDeclaration[id.name!="${name}"]`, message },
    { selector: 'ClassExpression', message },
  ]
}
const noClasses = noClassBut('Failure')
const noAmbientDates = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: ambient },
  { selector: 'CallExpression[callee.name="Date"]', message: ambient },
]

const noSharedHooks = {
  selector: 'Program > ExpressionStatement CallExpression[callee.name=/^(before|after)(All|Each)$/]',
  message:
    'Files of tests share this module, and its hooks would be those of the first alone: have the test call them.',
}

const noAmbientProperties = [
  { object: 'Math', property: 'random', message: ambient },
  { object: 'process', property: 'env', message: ambient },
]

const tests = ['tests/**', '**/*.test.ts', '**/*-for-tests.ts', '**/global-setup.ts']

export default defineConfig(
  { ignores: ['generated/', 'node_modules/', 'coverage/', '.data/', '.tools/', 'dist/', 'server/pages/assets/'] },
  {
    files: ['console/**/*.js'],
    plugins: { house: { rules: { layers } } },
    rules: {
      'house/layers': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_$' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { house: { rules: { layers, places } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'house/layers': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, ...noClasses],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // Express 5 and node:http take the promise of a handler.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // The compiler says it already (noUnusedLocals, noUnusedParameters).
      '@typescript-eslint/no-unused-vars': 'off',
      eqeqeq: 'error',
    },
  },

  {
    files: ['server/**/*.ts', 'client/**/*.ts'],
    ignores: ['server/outside/**', 'server/config.ts', 'server/cli/**', ...tests],
    rules: {
      'no-restricted-globals': ['error', { name: 'crypto', message: ambient }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: ambient },
        ...noAmbientProperties,
      ],
      'no-restricted-syntax': ['error', noDefaultExport, ...noClasses, ...noAmbientDates],
      '@typescript-eslint/no-restricted-imports': imports({}),
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: tests,
    rules: { 'house/places': ['error', onlyThere] },
  },
  // Users of a client ask for its errors by `instanceof`.
  {
    files: ['client/backend-error.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noClassBut('BackendError'), ...noAmbientDates] },
  },
  // Node takes classes for the requests and answers that it makes.
  {
    files: ['server/http/listen.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noClassBut('Message'), ...noAmbientDates] },
  },
  // Whoever receives a webhook has no context of ours, and what it compares is the time of day.
  {
    files: ['client/webhooks.ts'],
    rules: { 'no-restricted-properties': ['error', ...noAmbientProperties] },
  },
  {
    files: ['server/model/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports({ packages: ['express'], types: [typesOf('generated')] }),
    },
  },
  {
    files: ['server/storage/**/*.ts', 'server/pages/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': imports({ packages: ['express'] }) },
  },
  {
    files: ['server/{identity,sandbox,operations}/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports({
        packages: ['express'],
        types: [
          contextType,
          {
            // Pure functions; whatever has a state or asks the machine comes by the context.
            regex:
              '/outside/(?!secrets\\.ts|jwt\\.ts|client-jwt\\.ts|dpop-proof\\.ts|totp\\.ts|passkeys\\.ts|password-strength\\.ts|mail-templates\\.ts|mail-html\\.ts|filled-words\\.ts|webhook-signature\\.ts)',
            message:
              'Only types, or the pure functions of secrets, jwt, client-jwt, dpop-proof, totp, passkeys, password-strength, mail-templates, mail-html, filled-words and webhook-signature.',
          },
        ],
      }),
    },
  },
  {
    files: ['server/surfaces/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': imports({ packages: ['express'], types: [contextType] }) },
  },
  {
    files: ['server/context.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports({
        types: [{ regex: '.', message: 'context.ts has types only.' }],
      }),
    },
  },

  // The world that a contract test runs against is the one place where the suite meets the server.
  {
    files: ['contract-tests/harness/{targets/{in-process,target},seeds/{seed-words,world}}.ts'],
    rules: { 'house/layers': 'off' },
  },
  {
    files: tests,
    ignores: ['contract-tests/**'],
    rules: { 'house/layers': 'off' },
  },
  {
    files: ['**/*-for-tests.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noClasses, noSharedHooks] },
  },
  // Their tools read these as default exports.
  {
    files: ['**/*.config.ts', '**/*global-setup.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noClasses] },
  },
  // Vitest makes the order of files by the class that it is handed.
  {
    files: ['contract-tests/cli/order.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noClassBut('LongestFirst')] },
  },
  // The runner of the tests takes the class that this exports.
  {
    files: ['contract-tests/harness/runner/in-words.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // What somebody else's package is.
  {
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
