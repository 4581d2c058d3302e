import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp, demoProject, keyed, pkce } from '../harness/fixtures/people.ts'
import { type Seeds, ada } from '../harness/seeds/seeds.ts'
import { asBackend, bare, codeFrom } from './provider-sign-ins.ts'
import { keyLimit } from './key-limits.ts'

const headers = keyed()
const proof = { code_verifier: pkce.verifier }
const bareCode = (seeds: Seeds) => codeFrom(seeds, bare)

contract('app.exchangeOAuthCode', {
  ...keyLimit('app.exchangeOAuthCode', { headers, body: { code: 'nonsense', ...proof } }),
  'gives tokens for a code and its verifier': given(codeFrom, {
    send: (code) => ({ headers, body: { code, ...proof } }),
    expect: {
      status: 200,
      example: 'signed_in',
      body: (signedIn) =>
        expect((signedIn as Wire['AppSignedIn']).user).toMatchObject({
          email: ada.email,
          firstName: 'Ada',
          emailVerified: true,
        }),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, { body }) => {
      const { access_token: bearer } = body as Wire['AppSignedIn']
      expect((await seeds.call('app.getMe', { headers, bearer }))?.status).toBe(200)
    },
  }),
  'gives a backend tokens for the code of the published client': given(bareCode, {
    send: (code) => ({ headers, ...asBackend, body: { code } }),
    expect: { status: 200, example: 'signed_in' },
  }),
  'asks for the second factor all the same (AC-077)': given(
    async (seeds) => {
      const signedIn = await seeds.appCaller({ ...alice, email: ada.email! })
      const { secret } = await seeds.secondFactor('app', signedIn.access_token)
      return { secret, code: await codeFrom(seeds) }
    },
    {
      send: ({ code }) => ({ headers, body: { code, ...proof } }),
      expect: {
        status: 200,
        example: 'mfa_required',
        body: (answer) => expect(Object.keys(answer).sort()).toEqual(['factors', 'mfa_required', 'mfa_token']),
      },
      then: async (seeds, { body }, { secret, code }) => {
        const { mfa_token } = body as Wire['SecondFactorRequired']
        const answer = { mfa_token, code: await seeds.totp(secret, 1) }
        expect((await seeds.call('app.challengeMfa', { headers, body: answer }))?.status).toBe(200)
        expect((await seeds.call('app.exchangeOAuthCode', { headers, body: { code, ...proof } }))?.status).toBe(400)
      },
    },
  ),
  'refuses a code that was born without a challenge to whoever has no secret key (AC-049)': given(bareCode, {
    send: (code) => ({ headers, body: { code, ...proof } }),
    expect: { error: 'invalid_authorization_code' },
    then: async (seeds, _answer, code) => {
      const tried = await seeds.call('app.exchangeOAuthCode', { headers, body: { code } })
      expect(tried?.body).toMatchObject({ type: 'invalid_request' })
      const byBackend = await seeds.call('app.exchangeOAuthCode', { headers, ...asBackend, body: { code } })
      expect(byBackend?.status).toBe(200)
    },
  }),
  'refuses a backend whose challenge was taken away on the way (AC-049)': given(bareCode, {
    send: (code) => ({ headers, ...asBackend, body: { code, ...proof } }),
    expect: { error: 'invalid_authorization_code' },
  }),
  'refuses a backend that does not know the verifier (AC-049)': given(codeFrom, {
    send: (code) => ({ headers, ...asBackend, body: { code } }),
    expect: { error: 'invalid_authorization_code' },
  }),
  'refuses another verifier (AC-049)': given(codeFrom, {
    send: (code) => ({ headers, body: { code, code_verifier: 'x'.repeat(43) } }),
    expect: { error: 'invalid_authorization_code' },
  }),
  'ends the session of a code that comes back (AC-051)': given(
    async (seeds) => {
      const code = await codeFrom(seeds)
      const first = await seeds.call('app.exchangeOAuthCode', { headers, body: { code, ...proof } })
      return { code, first: first?.body as Wire['AppSignedIn'] | undefined }
    },
    {
      send: ({ code }) => ({ headers, body: { code, ...proof } }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, { first }) => {
        const { access_token: bearer, refresh_token } = first!
        expect((await seeds.call('app.getMe', { headers, bearer }))?.status).toBe(401)
        expect((await seeds.call('app.refresh', { headers, body: { refresh_token } }))?.status).toBe(401)
      },
    },
  ),
  'refuses a code after its minute (AC-051)': given(
    async (seeds) => {
      const code = await codeFrom(seeds)
      await seeds.wait(61)
      return code
    },
    {
      send: (code) => ({ headers, body: { code, ...proof } }),
      expect: { error: 'invalid_authorization_code' },
    },
  ),
  'refuses a code of another environment, and leaves it good there (AC-058)': given(
    async (seeds) => {
      const app = await seeds.application(await seeds.platformCaller())
      return { code: await codeFrom(seeds), theirs: stageOf(app).publishableKey }
    },
    {
      send: ({ code, theirs }) => ({ headers: keyed(theirs), body: { code, ...proof } }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, { code }) =>
        expect((await seeds.call('app.exchangeOAuthCode', { headers, body: { code, ...proof } }))?.status).toBe(200),
    },
  ),
  'refuses a code that was made for another surface (AC-058)': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.code(alice)
    },
    {
      send: (code) => ({ headers, body: { code, ...proof } }),
      expect: { error: 'invalid_authorization_code' },
    },
  ),
  'refuses a secret key of another application (AC-097)': given(
    async (seeds) => {
      const owner = await seeds.platformCaller()
      const app = await seeds.application(owner)
      const key = await seeds.call('platform.createAppApiKey', {
        bearer: owner.access_token,
        path: { appId: app.id },
        body: { name: 'Backend', environmentId: stageOf(app).id },
      })
      return {
        code: await bareCode(seeds),
        key: (key?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? 'sk',
      }
    },
    {
      send: ({ code, key }) => ({ headers, bearer: key, body: { code } }),
      expect: { error: 'invalid_api_key' },
    },
  ),
  'refuses a test key where the live one is asked for (AC-097)': given(
    async (seeds) => {
      const owner = await seeds.platformCaller()
      const app = await seeds.application(owner)
      const path = { appId: app.id }
      const made = async (environmentId: string) => {
        const sent = { bearer: owner.access_token, path, body: { name: 'Backend', environmentId } }
        const { data } = ((await seeds.call('platform.createAppApiKey', sent))?.body ?? {
          data: { key: 'sk', id: 'example' },
        }) as Pick<Wire['CreatedApiKeyAnswer'], 'data'>
        return data
      }
      const test = await made(stageOf(app).id)
      return { test, live: stageOf(app, 'production').publishableKey, own: stageOf(app).publishableKey, path, owner }
    },
    {
      send: ({ test, live }) => ({ headers: keyed(live), bearer: test.key, body: { code: 'none' } }),
      expect: { error: 'invalid_api_key' },
      then: async (seeds, _answer, { test, own, path, owner }) => {
        const ask = () =>
          seeds.call('app.exchangeOAuthCode', { headers: keyed(own), bearer: test.key, body: { code: 'none' } })
        expect((await ask())?.body).toMatchObject({ type: 'invalid_authorization_code' })
        const listed = await seeds.call('platform.listAppApiKeys', { bearer: owner.access_token, path })
        expect((listed?.body as Wire['ApiKeyList']).data[0]).toMatchObject({ lastUsedAt: expect.any(String) })
        await seeds.call('platform.revokeAppApiKey', {
          bearer: owner.access_token,
          path: { ...path, keyId: test.id },
        })
        expect((await ask())?.body).toMatchObject({ type: 'invalid_api_key' })
        await seeds.call('platform.deleteApplication', { bearer: owner.access_token, path })
        expect((await ask())?.body).toMatchObject({ type: 'invalid_publishable_key' })
      },
    },
  ),
  'refuses other keys and tokens in place of a secret key (AC-073)': given((seeds) => seeds.appCaller(alice), {
    send: ({ access_token }) => ({ headers, bearer: access_token, body: { code: 'none' } }),
    expect: { error: 'invalid_api_key' },
    then: async (seeds) => {
      for (const bearer of [demoProject.apiKey, demoProject.anonKey, demoApp.publishableKey, 'sk_test_guess']) {
        const answer = await seeds.call('app.exchangeOAuthCode', { headers, bearer, body: { code: 'none' } })
        expect(answer?.body).toMatchObject({ type: 'invalid_api_key' })
      }
    },
  }),
  'refuses a body without a code': {
    send: { headers, body: {} as never },
    expect: { error: 'invalid_request', detail: 'code: is missing' },
  },
})
