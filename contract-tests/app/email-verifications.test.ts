import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { keyLimit } from './key-limits.ts'

const headers = keyed()

const tokenFor = async (seeds: Seeds) => (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'

/** Alice, signed in, and the token that her registration mailed. */
const registered = async (seeds: Seeds) => ({ ...(await seeds.appNewcomer(alice)), token: await tokenFor(seeds) })

const isVerified = async (seeds: Seeds, bearer: string) => {
  const me = await seeds.call('app.getMe', { headers, bearer })
  return (me?.body as Wire['AppUserAnswer']).data.emailVerified
}

contract('app.verifyEmail', {
  ...keyLimit('app.verifyEmail', { headers, body: { token: 'nonsense' } }),
  'proves the address': given(registered, {
    send: ({ token }) => ({ headers, body: { token } }),
    expect: {
      status: 200,
      example: 'verified',
      body: (answer) => expect(Object.keys(answer)).toEqual(['message']),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, _answer, { access_token }) => expect(await isVerified(seeds, access_token)).toBe(true),
  }),
  'lets in who had to prove their address first': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      await seeds.call('app.register', { headers, body: alice })
      return tokenFor(seeds)
    },
    {
      send: (token) => ({ headers, body: { token } }),
      expect: { status: 200, example: 'verified' },
      then: async (seeds) => {
        const signedIn = await seeds.call('app.login', { headers, body: alice })
        expect(signedIn?.body).toMatchObject({ user: { emailVerified: true }, token_type: 'Bearer' })
      },
    },
  ),
  'takes a token once (AC-038)': given(
    async (seeds) => {
      const { token } = await registered(seeds)
      await seeds.call('app.verifyEmail', { headers, body: { token } })
      return token
    },
    { send: (token) => ({ headers, body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a token of another environment, and leaves it good there (AC-040)': given(
    async (seeds) => {
      const mine = await seeds.appNewcomer(alice)
      const theirs = stageOf(await seeds.application(await seeds.platformCaller())).publishableKey
      await seeds.appNewcomer(alice, theirs)
      return { mine, theirs, token: await tokenFor(seeds) }
    },
    {
      send: ({ token }) => ({ headers, body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, { mine, theirs, token }) => {
        expect(await isVerified(seeds, mine.access_token)).toBe(false)
        const there = await seeds.call('app.verifyEmail', { headers: keyed(theirs), body: { token } })
        expect(there?.status).toBe(200)
        expect(await isVerified(seeds, mine.access_token)).toBe(false)
      },
    },
  ),
  'refuses a token after a newer one was mailed (AC-041)': given(
    async (seeds) => {
      const { token } = await registered(seeds)
      await seeds.wait(61)
      await seeds.call('project.sendVerification', { body: { email: alice.email } })
      return token
    },
    { send: (token) => ({ headers, body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'takes a token at the end of its day (AC-042)': given(
    async (seeds) => {
      const { token } = await registered(seeds)
      await seeds.wait(86_395)
      return token
    },
    { send: (token) => ({ headers, body: { token } }), expect: { status: 200, example: 'verified' } },
  ),
  'refuses a token after its day (AC-042)': given(
    async (seeds) => {
      const { token } = await registered(seeds)
      await seeds.wait(86_401)
      return token
    },
    { send: (token) => ({ headers, body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a token that was never mailed': {
    send: { headers, body: { token: 'f'.repeat(64) } },
    expect: { error: 'invalid_link' },
  },
  'refuses a body without a token': {
    send: { headers, body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
})
