import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demo, demoProject, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { ada } from '../harness/seeds/seeds.ts'
import { provenAppUser } from './mailed-proofs.ts'
import { codeFromProvider } from './provider-journeys.ts'

const mobile = { query: { client_type: 'mobile' } }

const exchange = (code: string) => ({ code, code_verifier: pkce.verifier })

contract('project.exchangeOAuthCode', {
  'signs a browser in by cookie, and gives no refresh token (AC-058)': given((seeds) => codeFromProvider(seeds), {
    send: (code) => ({ body: exchange(code) }),
    expect: {
      status: 200,
      example: 'exchanged_web',
      body: (body) => {
        expect(body.user).toMatchObject({ email: ada.email, emailVerified: true, providers: ['google'] })
        expect(body).toMatchObject({ refreshToken: null, redirectTo: null })
        expect(body.csrfToken).toMatch(/^[\w-]{43}$/)
      },
      answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
    },
  }),
  'signs a mobile client in, and says where the project goes on': given(
    async (seeds) => {
      await seeds.projectConfig({ signInRedirectTo: 'https://myapp.com/dashboard' })
      return codeFromProvider(seeds, 'github')
    },
    {
      send: (code) => ({ ...mobile, body: exchange(code) }),
      expect: {
        status: 200,
        example: 'exchanged_mobile',
        body: (body) => {
          expect(body).toMatchObject({ redirectTo: 'https://myapp.com/dashboard' })
          expect(body.refreshToken).toMatch(/^[\w-]{43}$/)
          expect(body).not.toHaveProperty('csrfToken')
        },
      },
      then: async (seeds, answer) => {
        const { refreshToken } = answer.body as { refreshToken: string }
        expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(200)
      },
    },
  ),
  'knows a person again who comes by another provider with the same proven address': given(
    async (seeds) => {
      const first = await codeFromProvider(seeds, 'google')
      await seeds.call('project.exchangeOAuthCode', { body: exchange(first) })
      return codeFromProvider(seeds, 'github')
    },
    {
      send: (code) => ({ body: exchange(code) }),
      expect: {
        status: 200,
        example: 'exchanged_web',
        body: ({ user }) => expect(user.providers).toEqual(['google', 'github']),
      },
    },
  ),
  'refuses a code with another verifier, and takes nothing from it (AC-049)': given(
    (seeds) => codeFromProvider(seeds),
    {
      send: (code) => ({ body: { code, code_verifier: 'y'.repeat(43) } }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, code) =>
        expect((await seeds.call('project.exchangeOAuthCode', { body: exchange(code) }))?.status).toBe(200),
    },
  ),
  'refuses a code that was used, and ends the session that it started (AC-051)': given(
    async (seeds) => {
      const code = await codeFromProvider(seeds)
      const first = await seeds.call('project.exchangeOAuthCode', { ...mobile, body: exchange(code) })
      return { code, accessToken: (first?.body as { accessToken: string } | undefined)?.accessToken ?? '' }
    },
    {
      send: ({ code }) => ({ body: exchange(code) }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, { accessToken }) =>
        expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401),
    },
  ),
  'lets one of many at once through (AC-051)': given((seeds) => codeFromProvider(seeds), {
    send: { body: exchange('never') },
    expect: { error: 'invalid_authorization_code' },
    then: async (seeds, _answer, code) => {
      const tries = Array.from({ length: 20 }, () => seeds.call('project.exchangeOAuthCode', { body: exchange(code) }))
      const statuses = (await Promise.all(tries)).map((answer) => answer?.status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect(statuses.filter((status) => status === 400)).toHaveLength(19)
    },
  }),
  'refuses a code after a minute (AC-051)': given(
    async (seeds) => {
      const code = await codeFromProvider(seeds)
      await seeds.wait(61)
      return code
    },
    { send: (code) => ({ body: exchange(code) }), expect: { error: 'invalid_authorization_code' } },
  ),
  'gives no session to the same code at another surface (AC-058)': given((seeds) => codeFromProvider(seeds), {
    send: { body: exchange('never') },
    expect: { error: 'invalid_authorization_code' },
    then: async (seeds, _answer, code) => {
      const elsewhere = await seeds.call(
        'oauth.issueToken',
        form({
          grant_type: 'authorization_code',
          client_id: demo.clientId,
          redirect_uri: demoProject.redirectUri,
          code,
          code_verifier: pkce.verifier,
        }),
      )
      expect(elsewhere?.status).toBe(400)
    },
  }),
  'starts nothing for somebody with a second factor, which is not asked for here (AC-077)': given(
    async (seeds) => {
      const accessToken = await provenAppUser(seeds)
      // Only then: with a second factor no code comes at all.
      const code = await codeFromProvider(seeds, 'google', { ...ada, email: alice.email })
      await seeds.secondFactor('app', accessToken)
      return code
    },
    { send: (code) => ({ body: exchange(code) }), expect: { error: 'second_factor_required' } },
  ),
  'refuses a verifier that is too short': {
    send: { body: { code: 'x', code_verifier: 'short' } },
    expect: { error: 'invalid_request', detail: 'code_verifier' },
  },
})
