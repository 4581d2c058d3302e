import { expect } from 'vitest'
import { moved, ownAddressCases, ownDataCases, ownPasswordCases } from '../harness/cases/own-account-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, keyed } from '../harness/fixtures/people.ts'
import { asUser, stageOf } from '../harness/seeds/backend.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { keyLimit } from './key-limits.ts'

const headers = keyed()

/** Alice, and the link to her new address. */
const link = async (seeds: Seeds) => {
  const made = await seeds.appCaller(alice)
  await seeds.call('app.requestEmailChange', { ...asUser(made), body: { email: moved } })
  return { ...made, token: (await seeds.mail(moved, 'change_address_link')).token ?? 'example' }
}

const signIn = async (seeds: Seeds, email: string, password = alice.password) =>
  (await seeds.call('app.login', { headers, body: { email, password } }))?.status
const change = (seeds: Seeds, token: string) => seeds.call('app.changeEmail', { headers, body: { token } })

ownPasswordCases('app')
ownAddressCases('app')
ownDataCases('app')

contract('app.changePassword', {
  'makes mailed links worthless': given(
    async (seeds) => {
      const made = await seeds.appCaller(alice)
      await seeds.call('app.forgotPassword', { headers, body: { email: alice.email } })
      return { ...made, token: (await seeds.mail(alice.email, 'reset_password_link')).token ?? 'example' }
    },
    {
      send: (made) => ({ ...asUser(made), body: { newPassword: 'lantern paper staple' } }),
      expect: { status: 200, example: 'password_changed' },
      then: async (seeds, _answer, { token }) => {
        const body = { token, password: 'staple lantern paper' }
        expect((await seeds.call('app.resetPassword', { headers, body }))?.status).toBe(400)
      },
    },
  ),
})

contract('app.changeEmail', {
  ...keyLimit('app.changeEmail', { headers, body: { token: 'nonsense' } }),
  'moves the person, keeps their session, and tells the old address (AC-065)': given(link, {
    send: ({ token }) => ({ headers, body: { token } }),
    expect: { status: 200, example: 'email_changed' },
    then: async (seeds, _answer, { token, ...made }) => {
      expect((await seeds.call('app.getMe', asUser(made)))?.body).toMatchObject({
        data: { email: moved, emailVerified: true },
      })
      expect([await signIn(seeds, alice.email), await signIn(seeds, moved)]).toEqual([401, 200])
      expect((await seeds.mail(alice.email, 'address_changed')).link).toContain('/auth/not-me?token=')
      expect((await change(seeds, token))?.status).toBe(400)
    },
  }),
  'removes who has only signed up with the address, with their sessions': given(
    async (seeds) => {
      const squatter = await seeds.appNewcomer({ email: moved, password: 'squatters long secret' })
      return { ...(await link(seeds)), squatter }
    },
    {
      send: ({ token }) => ({ headers, body: { token } }),
      expect: { status: 200, example: 'email_changed' },
      then: async (seeds, _answer, { squatter }) => {
        expect((await seeds.call('app.getMe', asUser(squatter)))?.status).toBe(401)
        expect(await signIn(seeds, moved, 'squatters long secret')).toBe(401)
        expect(await signIn(seeds, moved)).toBe(200)
      },
    },
  ),
  'lets one of many win': given(link, {
    send: ({ token }) => ({ headers, body: { token } }),
    expect: { status: 200, example: 'email_changed' },
    then: async (seeds, _answer, made) => {
      await seeds.wait(61)
      const email = 'moved@example.net'
      await seeds.call('app.requestEmailChange', { ...asUser(made), body: { email } })
      const token = (await seeds.mail(email, 'change_address_link')).token ?? 'example'
      const many = await Promise.all(Array.from({ length: 5 }, () => change(seeds, token)))
      expect(many.map((one) => one?.status).sort()).toEqual([200, 400, 400, 400, 400])
    },
  }),
  'refuses a link once whoever asked for it has signed out': given(
    async (seeds) => {
      const made = await link(seeds)
      await seeds.call('app.logout', { headers, body: { refresh_token: made.refresh_token } })
      return made
    },
    {
      send: ({ token }) => ({ headers, body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds) => expect(await signIn(seeds, alice.email)).toBe(200),
    },
  ),
  'refuses a token to a key of another environment, and leaves it good (AC-040)': given(
    async (seeds) => {
      const theirs = stageOf(await seeds.application(await seeds.platformCaller())).publishableKey
      return { ...(await link(seeds)), theirs }
    },
    {
      send: ({ token, theirs }) => ({ headers: keyed(theirs), body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, { token }) => expect((await change(seeds, token))?.status).toBe(200),
    },
  ),
  'refuses a token after its hour': given(
    async (seeds) => {
      const made = await link(seeds)
      await seeds.wait(3601)
      return made
    },
    { send: ({ token }) => ({ headers, body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a token that proves an address': given(
    async (seeds) => {
      await seeds.appNewcomer(alice)
      return { token: (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example' }
    },
    { send: ({ token }) => ({ headers, body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a body without a token': {
    send: { headers, body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
})
