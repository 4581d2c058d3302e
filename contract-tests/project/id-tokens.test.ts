import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import { type Seeds, ada } from '../harness/seeds/seeds.ts'
import { idTokenOf, respelled } from './stand-in-id-tokens.ts'

const mobile = { query: { client_type: 'mobile' } }
const asAlice = { email: alice.email, name: 'Alice Doe', verified: 'yes' } as const
const body = (token: string) => ({ provider: 'google' as const, token })
const signIn = (seeds: Seeds, token: string) =>
  seeds.call('project.signInWithIdToken', { ...mobile, body: body(token) })

/** The same token with other claims: the signature is not of them. */
const forged = (token: string, claims: object) => {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  return [head, Buffer.from(JSON.stringify({ ...said, ...claims })).toString('base64url'), signature].join('.')
}

contract('project.signInWithIdToken', {
  'makes somebody new of a token, signed in on their phone': given((seeds) => idTokenOf(seeds, ada), {
    send: (token) => ({ ...mobile, body: body(token) }),
    expect: {
      status: 200,
      example: 'signed_in_mobile',
      body: (session) => expect(Object.keys(session).sort()).toEqual(['accessToken', 'refreshToken', 'user']),
    },
    then: async (seeds, answer) => {
      const { user, refreshToken } = answer.body as Wire['ProjectSession']
      expect(user).toMatchObject({ email: ada.email, emailVerified: true, providers: ['google'] })
      expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken: refreshToken! } }))?.status).toBe(
        200,
      )
    },
  }),
  'signs a browser in, as the same person at each token': given(
    async (seeds) => {
      const first = await signIn(seeds, await idTokenOf(seeds, { ...ada, account: 'ada' }))
      return { first, token: await idTokenOf(seeds, { ...ada, account: 'ada' }) }
    },
    {
      send: ({ token }) => ({ body: body(token) }),
      expect: {
        status: 200,
        example: 'signed_in_web',
        answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
      },
      then: async (_seeds, answer, { first }) => {
        await Promise.resolve()
        const idOf = (one: unknown) => (one as { user: { id: string } }).user.id
        expect(idOf(answer.body)).toBe(idOf(first!.body))
      },
    },
  ),
  'takes over an address that nobody had proven, and what a stranger prepared with it is gone': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      return idTokenOf(seeds, asAlice)
    },
    {
      send: (token) => ({ ...mobile, body: body(token) }),
      expect: { status: 200, example: 'signed_in_mobile' },
      then: async (seeds, answer) => {
        expect((answer.body as Wire['ProjectSession']).user.providers).toEqual(['google'])
        expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401)
      },
    },
  ),
  'takes the nonce that the token was made with': given((seeds) => idTokenOf(seeds, ada, { nonce: 'n-0S6_WzA2Mj' }), {
    send: (token) => ({ ...mobile, body: { ...body(token), nonce: 'n-0S6_WzA2Mj' } }),
    expect: { status: 200, example: 'signed_in_mobile' },
  }),
  'refuses a token with a nonce that is not sent along': given(
    (seeds) => idTokenOf(seeds, ada, { nonce: 'n-0S6_WzA2Mj' }),
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'invalid_id_token' } },
  ),
  'refuses a nonce of another sign-in, and one that the token does not have': given(
    async (seeds) => ({ plain: await idTokenOf(seeds, ada), token: await idTokenOf(seeds, ada, { nonce: 'mine' }) }),
    {
      send: ({ token }) => ({ ...mobile, body: { ...body(token), nonce: 'yours' } }),
      expect: { error: 'invalid_id_token' },
      then: async (seeds, answer, { plain }) => {
        const other = await seeds.call('project.signInWithIdToken', {
          ...mobile,
          body: { ...body(plain), nonce: 'mine' },
        })
        expect(other?.text).toBe(answer.text)
      },
    },
  ),
  'takes a token once, in whatever spelling of its signature': given(
    async (seeds) => {
      const token = await idTokenOf(seeds, ada)
      await signIn(seeds, token)
      return token
    },
    {
      send: (token) => ({ ...mobile, body: body(respelled(token)) }),
      expect: { error: 'invalid_id_token' },
      then: async (seeds, _answer, token) => {
        expect((await signIn(seeds, token))?.status).toBe(401)
        // Good in that spelling too, where it was not used yet.
        expect((await signIn(seeds, respelled(await idTokenOf(seeds, ada))))?.status).toBe(200)
      },
    },
  ),
  'takes a token once where it is sent five times at once': given((seeds) => idTokenOf(seeds, ada), {
    send: (token) => ({ ...mobile, body: body(`${token}x`) }),
    expect: { error: 'invalid_id_token' },
    then: async (seeds, _answer, token) => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(seeds, token)))
      expect(answers.map((answer) => answer?.status).sort()).toEqual([200, 401, 401, 401, 401])
    },
  }),
  'refuses a token that has ended': given(
    async (seeds) => {
      const token = await idTokenOf(seeds, ada)
      await seeds.wait(601 + 60)
      return token
    },
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'invalid_id_token' } },
  ),
  'refuses claims that the provider has not signed': given((seeds) => idTokenOf(seeds, ada), {
    send: (token) => ({ ...mobile, body: body(forged(token, { email: alice.email })) }),
    expect: { error: 'invalid_id_token' },
  }),
  'refuses a token without a signature': given((seeds) => idTokenOf(seeds, ada), {
    send: (token) => {
      const none = Buffer.from('{"alg":"none"}').toString('base64url')
      return { ...mobile, body: body([none, token.split('.')[1], 'AA'].join('.')) }
    },
    expect: { error: 'invalid_id_token' },
  }),
  'refuses a token of another provider, for another client': given(
    (seeds) => idTokenOf(seeds, ada, { provider: 'microsoft' }),
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'invalid_id_token' } },
  ),
  'refuses an access token of ours, signed with the same key in the sandbox': given(
    (seeds) => seeds.projectUser(alice),
    {
      send: ({ accessToken }) => ({ ...mobile, body: body(accessToken) }),
      expect: { error: 'invalid_id_token' },
    },
  ),
  'refuses what is no token': {
    send: { ...mobile, body: body('three words, no token') },
    expect: { error: 'invalid_request', detail: 'token' },
  },
  'never links an address that the provider does not vouch for': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      return idTokenOf(seeds, { email: alice.email, name: 'Mallory' })
    },
    {
      send: (token) => ({ ...mobile, body: body(token) }),
      expect: { error: 'email_unverified_at_provider' },
      then: async (seeds) => expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(200),
    },
  ),
  'lets nobody in by an address that is not vouched for where addresses have to be proven': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      return idTokenOf(seeds, { email: ada.email!, name: 'Ada' })
    },
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'email_not_verified' } },
  ),
  'makes nobody where the provider tells no address': given((seeds) => idTokenOf(seeds, { name: 'Ada' }), {
    send: (token) => ({ ...mobile, body: body(token) }),
    expect: { error: 'email_missing' },
  }),
  'makes nobody where nobody new may join': given(
    async (seeds) => {
      await seeds.projectConfig({ disableSignup: true })
      return idTokenOf(seeds, ada)
    },
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'sign_up_disabled' } },
  ),
  'lets nobody in who was suspended': given(
    async (seeds) => {
      const first = await signIn(seeds, await idTokenOf(seeds, ada))
      const { user } = (first?.body ?? { user: { id: 'example' } }) as Wire['ProjectSession']
      const owner = await seeds.call('platform.login', { body: demoPlatform })
      const { access_token: bearer = 'example' } = (owner?.body ?? {}) as { access_token?: string }
      const path = { appId: demoApp.applicationId, userId: user.id }
      await seeds.call('platform.updateAppUser', { path, bearer, body: { isActive: false } })
      return idTokenOf(seeds, ada)
    },
    { send: (token) => ({ ...mobile, body: body(token) }), expect: { error: 'user_inactive' } },
  ),
  'refuses whoever has a second factor with a token that goes on': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      return idTokenOf(seeds, asAlice)
    },
    {
      send: (token) => ({ ...mobile, body: body(token) }),
      expect: {
        error: 'second_factor_required',
        answer: ({ body: said }) => expect(said).toHaveProperty('mfaToken'),
      },
    },
  ),
  'refuses one more account at a provider than somebody may have': {
    inside: 'quotas are set from within',
    given: (seeds) => seeds.fail('project.signInWithIdToken', 'quota_exceeded'),
    send: { ...mobile, body: body('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl') },
    expect: { error: 'quota_exceeded' },
  },
  'says which provider is not switched on': {
    inside: 'providers are set when a server starts',
    given: (seeds) => seeds.fail('project.signInWithIdToken', 'provider_not_found'),
    send: { ...mobile, body: body('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl') },
    expect: { error: 'provider_not_found' },
  },
  'says when the provider does not answer': {
    inside: 'the stand-in always answers',
    given: (seeds) => seeds.fail('project.signInWithIdToken', 'provider_unavailable'),
    send: { ...mobile, body: body('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl') },
    expect: { error: 'provider_unavailable' },
  },
  'refuses who tries many tokens': {
    given: (seeds) =>
      seeds.exhaust('project.signInWithIdToken', () => ({
        body: body('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'),
      })),
    send: { ...mobile, body: body('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl') },
    expect: { error: 'too_many_requests' },
  },
})
