import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { asked, browser, expectSecretPage, onward } from './mailed-links.ts'

const email = 'alice@example.com'
const signedIn = async (seeds: Seeds) => ({ bearer: (await seeds.caller(alice)).tokens.access_token })

/** Alice, and the link to her new address. */
const link = async (seeds: Seeds, more: { redirect_uri?: string } = {}) => {
  const { bearer } = await signedIn(seeds)
  await seeds.call('account.requestEmailChange', { bearer, body: { email, ...more } })
  return { bearer, token: (await seeds.mail(email, 'change_address_link')).token ?? 'example' }
}

const signIn = async (seeds: Seeds, address: string, password = alice.password) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), email: address, password } }))?.status
const change = (seeds: Seeds, token: string) => seeds.call('account.changeEmail', { body: { token } })

contract('account.requestEmailChange', {
  'mails a link to the new address, and changes nothing yet (AC-065)': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { email } }),
    expect: { status: 202, example: 'mail_queued' },
    then: async (seeds) => {
      expect((await seeds.mail(email, 'change_address_link')).link).toContain('/auth/change-email?token=')
      expect([await signIn(seeds, alice.email), await signIn(seeds, email)]).toEqual([200, 401])
    },
  }),
  'says the same for an address that somebody has, and tells its owner': given(
    async (seeds) => {
      await seeds.caller(bob)
      return signedIn(seeds)
    },
    {
      send: ({ bearer }) => ({ bearer, body: { email: bob.email } }),
      expect: { status: 202, example: 'mail_queued' },
      then: async (seeds, answer, { bearer }) => {
        const free = await seeds.call('account.requestEmailChange', { bearer, body: { email } })
        expect(answer.text).toBe(free?.text)
        const mails = await seeds.call('service.listMail', { query: { to: bob.email } })
        const kinds = (mails?.body as { messages: { kind: string }[] }).messages.map(({ kind }) => kind)
        expect(kinds).toContain('account_exists')
        expect(kinds).not.toContain('change_address_link')
      },
    },
  ),
  'makes an earlier link worthless, whether somebody has the new address or not': given(
    async (seeds) => {
      await seeds.caller(bob)
      return link(seeds)
    },
    {
      send: ({ bearer }) => ({ bearer, body: { email: bob.email } }),
      expect: { status: 202, example: 'mail_queued' },
      then: async (seeds, _answer, { token }) => expect((await change(seeds, token))?.status).toBe(400),
    },
  ),
  'refuses an address that the caller has': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { email: alice.email.toUpperCase() } }),
    expect: { error: 'invalid_request', detail: 'email: is your address already' },
  }),
  'refuses two addresses in one': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { email: `${email},eve@example.com` } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses a redirect that the client has not registered': given(signedIn, {
    send: ({ bearer }) => ({ bearer, body: { email, redirect_uri: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses somebody who has not proven the address that they have': given(
    async (seeds) => ({ bearer: (await seeds.newcomer(alice)).tokens.access_token }),
    { send: ({ bearer }) => ({ bearer, body: { email } }), expect: { error: 'email_not_verified' } },
  ),
  'refuses a session whose last proof is older than ten minutes (AC-065)': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      await seeds.wait(601)
      return made
    },
    { send: ({ bearer }) => ({ bearer, body: { email } }), expect: { error: 'reauthentication_required' } },
  ),
  'refuses more mails than the limit': given(
    async (seeds) => {
      const { bearer } = await signedIn(seeds)
      await seeds.exhaust('account.requestEmailChange', () => ({ bearer, body: { email } }))
      return { bearer }
    },
    {
      send: ({ bearer }) => ({ bearer, body: { email } }),
      expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
    },
  ),
  'refuses nobody': { send: { body: { email } }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { body: { email }, bearer: 'example' }, expect: { error: 'invalid_token' } },
})

