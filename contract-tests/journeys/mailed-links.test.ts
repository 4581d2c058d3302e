import { expect } from 'vitest'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, demo } from '../harness/fixtures/people.ts'

const asked = { client_id: demo.clientId, email: alice.email }
const queued = { status: 202, example: 'mail_queued' } as const

journey('a magic link signs in, once', async (step, { seeds }) => {
  const signedUp = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  await step('account.sendMagicLink', { body: asked }, queued)
  const retired = (await seeds.mail(alice.email, 'magic_link')).token ?? 'example'
  await seeds.wait(60)
  await step('account.sendMagicLink', { body: asked }, queued)
  const token = (await seeds.mail(alice.email, 'magic_link')).token ?? 'example'

  await step('account.signInWithToken', { body: { token: retired } }, { error: 'invalid_link' })
  const signedIn = await step('account.signInWithToken', { body: { token } }, { status: 200, example: 'signed_in' })
  const { profile, tokens } = signedIn.body as typeof signedUp.body
  expect(profile.id).toBe(signedUp.body.profile.id)
  await step('account.me', { bearer: tokens.access_token }, { status: 200, example: 'profile' })
  await step(
    'account.refresh',
    { body: { refresh_token: tokens.refresh_token } },
    { status: 200, example: 'refreshed' },
  )
  await step('account.followSignInLink', { query: { token } }, { error: 'invalid_link' })
})

journey('whoever has to prove their address does, and then signs in', async (step, { seeds, isReal }) => {
  await seeds.projectConfig({ requireEmailVerification: true })
  const pending = { status: 202, example: 'verification_pending' } as const
  await step('account.signUp', { body: asCredentials(alice) }, pending)
  await step('account.signIn', { body: asCredentials(alice) }, { error: 'email_not_verified' })
  const token = (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'

  await step(
    'account.followVerificationLink',
    { query: { token }, headers: { accept: 'text/html' } },
    { status: 200, example: 'verify_page' },
  )
  await step('account.signIn', { body: asCredentials(alice) }, { error: 'email_not_verified' })
  await step('account.verifyEmail', { body: { token } }, { status: 200, example: 'verified' })
  const signedIn = await step('account.signIn', { body: asCredentials(alice) }, { status: 200, example: 'signed_in' })
  if (isReal) expect(signedIn.body.profile.identity.email_verified).toBe(true)
  await step('account.verifyEmail', { body: { token } }, { error: 'invalid_link' })
})

journey('a reset ends all that the old password began', async (step, { seeds }) => {
  const first = await step('account.signUp', { body: asCredentials(alice) }, { status: 201, example: 'signed_up' })
  const second = await step('account.signIn', { body: asCredentials(alice) }, { status: 200, example: 'signed_in' })
  await step('account.sendPasswordReset', { body: asked }, queued)
  const token = (await seeds.mail(alice.email, 'reset_password_link')).token ?? 'example'
  const password = 'lantern paper staple'

  await step('account.resetPassword', { body: { token, password: 'password' } }, { error: 'weak_password' })
  await step('account.resetPassword', { body: { token, password } }, { status: 200, example: 'password_reset' })
  for (const { tokens } of [first.body, second.body]) {
    await step('account.me', { bearer: tokens.access_token }, { error: 'invalid_token' })
    const refresh = { body: { refresh_token: tokens.refresh_token } }
    await step('account.refresh', refresh, { error: 'invalid_refresh_token' })
  }
  await step('account.signIn', { body: asCredentials(alice) }, { error: 'invalid_credentials' })
  await step('account.signIn', { body: { ...asCredentials(alice), password } }, { status: 200, example: 'signed_in' })
  await step('account.resetPassword', { body: { token, password } }, { error: 'invalid_link' })
  await seeds.mail(alice.email, 'password_changed')
})
