import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoProject } from '../harness/fixtures/people.ts'
import { notRedirects } from '../harness/fixtures/addresses.ts'

const asAdmin = { bearer: demoProject.apiKey }

contract('project.getPublicConfig', {
  'tells a form what it needs to know': {
    given: (seeds) => seeds.projectConfig({ passwordMinLength: 12, requireNumber: true }),
    expect: {
      status: 200,
      example: 'public_config',
      body: (body) =>
        expect(body).toMatchObject({
          customOAuthProviders: [],
          disableSignup: false,
          requireEmailVerification: false,
          passwordMinLength: 12,
          requireNumber: true,
          verifyEmailMethod: 'code',
        }),
      answer: ({ headers }) => expect(headers.get('cache-control')).toBe('public, max-age=5'),
    },
  },
  'answers 304 to who has it already': given(
    async (seeds) => (await seeds.call('project.getPublicConfig', {}))?.headers.get('etag') ?? '"none"',
    { send: (etag) => ({ headers: { 'if-none-match': etag } }), expect: { status: 304, example: 'empty' } },
  ),
})

contract('project.getConfig', {
  'gives all settings to an administrator': given((seeds) => seeds.projectAdmin(), {
    send: (bearer) => ({ bearer }),
    expect: {
      status: 200,
      example: 'config',
      body: (body) => {
        expect(body).toMatchObject({ passwordMinLength: 8, signInRedirectTo: null, verifyEmailMethod: 'code' })
        expect(body.allowedRedirectUrls).toContain(demoProject.redirectUri)
      },
    },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'nonsense' }, expect: { error: 'invalid_token' } },
  'refuses an API key that is not known': { send: { bearer: 'ik_nobody' }, expect: { error: 'invalid_api_key' } },
  'refuses a client without a user': { send: { bearer: demoProject.anonKey }, expect: { error: 'admin_only' } },
})

contract('project.updateConfig', {
  'changes what is named and leaves the rest, for good': {
    given: (seeds) => seeds.projectConfig({ requireNumber: true, signInRedirectTo: 'https://myapp.com/dashboard' }),
    send: {
      ...asAdmin,
      body: {
        passwordMinLength: 10,
        verifyEmailMethod: 'link',
        resetPasswordMethod: 'link',
        verifyEmailRedirectTo: 'https://myapp.com/verify-success',
        resetPasswordRedirectTo: 'https://myapp.com/reset-success',
        allowedRedirectUrls: ['https://myapp.com/callback', 'myapp://callback', 'http://localhost:3000/callback'],
      },
    },
    expect: {
      status: 200,
      example: 'updated',
      body: (body) =>
        expect(body).toMatchObject({
          passwordMinLength: 10,
          requireNumber: true,
          signInRedirectTo: 'https://myapp.com/dashboard',
          verifyEmailMethod: 'link',
        }),
    },
    then: async (seeds, answer) => expect((await seeds.call('project.getConfig', asAdmin))?.body).toEqual(answer.body),
  },
  'holds for every operation from the next request on (AC-136)': {
    send: { ...asAdmin, body: { passwordMinLength: 30, requireUppercase: true, requireSpecialChar: true } },
    expect: { status: 200, example: 'updated' },
    then: async (seeds) => {
      const here = await seeds.call('project.register', { body: alice })
      expect(here?.body).toMatchObject({ error: 'AUTH_WEAK_PASSWORD', message: 'Use at least 30 characters.' })
      const there = await seeds.call('account.signUp', { body: { client_id: 'cid_inbox_manager', ...alice } })
      expect(there?.body).toMatchObject({ code: 'weak_password' })
    },
  },
  'takes a redirect away that is set to null': {
    given: (seeds) => seeds.projectConfig({ signInRedirectTo: 'https://myapp.com/dashboard' }),
    send: { ...asAdmin, body: { signInRedirectTo: null } },
    expect: { status: 200, example: 'updated', body: (body) => expect(body.signInRedirectTo).toBeNull() },
  },
  'refuses a minimum length under 4': {
    send: { ...asAdmin, body: { passwordMinLength: 3 } },
    expect: { error: 'invalid_request', detail: 'passwordMinLength: must be at least 4' },
  },
  'refuses a setting it does not know': {
    send: { ...asAdmin, body: { id: 'other' } as never },
    expect: { error: 'invalid_request', detail: 'id: is not a field of this request' },
  },
  'refuses a redirect that a browser would run (AC-047)': {
    send: { ...asAdmin, body: { allowedRedirectUrls: ['javascript:alert(1)'] } },
    expect: { error: 'invalid_request', detail: 'allowedRedirectUrls: must be https' },
  },
  ...Object.fromEntries(
    notRedirects.map((url) => [
      `refuses the redirect ${url}`,
      {
        send: { ...asAdmin, body: { allowedRedirectUrls: ['https://myapp.com/callback', url] } },
        expect: { error: 'invalid_request', detail: 'allowedRedirectUrls' },
      } as const,
    ]),
  ),
  'refuses a redirect over plain http to another machine (AC-047)': {
    send: { ...asAdmin, body: { signInRedirectTo: 'http://myapp.com/dashboard' } },
    expect: { error: 'invalid_request', detail: 'signInRedirectTo: must be https' },
  },
  'refuses nobody': { send: { body: {} }, expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'nonsense', body: {} }, expect: { error: 'invalid_token' } },
  'refuses an API key that is not known': {
    send: { bearer: 'ik_nobody', body: {} },
    expect: { error: 'invalid_api_key' },
  },
  'refuses a user (AC-092)': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { passwordMinLength: 4 } }),
    expect: { error: 'admin_only' },
    then: async (seeds) =>
      expect((await seeds.call('project.getConfig', asAdmin))?.body).toMatchObject({ passwordMinLength: 8 }),
  }),
})