contract('account.showEmailChange', {
  'says whose address it is to be, and uses nothing up': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'confirm_page',
      answer: (answer) => {
        expect(answer.text).toContain(alice.email)
        expect(answer.text).toContain(email)
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { token }) => expect((await change(seeds, token))?.status).toBe(200),
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'refuses a token that was never mailed': {
    send: { query: { token: 'f'.repeat(64) } },
    expect: { error: 'invalid_link' },
  },
  'refuses a browser a link that does not work, on a page': {
    send: { query: { token: 'f'.repeat(64) }, headers: browser },
    expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
  },
  'refuses a page of a foreign origin': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('account.changeEmail', {
  'moves the person, keeps their session, and tells the old address (AC-065)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'email_changed' },
    then: async (seeds, _answer, { bearer, token }) => {
      expect((await seeds.call('account.me', { bearer }))?.body).toMatchObject({
        identity: { email, email_verified: true },
      })
      expect([await signIn(seeds, alice.email), await signIn(seeds, email)]).toEqual([401, 200])
      expect((await seeds.mail(alice.email, 'address_changed')).link).toContain('/auth/not-me?token=')
      expect((await change(seeds, token))?.status).toBe(400)
    },
  }),
  'makes what was mailed to the old address worthless': given(
    async (seeds) => {
      const made = await link(seeds)
      await seeds.call('account.sendMagicLink', { body: asked(alice) })
      return { ...made, magic: (await seeds.mail(alice.email, 'magic_link')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'email_changed' },
      then: async (seeds, _answer, { magic }) =>
        expect((await seeds.call('account.signInWithToken', { body: { token: magic } }))?.status).toBe(400),
    },
  ),
  'removes who has only signed up with the address, with their sessions': given(
    async (seeds) => {
      const squatter = await seeds.newcomer({ email, password: 'squatters long secret' })
      return { ...(await link(seeds)), squatter }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'email_changed' },
      then: async (seeds, _answer, { squatter }) => {
        expect((await seeds.call('account.me', { bearer: squatter.tokens.access_token }))?.status).toBe(401)
        expect(await signIn(seeds, email, 'squatters long secret')).toBe(401)
        expect(await signIn(seeds, email)).toBe(200)
      },
    },
  ),
  'takes the form of our page, and sends the browser on': given((seeds) => link(seeds, { redirect_uri: onward }), {
    send: ({ token }) => ({ ...form({ token }), headers: browser }),
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => expect(headers.get('location')).toBe(onward),
    },
  }),
  'takes the form of our page, and says that it is done': given((seeds) => link(seeds), {
    send: ({ token }) => ({ ...form({ token }), headers: browser }),
    expect: { status: 200, example: 'email_changed_page', answer: expectSecretPage },
  }),
  'lets one of many win': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'email_changed' },
    then: async (seeds, _answer, { bearer }) => {
      await seeds.wait(61)
      await seeds.call('account.requestEmailChange', { bearer, body: { email: 'alice@example.net' } })
      const { token = null } = await seeds.mail('alice@example.net', 'change_address_link')
      const many = await Promise.all(Array.from({ length: 5 }, () => change(seeds, token ?? 'example')))
      expect(many.filter((one) => one?.status === 200)).toHaveLength(1)
      expect(many.filter((one) => one?.status === 400)).toHaveLength(4)
    },
  }),
  'refuses a link once another one was asked for': given(
    async (seeds) => {
      const { bearer, token } = await link(seeds)
      await seeds.call('account.requestEmailChange', { bearer, body: { email: 'alice@example.net' } })
      return { token }
    },
    { send: ({ token }) => ({ body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a link once whoever asked was signed out': given(
    async (seeds) => {
      const { bearer, token } = await link(seeds)
      await seeds.call('account.signOut', { bearer })
      return { token }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds) => expect(await signIn(seeds, alice.email)).toBe(200),
    },
  ),
  'refuses a link after a new password': given(
    async (seeds) => {
      const { bearer, token } = await link(seeds)
      await seeds.call('account.changePassword', { bearer, body: { new_password: 'lantern paper staple' } })
      return { token }
    },
    { send: ({ token }) => ({ body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a link once somebody else has proven the address': given(
    async (seeds) => {
      const made = await link(seeds)
      await seeds.caller({ email, password: bob.password })
      return made
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds) => expect(await signIn(seeds, email, bob.password)).toBe(200),
    },
  ),
  'refuses a link after its hour': given(
    async (seeds) => {
      const made = await link(seeds)
      await seeds.wait(3601)
      return made
    },
    { send: ({ token }) => ({ body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a body without a token': {
    send: { body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses a browser a link that does not work, on a page': {
    send: { ...form({ token: 'f'.repeat(64) }), headers: browser },
    expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
  },
  'refuses an origin that the client does not allow': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})
