import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import type { Environment } from '../../../server/model/environment.ts'
import { policies } from '../../../server/model/policies.ts'
import { type TestServer, newEmail, password, startServer } from '../../server-for-tests.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { contextFor } from '../context-for-tests.ts'
import { listMailbox } from '../../../server/identity/mails/mail.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { signUpWithPassword } from '../../../server/identity/people/sign-up.ts'

let server: TestServer
let ctx: Context
let environment: Environment

beforeAll(async () => {
  server = await startServer({ HASH_QUEUE: '100', LIMITS: 'mailsOfOneKind=100/60,mailsPerMailbox=100/3600' })
  ctx = contextFor(server.world)
  const found = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  environment = { ...found, settings: { ...found.settings, requireEmailVerification: true } }
})
afterAll(() => server.close())

const join = (email: string) =>
  signUpWithPassword(ctx, policies.account, {
    environment,
    client: null,
    email,
    password,
    firstName: null,
    lastName: null,
    organizationName: null,
  })

const emails = async () => {
  const users = await ctx.db.selectFrom('users').select('email').execute()
  return users.map(({ email }) => email).sort()
}

it('makes one user and mails one proof when twenty sign up with one address at once (AC-119)', async () => {
  const before = await emails()
  const email = newEmail()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => join(n % 2 ? email : ` ${email.toUpperCase()}`)),
  )
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ kind: 'verification_required', email })]),
  )
  expect(await emails()).toEqual([...before, email].sort())
  const kinds = (await listMailbox(ctx, email)).map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'verify_email_link')).toHaveLength(1)
  expect(kinds.filter((kind) => kind === 'account_exists')).toHaveLength(19)
})

it('leaves nothing of a sign-up with a known address but the mail to its owner (AC-003)', async () => {
  const email = newEmail()
  await join(email)
  const before = await ctx.db.selectFrom('oneTimeTokens').selectAll().execute()
  const known = await emails()
  await join(email)
  expect(await emails()).toEqual(known)
  expect(await ctx.db.selectFrom('oneTimeTokens').selectAll().execute()).toEqual(before)
  expect((await listMailbox(ctx, email)).map(({ kind }) => kind)).toEqual(['account_exists', 'verify_email_link'])
})
