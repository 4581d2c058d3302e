// The client and the real service, in one process.
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { AuthClient, createAuthClient } from './auth-client.ts'
import { createCookieFetch } from './cookie-fetch-for-tests.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>

beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const post = (path: string, body?: object) =>
  fetch(`${service.baseUrl}${path}`, {
    method: 'POST',
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })

beforeEach(async () => {
  expect((await post('/sandbox/reset')).ok).toBe(true)
})

const clientId = 'cid_inbox_manager'
const email = 'alice@example.test'
const password = 'correct horse battery'
const open = (options = {}) => createAuthClient({ baseUrl: service.baseUrl, clientId, ...options })

it('bootstraps an account token as the guide does', async () => {
  await open().signUp({ email, password })
  /** The guide hands its last token to the client of another service. */
  type Options = { baseUrl: string; bearerToken: string }
  const InboxManagerClient = function (options: Options) {
    return options
  } as { (options: Options): Options; new (options: Options): Options }

  // prettier-ignore
  const snippet = async () => {
const auth = new AuthClient({ baseUrl: service.baseUrl });
const session = await auth.signIn({
  email,
  password,
  clientId: "cid_inbox_manager",
});
const accountToken = await auth.issueAccountToken({
  // @ts-expect-error The guide does not think of a person who is in no account.
  accountId: session.profile.active_membership.account_id,
  bearerToken: session.tokens.access_token,
  audience: "https://api.inbox-manager.com",
});
const api = new InboxManagerClient({
  baseUrl: "https://api.inbox-manager.com",
  bearerToken: accountToken.access_token,
});
return { session, api };
  }

  const { session, api } = await snippet()
  const keys = createRemoteJWKSet(new URL(`${service.baseUrl}/.well-known/jwks.json`))
  const { payload } = await jwtVerify(api.bearerToken, keys, {
    issuer: service.baseUrl,
    audience: 'https://api.inbox-manager.com',
    algorithms: ['ES256'],
  })
  expect(payload).toMatchObject({
    sub: session.profile.id,
    acc: session.profile.active_membership?.account_id,
    role: 'owner',
  })
})

it('shows what the signed-in user may see', async () => {
  const auth = open()
  const { profile } = await auth.signUp({ email, password, givenName: 'Alice', accountName: 'Engines' })
  expect(await auth.me()).toEqual(profile)
  const { data, total } = await auth.listAccounts({ limit: 10, offset: 0 })
  expect(total).toBe(1)
  expect(data[0]).toMatchObject({ name: 'Engines', membership: { role: 'owner' } })
  expect(await auth.getAccount({ accountId: data[0]!.account_id })).toEqual(data[0])
  expect(await auth.checkEmail({ email })).toEqual({ email, exists: true, login_methods: ['password', 'magic_link'] })
  expect((await auth.loginMethods()).methods.map(({ type }) => type)).toEqual(['password', 'magic_link'])
})

