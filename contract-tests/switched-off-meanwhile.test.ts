// What people had in hand when their application was switched off: it opens nothing, and is not lost.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../generated/operations.ts'
import type { Answer } from './harness/contract/contract.ts'
import { alice, bob, demo, demoApp, demoPlatform, keyed, pkce } from './harness/fixtures/people.ts'
import { form, request } from './harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { targets } from './harness/targets/target.ts'

/** Gives somebody what they then have in hand; answers how they use it. */
type Issue = (seeds: Seeds) => Promise<() => Promise<Answer | undefined>>

const password = 'a quiet green lantern'
const mailed = async (seeds: Seeds, kind: Wire['Mail']['kind'], to = alice.email) =>
  (await seeds.mail(to, kind)).token ?? ''
const asked = { client_id: demo.clientId, email: alice.email }

const issued: Readonly<Record<string, Issue>> = {
  'a magic link': async (seeds) => {
    await seeds.caller(alice)
    await seeds.call('account.sendMagicLink', { body: asked })
    const token = await mailed(seeds, 'magic_link')
    return () => seeds.call('account.signInWithToken', { body: { token } })
  },
  'a reset link': async (seeds) => {
    await seeds.caller(alice)
    await seeds.call('account.sendPasswordReset', { body: asked })
    const token = await mailed(seeds, 'reset_password_link')
    return () => seeds.call('account.resetPassword', { body: { token, password } })
  },
  'an invitation to an account': async (seeds) => {
    const { tokens, accountId } = await seeds.user(alice)
    const sent = { path: { account_id: accountId }, bearer: tokens.access_token }
    await seeds.call('account.inviteMember', { ...sent, body: { email: bob.email, role: 'member' } })
    const token = await mailed(seeds, 'invitation', bob.email)
    return () => seeds.call('account.acceptInvitation', { body: { token } })
  },
  'an authorization code': async (seeds) => {
    await seeds.caller(alice)
    const code = await seeds.code(alice)
    const exchange = { grant_type: 'authorization_code', client_id: demo.clientId, redirect_uri: demo.redirectUri }
    return () => seeds.call('oauth.issueToken', form({ ...exchange, code, code_verifier: pkce.verifier }))
  },
  'a sign-in that is at a provider': async (seeds) => {
    const { answer: query, cookies } = await seeds.backFrom('google')
    return () => seeds.call('account.finishProviderSignIn', { path: { provider: 'google' }, query, cookies } as never)
  },
  'a refresh token of the account surface': async (seeds) => {
    const { refresh_token } = (await seeds.caller(alice)).tokens
    return () => seeds.call('account.refresh', { body: { refresh_token } })
  },
  'the same at the token endpoint': async (seeds) => {
    const { refresh_token } = (await seeds.caller(alice)).tokens
    const exchange = { grant_type: 'refresh_token', client_id: demo.clientId, refresh_token }
    return () => seeds.call('oauth.issueToken', form(exchange))
  },
  'a refresh token of the app surface': async (seeds) => {
    const { refresh_token } = await seeds.appCaller(alice)
    return () => seeds.call('app.refresh', { headers: keyed(), body: { refresh_token } })
  },
  'a refresh token of the project': async (seeds) => {
    const { refreshToken } = await seeds.projectUser(alice)
    return () => seeds.call('project.refresh', { query: { client_type: 'mobile' }, body: { refreshToken } })
  },
  'a reset link of the app surface': async (seeds) => {
    await seeds.appCaller(alice)
    await seeds.call('app.forgotPassword', { headers: keyed(), body: { email: alice.email } })
    const token = await mailed(seeds, 'reset_password_link')
    return () => seeds.call('app.resetPassword', { headers: keyed(), body: { token, password } })
  },
  'a verification link of the app surface': async (seeds) => {
    await seeds.appNewcomer(alice)
    const token = await mailed(seeds, 'verify_email_link')
    return () => seeds.call('app.verifyEmail', { headers: keyed(), body: { token } })
  },
  'a verification code of the project': async (seeds) => {
    await seeds.projectUser(alice)
    const otp = (await seeds.mail(alice.email, 'verify_email_code')).code ?? ''
    return () => seeds.call('project.verifyEmail', { body: { email: alice.email, otp } })
  },
  "a machine's token": async (seeds) => {
    const bearer = await seeds.machine()
    const { accountId } = await seeds.user(alice)
    return () => seeds.call('account.getAccount', { path: { account_id: accountId }, bearer })
  },
}

/** A provider's answer counts once, whatever comes of it: people go there again. */
const oneTry: readonly string[] = ['a sign-in that is at a provider']

// The mock has nothing that could be switched off.
describe.each(targets.filter(({ name }) => name !== 'mock'))(
  'while its application is switched off on $name',
  (target) => {
    const seeds = seedsOf(target)
    beforeEach(() => resetWorld(target))

    it.each(Object.entries(issued))(
      '%s opens nothing, and is as good as before when it is on again',
      async (what, issue) => {
        const use = await issue(seeds)
        const owner = await request(target.baseUrl, 'platform.login', { body: demoPlatform })
        const bearer = (owner.body as Wire['PlatformSignedIn']).access_token
        const turn = (isActive: boolean) =>
          request(target.baseUrl, 'platform.updateApplication', {
            bearer,
            path: { appId: demoApp.applicationId },
            body: { isActive },
          })
        await turn(false)
        const off = (await use())!
        expect(off.status).toBeGreaterThanOrEqual(400)
        expect(off.cookies).toEqual([])
        await turn(true)
        const on = (await (oneTry.includes(what) ? await issue(seeds) : use)())!
        expect(on.status, on.text).toBeLessThan(400)
      },
    )
  },
)
