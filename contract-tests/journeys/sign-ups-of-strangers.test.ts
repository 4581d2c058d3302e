// Several people sign up with one address, and only one of them reads its mail.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { journey } from '../harness/dsl/index.ts'
import { alice, asCredentials, demo, keyed } from '../harness/fixtures/people.ts'
import { ada } from '../harness/seeds/seeds.ts'

const stranger = { ...alice, password: 'the password of a stranger' }
const elsewhere = { headers: { 'user-agent': 'a browser of somebody else' } }
const signedIn = { status: 200, example: 'signed_in' } as const

journey(
  'a stranger signs up first: the code that the owner asks for brings the owner’s password, and not the stranger’s',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    await seeds.call('project.register', { ...elsewhere, body: { ...stranger, name: 'Mallory' } })
    await seeds.call('project.register', { body: { ...alice, name: 'Alice' } })
    await seeds.mail(alice.email, 'account_exists')
    await seeds.call('project.sendVerification', { body: { email: alice.email } })
    const { code } = await seeds.mail(alice.email, 'verify_email_code')
    const proof = { query: { client_type: 'mobile' as const }, body: { email: alice.email, otp: code ?? '' } }
    const verified = (await seeds.call('project.verifyEmail', proof))?.body as Wire['ProjectSession']
    expect(verified.user).toMatchObject({ emailVerified: true, profile: { name: 'Alice' } })
    expect((await seeds.call('project.signIn', { body: stranger }))?.status).toBe(401)
    expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200)
  },
)

journey(
  'a stranger signs up from elsewhere, before or after the owner: theirs is never the password that holds',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    await seeds.call('project.register', { body: alice })
    await seeds.call('project.register', { ...elsewhere, body: stranger })
    await seeds.call('project.sendVerification', { body: { email: alice.email } })
    const { code } = await seeds.mail(alice.email, 'verify_email_code')
    await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: code ?? '' } })
    expect((await seeds.call('project.signIn', { body: stranger }))?.status).toBe(401)
    expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200)
  },
)

for (const [first, second] of [
  [alice, stranger],
  [stranger, alice],
]) {
  for (const asks of [false, true]) {
    const which = `${asks ? 'the code that was asked for' : 'the code of the first sign-up'}, ${first === alice ? 'hers' : 'the stranger’s'}`
    journey(
      `of two sign-ups from one address and browser neither password holds after ${which}, and the owner is in`,
      async (_step, { seeds, isReal }) => {
        if (!isReal) return
        await seeds.projectConfig({ requireEmailVerification: true })
        for (const body of [first, second]) await seeds.call('project.register', { body: body! })
        await seeds.wait(61)
        const sent = await seeds.mail(alice.email, 'verify_email_code')
        const told = await seeds.mail(alice.email, 'account_exists')
        expect(told.text).not.toContain('nothing was changed')
        if (asks) await seeds.call('project.sendVerification', { body: { email: alice.email } })
        const { code } = asks ? await seeds.mail(alice.email, 'verify_email_code') : sent
        const proof = { query: { client_type: 'mobile' as const }, body: { email: alice.email, otp: code ?? '' } }
        const verified = (await seeds.call('project.verifyEmail', proof))?.body as Wire['ProjectSession']
        expect(verified.user).toMatchObject({ email: alice.email, emailVerified: true })
        for (const body of [stranger, alice]) {
          expect((await seeds.call('project.signIn', { body }))?.status).toBe(401)
        }
      },
    )
  }
}

journey(
  'who signs up again with their own password, after a stranger elsewhere, keeps it',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    await seeds.call('project.register', { body: alice })
    await seeds.call('project.register', { ...elsewhere, body: stranger })
    await seeds.call('project.register', { body: alice })
    const { code } = await seeds.mail(alice.email, 'verify_email_code')
    await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: code ?? '' } })
    expect((await seeds.call('project.signIn', { body: stranger }))?.status).toBe(401)
    expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200)
  },
)

journey(
  'who signs up twice with one password keeps it, wherever the mail is read',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    for (let round = 0; round < 2; round += 1) await seeds.call('account.signUp', { body: asCredentials(alice) })
    const { token } = await seeds.mail(alice.email, 'verify_email_link')
    const telephone = { headers: { 'user-agent': 'a telephone' }, body: { token: token ?? '' } }
    await seeds.call('account.verifyEmail', telephone)
    const answer = await seeds.call('account.signIn', { body: asCredentials(alice) })
    expect(answer?.body).toMatchObject({ profile: { memberships: [{ role: 'owner' }] } })
  },
)

