import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { exampleOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { asked, browser, expectSecretPage } from './mailed-links.ts'

const new_password = 'lantern paper staple'
const moved = 'alice@example.com'

/** Somebody has Alice's session and another password by now; she has the notice. */
const robbed = async (seeds: Seeds) => {
  const { tokens } = await seeds.caller(alice)
  const changed = await seeds.call('account.changePassword', { bearer: tokens.access_token, body: { new_password } })
  const thief = (changed?.body as Wire['AuthenticationResult'] | undefined)?.tokens.access_token ?? 'example'
  return { thief, token: (await seeds.mail(alice.email, 'password_changed')).token ?? 'example' }
}

/** The thief has moved the account to an address of their own, too. */
const movedAway = async (seeds: Seeds) => {
  const made = await robbed(seeds)
  await seeds.call('account.requestEmailChange', { bearer: made.thief, body: { email: moved } })
  const { token: link } = await seeds.mail(moved, 'change_address_link')
  await seeds.call('account.changeEmail', { body: { token: link ?? 'example' } })
  return { ...made, notice: (await seeds.mail(alice.email, 'address_changed')).token ?? 'example' }
}

const withPasskey = async (seeds: Seeds) => {
  const bearer = (await seeds.caller(alice)).tokens.access_token
  const device = createAuthenticator()
  const begun = await seeds.call('account.beginPasskey', { bearer })
  const { public_key } =
    (begun?.body as Wire['AccountPasskeyCreation'] | undefined) ??
    (exampleOf('account.beginPasskey', 200, 'options') as Wire['AccountPasskeyCreation'])
  const body = { name: 'Theirs', credential: device.create(public_key, {}) }
  await seeds.call('account.addPasskey', { bearer, body })
  return { device }
}

const signIn = async (seeds: Seeds, email: string, password: string) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), email, password } }))?.status
const takeBack = async (seeds: Seeds, token: string) =>
  (await seeds.call('account.takeBack', { body: { token } }))?.status

/** By the mail that follows. */
const choosesPassword = async (seeds: Seeds, password: string) => {
  const { token } = await seeds.mail(alice.email, 'reset_password_link')
  return (await seeds.call('account.resetPassword', { body: { token: token ?? 'example', password } }))?.status
}

/** Alice chooses a password by the mail that follows, and is in. */
const hasItBack = async (seeds: Seeds) => {
  expect(await choosesPassword(seeds, 'harbour velvet crayon')).toBe(200)
  expect(await signIn(seeds, alice.email, 'harbour velvet crayon')).toBe(200)
}

