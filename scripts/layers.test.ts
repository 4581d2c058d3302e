// The house rules bite: each line is a file that must not pass, or one that must.
import { readFileSync } from 'node:fs'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = `${import.meta.dirname}/..`

// Without types: the rules tried here do not need them, and the files tried here do not exist.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' },
  },
})

const faultsOf = async (file: string, text: string): Promise<(string | null)[]> => {
  const [result] = await eslint.lintText(text, { filePath: `${root}/${file}` })
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message)
}

const paths = 'house/layers'
const imports = '@typescript-eslint/no-restricted-imports'
const syntax = 'no-restricted-syntax'
const ambient = 'no-restricted-properties'
const places = 'house/places'

const refused: [file: string, text: string, rule: string][] = [
  ['server/model/new.ts', `export { users } from '../storage/users.ts'`, paths],
  ['server/model/new.ts', `export { errors } from '../../generated/errors.ts'`, imports],
  ['server/model/new.ts', `export type { Context } from '../context.ts'`, paths],
  ['server/storage/new.ts', `export * from '../identity/sign-in/sign-in.ts'`, paths],
  ['server/storage/new.ts', `export type { Context } from '../context.ts'`, paths],
  ['server/identity/new.ts', `export * from '../surfaces/handle.ts'`, paths],
  ['server/identity/new.ts', `export type { Wire } from '../../generated/operations.ts'`, paths],
  ['server/identity/new.ts', `import express from 'express'; export const app = express()`, imports],
  ['server/identity/new.ts', `export { createClock } from '../outside/clock.ts'`, imports],
  ['server/surfaces/account/new.ts', `export * from '../../storage/users.ts'`, paths],
  ['server/surfaces/oauth/new.ts', `export * from '../account/index.ts'`, paths],
  ['server/surfaces/account/new.ts', `export const later = () => import('../oauth/discovery.ts')`, paths],
  ['server/surfaces/new.ts', `export * from '../storage/users.ts'`, paths],
  ['server/surfaces/account/new.ts', `export type { Clock } from '../../outside/clock.ts'`, paths],
  ['server/surfaces/account/new.ts', `import express from 'express'; export const app = express()`, imports],
  ['server/http/new.ts', `export * from '../storage/users.ts'`, paths],
  ['server/http/new.ts', `export * from '../surfaces/account/views.ts'`, paths],
  ['server/http/new.ts', `export * from '../surfaces/account/index.ts'`, paths],
  ['server/http/new.ts', `export type { Context } from '../context.ts'`, paths],
  ['server/outside/new.ts', `export * from '../identity/sign-in/sign-in.ts'`, paths],
  ['server/identity/people/new.ts', `export * from '../../sandbox/sandbox.ts'`, paths],
  ['server/operations/new.ts', `export * from '../surfaces/account/index.ts'`, paths],
  ['server/pages/new.ts', `export * from '../identity/sign-in/sign-in.ts'`, paths],
  ['server/context.ts', `export { createClock } from './outside/clock.ts'`, imports],
  ['client/new.ts', `export type { Context } from '../server/context.ts'`, paths],
  ['spec/generate/new.ts', `export * from '../../server/http/contract.ts'`, paths],
  ['scripts/new.ts', `export * from '../bench/load.ts'`, paths],
  ['bench/new.ts', `export * from '../contract-tests/cli/conform.ts'`, paths],
  ['console/new.js', `export * from '../client/webhooks.ts'`, paths],
  ['contract-tests/account/new.test.ts', `export * from '../../server/identity/sign-in/sign-in.ts'`, paths],
  ['server/identity/new.ts', `import { insertSession } from '../storage/sessions.ts'; insertSession()`, places],
  ['server/cli/new.ts', `import { startSession as start } from '../identity/sessions/sessions.ts'; start()`, places],
  ['server/identity/new.ts', `export { useCode } from '../storage/authorization-codes.ts'`, places],
  ['server/identity/new.ts', `export const now = () => Date.now()`, ambient],
  ['server/identity/new.ts', `export const chance = () => Math.random()`, ambient],
  ['server/http/new.ts', `export const port = process.env.PORT`, ambient],
  ['server/http/new.ts', `import { env } from 'node:process'; export const port = env.PORT`, imports],
  ['server/identity/new.ts', `export const now = () => new Date()`, syntax],
  ['server/storage/new.ts', `import { randomUUID } from 'node:crypto'; export const id = randomUUID()`, imports],
  ['server/identity/new.ts', `export const id = () => crypto.randomUUID()`, 'no-restricted-globals'],
  ['server/identity/new.ts', `export class UserService {}`, syntax],
  ['client/new.ts', `export class BackendError extends Error {}`, syntax],
  ['client/backend-error.ts', `export class BackendClient {}`, syntax],
  ['client/backend-error.ts', `export const now = () => new Date()`, syntax],
  ['server/identity/new.ts', `export default 1`, syntax],
  ['server/identity/new.ts', `export const first = (list: any) => list[0]`, '@typescript-eslint/no-explicit-any'],
]

