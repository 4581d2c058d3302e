// Sign-in with a provider, from the address that the client builds to tokens.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Wire } from '../generated/operations.ts'
import { createBackendClient } from './backend-client.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>

beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())
beforeEach(() => fetch(`${service.baseUrl}/sandbox/reset`, { method: 'POST' }))

const publishableKey = 'pk_test_inbox_manager'
const redirectUri = 'http://localhost:3000/callback'
const open = (options = {}) => createBackendClient({ apiUrl: service.baseUrl, publishableKey, ...options })

/** Goes through the stand-in of a provider as a browser does, to the app's redirect URI. */
const browse = async (url: string): Promise<URLSearchParams> => {
  const follow = async (to: string, init: RequestInit = {}) => {
    const answer = await fetch(to, { ...init, redirect: 'manual' })
    expect(`${answer.status} ${answer.status === 303 ? '' : await answer.text()}`).toBe('303 ')
    return answer
  }
  const started = await follow(url)
  const [cookie = ''] = started.headers.getSetCookie()
  const person = new URLSearchParams({ email: 'ada@example.test', name: 'Ada Lovelace', verified: 'yes' })
  const answered = await follow(started.headers.get('location')!, { method: 'POST', body: person })
  const headers = { Cookie: cookie.split(';')[0]! }
  const finished = await follow(answered.headers.get('location')!, { headers })
  const location = new URL(finished.headers.get('location')!)
  expect(location.href).toMatch(/^http:\/\/localhost:3000\/callback\?/)
  return location.searchParams
}

it('signs in by a code and its verifier, without a secret', async () => {
  // RFC 7636 appendix B.
  const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const client = open()
  const came = await browse(client.getOAuthInitUrl('google', redirectUri, { state: 'mine', codeChallenge }))
  expect(came.get('state')).toBe('mine')
  const code = came.get('code')!
  const { user } = (await client.exchangeOAuthCode({ code, codeVerifier })) as Wire['AppSignedIn']
  expect(user).toMatchObject({ email: 'ada@example.test', firstName: 'Ada', emailVerified: true })
  await expect(client.exchangeOAuthCode({ code, codeVerifier })).rejects.toMatchObject({
    status: 400,
    code: 'invalid_authorization_code',
  })
})

it('signs in by a code and the secret key of a backend', async () => {
  const client = open()
  const code = (await browse(client.getOAuthInitUrl('github', redirectUri))).get('code')!
  await expect(client.exchangeOAuthCode({ code, secretKey: 'sk_test_guess' })).rejects.toMatchObject({
    status: 401,
    code: 'invalid_api_key',
  })
  const signedIn = await client.exchangeOAuthCode({ code, secretKey: 'sk_test_inbox_manager' })
  const { data } = await client.getMe((signedIn as Wire['AppSignedIn']).access_token)
  expect(data.email).toBe('ada@example.test')
})

it('builds the address with what it was given', () => {
  const start = `${service.baseUrl}/api/v1/auth/oauth`
  const uri = 'redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback'
  expect(open().getOAuthInitUrl('google', redirectUri)).toBe(`${start}/google?${uri}&tenant_id=${publishableKey}`)
  const ofTenant = open({ tenantId: 'tenant-1' })
  expect(ofTenant.getOAuthInitUrl('x/y', redirectUri)).toBe(`${start}/x%2Fy?${uri}&tenant_id=tenant-1`)
  const unnamed = createBackendClient({ apiUrl: service.baseUrl })
  expect(unnamed.getOAuthInitUrl('google', redirectUri)).toBe(`${start}/google?${uri}`)
})
