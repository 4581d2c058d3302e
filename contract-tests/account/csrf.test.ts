import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demo } from '../harness/fixtures/people.ts'
import type { Csrf, Caller } from '../harness/seeds/seeds.ts'

/** A neighbouring site can plant a second cookie of the name (RFC 6265 section 8.6). */
const cookieHeader = ({ tokens }: Caller, ...pairs: readonly Csrf[]) =>
  [`refresh_token=${tokens.refresh_token}`, ...pairs.map(({ session }) => `csrf_session=${session}`)].join('; ')

contract('account.startCsrfSession', {
  'sets the cookie and gives the script': {
    expect: {
      status: 200,
      example: 'csrf_script',
      answer: ({ cookies, text }) => {
        expect(cookies[0]).toMatch(
          /^csrf_session=[\w-]{43}; Max-Age=86400; Path=\/auth; HttpOnly; Secure; SameSite=Strict$/,
        )
        expect(text).toContain('/auth/csrf-token')
      },
    },
  },
})

contract('account.getCsrfToken', {
  'gives the token in body and header': given((seeds) => seeds.csrf(), {
    send: ({ session }) => ({ cookies: { csrf_session: session } }),
    expect: { status: 200, example: 'csrf_token' },
    then: async (_seeds, answer, { token }) => {
      expect(answer.body).toEqual({ csrf_token: token })
      expect(answer.headers.get('x-csrf-token')).toBe(token)
    },
  }),
  'binds the token to the session beside it, as often as it is asked for': given(
    async (seeds) => ({ user: await seeds.caller(alice), csrf: await seeds.csrf() }),
    {
      send: ({ user, csrf }) => ({
        headers: { origin: demo.origin },
        cookies: { csrf_session: csrf.session, refresh_token: user.tokens.refresh_token },
      }),
      expect: { status: 200, example: 'csrf_token' },
      then: async (seeds, answer, { user, csrf }) => {
        const { csrf_token } = answer.body as { csrf_token: string }
        expect(csrf_token).not.toBe(csrf.token)
        const cookies = { csrf_session: csrf.session, refresh_token: user.tokens.refresh_token }
        const again = await seeds.call('account.getCsrfToken', { cookies })
        expect(again?.body).toEqual({ csrf_token })
        const planted = await seeds.call('account.refresh', { cookies, body: { csrf_token: csrf.token } })
        expect(planted?.body).toMatchObject({ code: 'csrf_mismatch' })
        expect((await seeds.call('account.refresh', { cookies, body: { csrf_token } }))?.status).toBe(200)
      },
    },
  ),
  "refuses a page that is none of the session's client": given(
    async (seeds) => ({ user: await seeds.caller(alice), csrf: await seeds.csrf() }),
    {
      send: ({ user, csrf }) => ({
        headers: { origin: 'https://evil.example' },
        cookies: { csrf_session: csrf.session, refresh_token: user.tokens.refresh_token },
      }),
      expect: { error: 'origin_not_allowed' },
    },
  ),
  'gives a token that fits one of several cookies, wherever that stands': given(
    async (seeds) => ({ user: await seeds.caller(alice), csrf: await seeds.csrf(), planted: await seeds.csrf() }),
    {
      send: ({ user, csrf, planted }) => ({ headers: { cookie: cookieHeader(user, planted, csrf) } }),
      expect: { status: 200, example: 'csrf_token' },
      then: async (seeds, answer, { user, csrf, planted }) => {
        const { csrf_token } = answer.body as { csrf_token: string }
        for (const [one, other] of [
          [planted, csrf],
          [csrf, planted],
        ] as const) {
          const sent = { headers: { cookie: cookieHeader(user, one, other) }, body: { csrf_token } }
          expect((await seeds.call('account.refresh', sent))?.status).toBe(200)
          const without = { headers: { cookie: cookieHeader(user, one, other) }, body: {} }
          expect((await seeds.call('account.refresh', without))?.body).toMatchObject({ code: 'csrf_mismatch' })
        }
      },
    },
  ),
  'refuses a browser without a CSRF session': { expect: { error: 'csrf_session_missing' } },
})