/** The token of the newest mail of a kind. */
const mailed = async (kind: string): Promise<string> => {
  const answer = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${email}`)
  const { messages } = (await answer.json()) as { messages: { kind: string; token: string | null }[] }
  return messages.find((mail) => mail.kind === kind)?.token ?? `no ${kind} came`
}

it.each(['token', 'cookie'] as const)('signs in by a mailed link in %s mode', async (mode) => {
  await open().signUp({ email, password })
  const auth = open({ mode, fetch: createCookieFetch().fetch })
  expect(await auth.sendMagicLink({ email })).toMatchObject({ expires_in: 900 })
  const token = await mailed('magic_link')
  const { profile } = await auth.signInWithToken({ token })
  expect(await auth.me()).toEqual(profile)
  expect(await auth.refresh()).toMatchObject({ token_type: 'Bearer' })
  await expect(auth.signInWithToken({ token })).rejects.toMatchObject({ code: 'invalid_link', status: 400 })
  await expect(auth.sendMagicLink({ email, redirectUri: 'https://evil.test/' })).rejects.toMatchObject({
    code: 'invalid_redirect_uri',
  })
})

it('proves the address of the signed-in user', async () => {
  const auth = open()
  await auth.signUp({ email, password })
  await auth.sendEmailVerification({ redirectUri: 'http://localhost:3000/callback' })
  const token = await mailed('verify_email_link')
  expect(await auth.verifyEmail({ token })).toEqual({ email, email_verified: true })
  expect((await auth.me()).identity.email_verified).toBe(true)
  await expect(auth.verifyEmail({ token })).rejects.toMatchObject({ code: 'invalid_link' })
  await expect(open().sendEmailVerification()).rejects.toMatchObject({ code: 'unauthorized' })
})

it('sets a new password by a mailed link', async () => {
  const auth = open()
  await auth.signUp({ email, password })
  expect(await open().sendPasswordReset({ email })).toMatchObject({ expires_in: 3600 })
  const token = await mailed('reset_password_link')
  await expect(auth.resetPassword({ token, password: 'password' })).rejects.toMatchObject({ code: 'weak_password' })
  await auth.resetPassword({ token, password: 'lantern paper staple' })
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  await expect(auth.signIn({ email, password })).rejects.toMatchObject({ code: 'invalid_credentials' })
  expect(await auth.signIn({ email, password: 'lantern paper staple' })).toMatchObject({
    profile: { status: 'active' },
  })
})

it('rejects with the codes of the contract', async () => {
  const auth = open()
  await auth.signUp({ email, password })
  await expect(auth.signUp({ email, password })).rejects.toMatchObject({ code: 'user_exists', status: 409 })
  await expect(auth.signUp({ email: 'bob@example.test', password: 'password' })).rejects.toMatchObject({
    code: 'weak_password',
  })
  const wrong = auth.signIn({ email, password: 'guess' })
  await expect(wrong).rejects.toMatchObject({
    code: 'invalid_credentials',
    status: 401,
    requestId: expect.any(String) as string,
  })
  const foreign = 'acc_00000000-0000-7000-8000-000000000000'
  await expect(auth.getAccount({ accountId: foreign })).rejects.toMatchObject({ code: 'account_not_found' })
  const { account_id } = (await auth.me()).active_membership!
  const elsewhere = auth.issueAccountToken({ accountId: account_id, audience: 'https://elsewhere.test' })
  await expect(elsewhere).rejects.toMatchObject({ code: 'invalid_audience' })
  await expect(auth.signIn({ email, password, clientId: 'cid_nobody' })).rejects.toMatchObject({
    code: 'unknown_client',
  })
  const nameless = createAuthClient({ baseUrl: service.baseUrl }).signIn({ email, password })
  await expect(nameless).rejects.toMatchObject({
    code: 'invalid_request',
    detail: expect.stringContaining('client_id') as string,
  })
  const page = open({ origin: 'https://evil.test' }).signIn({ email, password })
  await expect(page).rejects.toMatchObject({ code: 'origin_not_allowed' })
  await open({ origin: 'https://app.inbox-manager.com' }).signIn({ email, password })
})

it('refreshes a dead access token by the refresh token', async () => {
  const onTokens = vi.fn()
  const auth = open({ onTokens })
  const { tokens, profile } = await auth.signUp({ email, password })
  await post('/sandbox/clock', { advance: tokens!.expires_in + 60 })
  await expect(auth.me({ bearerToken: tokens!.access_token })).rejects.toMatchObject({ code: 'invalid_token' })
  expect(await Promise.all([auth.me(), auth.me(), auth.me()])).toEqual([profile, profile, profile])
  expect(onTokens).toHaveBeenCalledTimes(2)
})

it('loses the session when somebody used a copy of the refresh token', async () => {
  const onTokens = vi.fn()
  const auth = open({ onTokens })
  const { tokens } = await auth.signUp({ email, password })
  const thief = open()
  await thief.refresh({ refreshToken: tokens!.refresh_token })
  await thief.refresh()
  await expect(auth.refresh()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  expect(onTokens).toHaveBeenLastCalledWith(null)
  await expect(thief.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})

it('signs out here and at the server', async () => {
  const auth = open()
  const { tokens } = await auth.signUp({ email, password })
  await auth.signOut()
  await expect(auth.me()).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(open({ tokens }).me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})

it('lives by cookie: signs up, loads anew, refreshes, signs out', async () => {
  const browser = createCookieFetch()
  const openPage = () => open({ mode: 'cookie', fetch: browser.fetch, origin: 'http://localhost:5173' })
  const first = openPage()
  const { profile, tokens } = await first.signUp({ email, password })
  const before = browser.jar.get('refresh_token')?.value
  expect(before).toBeDefined()

  const second = openPage()
  expect(await second.me()).toEqual(profile)
  await post('/sandbox/clock', { advance: tokens!.expires_in + 60 })
  expect((await second.listAccounts()).total).toBe(1)
  expect(browser.jar.get('refresh_token')?.value).not.toBe(before)

  await first.signOut()
  expect(browser.jar.has('refresh_token')).toBe(false)
  await expect(second.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  await expect(openPage().me()).rejects.toMatchObject({ code: 'unauthorized' })
})