contract('account.showNotMe', {
  'asks, and uses nothing up': given(robbed, {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: { status: 200, example: 'not_me_page', answer: expectSecretPage },
    then: async (seeds, { text }, { token }) => {
      expect(text).toContain('It was not me: sign everybody out')
      expect(await takeBack(seeds, token)).toBe(200)
    },
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
  'refuses a page of a foreign origin': given(robbed, {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('account.takeBack', {
  'signs everybody out, takes the password, and mails a link to a new one': given(robbed, {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'taken_back', answer: ({ cookies }) => expect(cookies).toEqual([]) },
    then: async (seeds, _answer, { thief, token }) => {
      expect((await seeds.call('account.me', { bearer: thief }))?.status).toBe(401)
      expect(await signIn(seeds, alice.email, new_password)).toBe(401)
      expect(await signIn(seeds, alice.email, alice.password)).toBe(401)
      await hasItBack(seeds)
      expect(await takeBack(seeds, token)).toBe(400)
    },
  }),
  'gives the old address back, by the notice that went there': given(movedAway, {
    send: ({ notice }) => ({ body: { token: notice } }),
    expect: { status: 200, example: 'taken_back' },
    then: async (seeds) => {
      expect(await signIn(seeds, moved, new_password)).toBe(401)
      await hasItBack(seeds)
    },
  }),
  'gives it back where somebody was made with it meanwhile, who has proven nothing': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      const thief = await seeds.call('account.me', { bearer: made.thief })
      const application_id = (thief?.body as Wire['SessionProfile'] | undefined)?.application_id ?? 'app_example'
      const sent = { path: { application_id }, bearer: await seeds.machine(), body: { email: alice.email } }
      const there = await seeds.call('account.createApplicationUser', sent)
      if (there) expect(there.status).toBe(201)
      return made
    },
    {
      send: ({ notice }) => ({ body: { token: notice } }),
      expect: { status: 200, example: 'taken_back' },
      then: hasItBack,
    },
  ),
  'gives it back by an earlier notice, too, and within seven days': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      await seeds.wait(7 * 24 * 3600 - 60)
      return made
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds) => expect(await choosesPassword(seeds, 'harbour velvet crayon')).toBe(200),
    },
  ),
  'leaves a thief no notice of their own to take it back with': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      await seeds.call('account.changePassword', { bearer: made.thief, body: { new_password: alice.password } })
      return { ...made, theirs: (await seeds.mail(moved, 'password_changed')).token ?? 'example' }
    },
    {
      send: ({ notice }) => ({ body: { token: notice } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds, _answer, { theirs }) => expect(await takeBack(seeds, theirs)).toBe(400),
    },
  ),
  'leaves the owner theirs, whatever a thief does with notices at an address of their own': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      await seeds.call('account.changePassword', { bearer: made.thief, body: { new_password: alice.password } })
      const { token: theirs } = await seeds.mail(moved, 'password_changed')
      await takeBack(seeds, theirs ?? 'example')
      return made
    },
    {
      send: ({ notice }) => ({ body: { token: notice } }),
      expect: { status: 200, example: 'taken_back' },
      then: hasItBack,
    },
  ),
  'mails a link to a new password, also where the owner has just asked for one': given(
    async (seeds) => {
      const made = await robbed(seeds)
      await seeds.call('account.sendPasswordReset', { body: asked(alice) })
      await seeds.mail(alice.email, 'reset_password_link')
      return made
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds) => expect(await choosesPassword(seeds, 'harbour velvet crayon')).toBe(200),
    },
  ),
  'takes away a second factor that came since': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      await factorOf(seeds, 'account', tokens.access_token)
      return { token: (await seeds.mail(alice.email, 'second_factor_on')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds) => {
        expect(await choosesPassword(seeds, alice.password.concat('!'))).toBe(200)
        expect(await signIn(seeds, alice.email, alice.password.concat('!'))).toBe(200)
      },
    },
  ),
  'leaves a second factor that was there before': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      await factorOf(seeds, 'account', tokens.access_token)
      await seeds.wait(61)
      await seeds.call('account.changePassword', { bearer: tokens.access_token, body: { new_password } })
      return { token: (await seeds.mail(alice.email, 'password_changed')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds) => {
        await choosesPassword(seeds, 'harbour velvet crayon')
        const body = { ...asCredentials(alice), password: 'harbour velvet crayon' }
        expect((await seeds.call('account.signIn', { body }))?.body).toMatchObject({ code: 'second_factor_required' })
      },
    },
  ),
  'takes away a passkey that came since': given(
    async (seeds) => {
      const { device } = await withPasskey(seeds)
      return { device, token: (await seeds.mail(alice.email, 'passkey_added')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds, _answer, { device }) => {
        const asked = await seeds.call('account.beginPasskeySignIn', { body: { client_id: demo.clientId } })
        const { public_key } = asked?.body as Wire['AccountPasskeyRequest']
        const body = { client_id: demo.clientId, credential: device.get(public_key) }
        const refused = await seeds.call('account.signInWithPasskey', { body })
        expect(refused?.body).toMatchObject({ code: 'invalid_passkey' })
      },
    },
  ),
  'removes who signed up with the old address meanwhile': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      const squatter = await seeds.newcomer({ email: alice.email, password: 'squatters long secret' })
      return { ...made, squatter }
    },
    {
      send: ({ notice }) => ({ body: { token: notice } }),
      expect: { status: 200, example: 'taken_back' },
      then: async (seeds, _answer, { squatter }) => {
        expect((await seeds.call('account.me', { bearer: squatter.tokens.access_token }))?.status).toBe(401)
        expect(await choosesPassword(seeds, 'harbour velvet crayon')).toBe(200)
      },
    },
  ),
  'leaves the address to somebody who has proven it meanwhile, and signs everybody else out': given(
    async (seeds) => {
      const made = await movedAway(seeds)
      await seeds.wait(61)
      await seeds.caller({ email: alice.email, password: bob.password })
      return made
    },
    {
      send: ({ notice }) => ({ body: { token: notice } }),
      expect: { status: 200, example: 'not_given_back' },
      then: async (seeds, _answer, { thief }) => {
        const { body } = (await seeds.call('service.listMail', { query: { to: alice.email } }))!
        expect(JSON.stringify(body)).not.toContain('"reset_password_link"')
        expect(await signIn(seeds, alice.email, bob.password)).toBe(200)
        expect((await seeds.call('account.me', { bearer: thief }))?.status).toBe(401)
        expect(await signIn(seeds, moved, new_password)).toBe(401)
      },
    },
  ),
  'is used once, however often it is sent at once': given(robbed, {
    send: ({ token }) => ({ ...form({ token }), headers: browser }),
    expect: { status: 200, example: 'taken_back_page', answer: expectSecretPage },
    then: async (seeds, _answer, { token }) => {
      const many = await Promise.all(Array.from({ length: 5 }, () => takeBack(seeds, token)))
      expect(many).toEqual(Array.from({ length: 5 }, () => 400))
    },
  }),
  'refuses a notice after its seven days': given(
    async (seeds) => {
      const made = await robbed(seeds)
      await seeds.wait(7 * 24 * 3600 + 1)
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
  'refuses an origin that the client does not allow': given(robbed, {
    send: ({ token }) => ({ body: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})