const accepted: [file: string, text: string][] = [
  ['server/model/new.ts', `export type { ErrorCode } from '../../generated/errors.ts'`],
  ['server/model/failure.ts', `export class Failure extends Error {}`],
  ['server/storage/new.ts', `export type { User } from '../model/user.ts'`],
  ['server/identity/new.ts', `export * from '../storage/users.ts'`],
  ['server/identity/new.ts', `export { sha256 } from '../outside/secrets.ts'`],
  ['server/identity/new.ts', `export type { Clock } from '../outside/clock.ts'`],
  ['server/identity/new.ts', `export const at = (ms: number) => new Date(ms).toISOString()`],
  ['server/surfaces/account/new.ts', `export * from '../../identity/sign-in/sign-in.ts'`],
  ['server/surfaces/account/new.ts', `export type { Wire } from '../../../generated/operations.ts'`],
  ['server/surfaces/oauth/new.ts', `export * from '../handle.ts'`],
  ['server/http/new.ts', `export type { Spoken } from '../request-context.ts'`],
  ['server/outside/new.ts', `import { randomUUID } from 'node:crypto'; export const id = randomUUID()`],
  ['server/cli/new.ts', `export * from '../identity/sign-in/sign-in.ts'; export const port = process.env.PORT`],
  ['server/identity/new.test.ts', `export * from '../http/contract.ts'; export const now = Date.now()`],
  ['client/backend-error.ts', `export class BackendError extends Error {}`],
  ['client/new.ts', `export type { paths } from '../generated/schema.ts'`],
  ['contract-tests/harness/seeds/seeds.ts', `export * from '../../server/storage/users.ts'`],
]

/** What has one place, and which. */
const onlyThere = async (): Promise<[name: string, files: string[]][]> => {
  const config = (await eslint.calculateConfigForFile(`${root}/server/identity/new.ts`)) as {
    rules: { [places]: [unknown, Record<string, string[]>] }
  }
  return Object.entries(config.rules[places][1])
}

describe('what has one place', () => {
  it('is imported there under its name', async () => {
    const table = await onlyThere()
    expect(table.length).toBeGreaterThan(15)
    const missing = table.flatMap(([name, files]) =>
      files
        .filter((file) => !new RegExp(`\\b${name}\\b`).test(readFileSync(`${root}/server/${file}`, 'utf8')))
        .map((file) => `${name} in ${file}`),
    )
    expect(missing).toEqual([])
  })
})

describe('the layers', () => {
  it.each(refused)('refuse in %s: %s', async (file, text, rule) => {
    expect(await faultsOf(file, text)).toContain(rule)
  })

  it.each(accepted)('let %s: %s', async (file, text) => {
    expect(await faultsOf(file, text)).toEqual([])
  })
})