journey(
  'backends ask for everybody, so that after two sign-ups neither password holds, and a reset gives one',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const headers = keyed()
    await seeds.projectConfig({ requireEmailVerification: true })
    await seeds.call('app.register', { headers, body: alice })
    const { token } = await seeds.mail(alice.email, 'verify_email_link')
    await seeds.call('app.register', { headers, body: stranger })
    expect((await seeds.call('app.verifyEmail', { headers, body: { token: token ?? '' } }))?.status).toBe(200)
    for (const body of [stranger, alice]) expect((await seeds.call('app.login', { headers, body }))?.status).toBe(401)
    await seeds.call('app.forgotPassword', { headers, body: { email: alice.email } })
    const reset = (await seeds.mail(alice.email, 'reset_password_link')).token ?? ''
    await seeds.call('app.resetPassword', { headers, body: { token: reset, password: alice.password } })
    expect((await seeds.call('app.login', { headers, body: alice }))?.status).toBe(200)
  },
)

journey(
  'an identity of a provider that did not vouch for the address goes with the proof of its owner',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    const come = async () => {
      const { answer, cookies } = await seeds.backFrom('spotify', { ...ada, account: 'stranger' })
      const sent = { path: { provider: 'spotify' as const }, query: answer as never, cookies }
      const url = (await seeds.call('account.finishProviderSignIn', sent))?.headers.get('location') ?? 'nowhere:'
      return Object.fromEntries(new URL(url).searchParams)
    }
    expect(await come()).toMatchObject({ error: 'access_denied' })
    const owner = { email: ada.email!, password: 'a quiet green lantern' }
    await seeds.call('account.signUp', { body: asCredentials(owner) })
    const { token } = await seeds.mail(owner.email, 'verify_email_link')
    await seeds.call('account.verifyEmail', { body: { token: token ?? '' } })
    expect((await seeds.call('account.signIn', { body: asCredentials(owner) }))?.status).toBe(200)
    // As a stranger with that address: whether it has a user is not said.
    expect(await come()).toMatchObject({ error: 'access_denied' })
  },
)

journey(
  'a sign-up that is refused because a stranger came first still tells that the verification is not for the stranger',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const first = { ...elsewhere, query: { client_type: 'mobile' as const }, body: stranger }
    const planted = (await seeds.call('project.register', first))?.body
    expect((await seeds.call('project.register', { body: alice }))?.status).toBe(409)
    await seeds.wait(61)
    await seeds.call('project.sendVerification', { body: { email: alice.email } })
    const { code } = await seeds.mail(alice.email, 'verify_email_code')
    const verified = await seeds.call('project.verifyEmail', { body: { email: alice.email, otp: code ?? '' } })
    expect(verified?.status).toBe(200)
    const { accessToken: bearer = '' } = planted as Wire['ProjectSession']
    expect((await seeds.call('project.getCurrentUser', { bearer: bearer ?? '' }))?.status).toBe(401)
    expect((await seeds.call('project.signIn', { body: stranger }))?.status).toBe(401)
    expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200)
  },
)

journey(
  'who signs up again with one password and is refused keeps their session, once they prove the address',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    const signedUp = (await seeds.call('account.signUp', { body: asCredentials(alice) }))?.body
    expect((await seeds.call('account.signUp', { body: asCredentials(alice) }))?.status).toBe(409)
    const { token } = await seeds.mail(alice.email, 'verify_email_link')
    await seeds.call('account.verifyEmail', { body: { token: token ?? '' } })
    const { tokens } = signedUp as Wire['AuthenticationResult']
    expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200)
  },
)

journey(
  'an owner who comes by a provider that does not vouch for the address proves it for themselves, not for a stranger',
  async (_step, { seeds, isReal }) => {
    if (!isReal) return
    await seeds.projectConfig({ requireEmailVerification: true })
    const taken = { ...stranger, email: ada.email! }
    await seeds.call('account.signUp', { body: asCredentials(taken) })
    await seeds.wait(61)
    const { answer, cookies } = await seeds.backFrom('spotify', { ...ada, account: 'owner' })
    await seeds.call('account.finishProviderSignIn', {
      path: { provider: 'spotify' },
      query: answer as never,
      cookies,
    })
    const { token } = await seeds.mail(taken.email, 'verify_email_link')
    expect((await seeds.call('account.verifyEmail', { body: { token: token ?? '' } }))?.status).toBe(200)
    expect((await seeds.call('account.signIn', { body: asCredentials(taken) }))?.status).toBe(401)
  },
)

journey('a stranger’s second factor is no way to keep the owner out', async (step, { seeds }) => {
  // Nobody enrols one before they have proven their address; whoever did so before this rule is put out all the same.
  const planted = await seeds.appNewcomer(alice)
  await step('app.enableMfa', { headers: keyed(), bearer: planted.access_token }, { error: 'email_not_verified' })
  await step(
    'account.sendMagicLink',
    { body: { client_id: demo.clientId, email: alice.email } },
    { status: 202, example: 'mail_queued' },
  )
  const { token } = await seeds.mail(alice.email, 'magic_link')
  await step('account.signInWithToken', { body: { token: token ?? 'example' } }, signedIn)
})
