import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials } from '../harness/fixtures/people.ts'
import type { Seeds, SignedIn } from '../harness/seeds/seeds.ts'
import { asked } from './mailed-links.ts'

const new_password = 'lantern paper staple'
const signedIn = (seeds: Seeds) => seeds.user(alice)
const body = { new_password }

const signIn = async (seeds: Seeds, password: string) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), password } }))?.status
const statusOf = async (seeds: Seeds, bearer: string) => (await seeds.call('account.me', { bearer }))?.status

contract('account.changePassword', {
  'sets it, ends every other session, and goes on as a new one': given(
    async (seeds) => ({ asking: await signedIn(seeds), phone: await seeds.session(alice) }),
    {
      send: ({ asking }) => ({ bearer: asking.tokens.access_token, body }),
      expect: { status: 200, example: 'password_changed' },
      then: async (seeds, answer, { asking, phone }) => {
        const { tokens, profile } = answer.body as Wire['AuthenticationResult']
        expect(await statusOf(seeds, tokens.access_token)).toBe(200)
        expect(profile.active_membership).toEqual(asking.profile.active_membership)
        for (const dead of [asking, phone]) {
          expect(await statusOf(seeds, dead.tokens.access_token)).toBe(401)
          const { refresh_token } = dead.tokens
          expect((await seeds.call('account.refresh', { body: { refresh_token } }))?.status).toBe(401)
        }
        const { refresh_token } = tokens
        expect((await seeds.call('account.refresh', { body: { refresh_token } }))?.status).toBe(200)
        expect([await signIn(seeds, alice.password), await signIn(seeds, new_password)]).toEqual([401, 200])
        expect((await seeds.mail(alice.email, 'password_changed')).link).toContain('/auth/not-me?token=')
      },
    },
  ),
  'refuses a browser whose CSRF token does not match, and changes nothing': given(
    async (seeds) => ({ asking: await signedIn(seeds), csrf: await seeds.csrf(), other: await seeds.csrf() }),
    {
      send: ({ asking, csrf, other }) => ({
        bearer: asking.tokens.access_token,
        body,
        headers: { 'x-csrf-token': other.token },
        cookies: { csrf_session: csrf.session },
      }),
      expect: { error: 'csrf_mismatch' },
      then: async (seeds) => expect(await signIn(seeds, alice.password)).toBe(200),
    },
  ),
  'makes mailed links worthless': given(
    async (seeds) => {
      const asking = await signedIn(seeds)
      await seeds.call('account.sendMagicLink', { body: asked(alice) })
      return { asking, token: (await seeds.mail(alice.email, 'magic_link')).token ?? 'example' }
    },
    {
      send: ({ asking }) => ({ bearer: asking.tokens.access_token, body }),
      expect: { status: 200, example: 'password_changed' },
      then: async (seeds, _answer, { token }) =>
        expect((await seeds.call('account.signInWithToken', { body: { token } }))?.status).toBe(400),
    },
  ),
  'is done once by one session, however often it is asked at once': given(signedIn, {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body }),
    expect: { status: 200, example: 'password_changed' },
    then: async (seeds, answer) => {
      const { access_token: bearer } = (answer.body as Wire['AuthenticationResult']).tokens
      const many = await Promise.all(
        Array.from({ length: 5 }, () => seeds.call('account.changePassword', { bearer, body })),
      )
      expect(many.filter((one) => one?.status === 200)).toHaveLength(1)
      expect(many.filter((one) => one?.status === 401)).toHaveLength(4)
    },
  }),
  'refuses a session whose last proof is older than ten minutes, and changes nothing': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token, body }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { tokens }) => {
        expect(await signIn(seeds, alice.password)).toBe(200)
        const bearer = tokens.access_token
        await seeds.call('account.reauthenticate', { bearer, body: { password: alice.password } })
        expect((await seeds.call('account.changePassword', { bearer, body }))?.status).toBe(200)
      },
    },
  ),
  'refuses one that is easy to guess, and keeps the sessions': given(signedIn, {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { new_password: 'password123' } }),
    expect: { error: 'weak_password', detail: 'This password is too common.' },
    then: async (seeds, _answer, { tokens }) => expect(await statusOf(seeds, tokens.access_token)).toBe(200),
  }),
  'refuses a body without one': given(signedIn, {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: {} as never }),
    expect: { error: 'invalid_request', detail: 'new_password: is missing' },
  }),
  'refuses nobody': { send: { body }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { body, bearer: 'example' }, expect: { error: 'invalid_token' } },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    ...given<'account.changePassword', SignedIn>(
      async (seeds) => {
        const made = await signedIn(seeds)
        seeds.fail('account.changePassword', 'overloaded')
        return made
      },
      { send: ({ tokens }) => ({ bearer: tokens.access_token, body }), expect: { error: 'overloaded' } },
    ),
  },
})
