// One's own account by the client, at the real service in this process.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createAuthClient } from './auth-client.ts'
import { createCookieFetch } from './cookie-fetch-for-tests.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>

beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const post = async (path: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${service.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.ok).toBe(true)
}

beforeEach(() => post('/sandbox/reset', {}))

const email = 'alice@example.test'
const moved = 'alice@example.com'
const password = 'correct horse battery'
const newPassword = 'lantern paper staple'
const open = (options = {}) => createAuthClient({ baseUrl: service.baseUrl, clientId: 'cid_inbox_manager', ...options })
const signedIn = async (options = {}, by = { email, password }) => {
  const auth = open(options)
  return { auth, ...(await auth.signIn(by)) }
}

/** The token of the newest mail of a kind. */
const mailed = async (to: string, wanted: string): Promise<string> => {
  const answer = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${to}`)
  const { messages } = (await answer.json()) as { messages: { kind: string; token: string | null }[] }
  const { token = null } = messages.find(({ kind }) => kind === wanted) ?? {}
  return token ?? `no ${wanted} came`
}

/** Alice, who has proven her address. */
const alice = async (options = {}) => {
  await open().signUp({ email, password, givenName: 'Alice' })
  await open().verifyEmail({ token: await mailed(email, 'verify_email_link') })
  return signedIn(options)
}

it.each(['token', 'cookie'] as const)(
  'sets another password in %s mode, and goes on with the new session',
  async (mode) => {
    const onTokens = vi.fn()
    const { auth, profile } = await alice({ mode, fetch: createCookieFetch().fetch, onTokens })
    const elsewhere = await signedIn()
    await expect(auth.changePassword({ newPassword: 'password' })).rejects.toMatchObject({ code: 'weak_password' })
    const changed = await auth.changePassword({ newPassword })
    expect(changed.profile).toEqual(profile)
    expect(onTokens).toHaveBeenLastCalledWith(expect.objectContaining({ access_token: changed.tokens!.access_token }))
    expect(await auth.me()).toEqual(profile)
    expect(await auth.refresh()).toMatchObject({ token_type: 'Bearer' })
    await expect(elsewhere.auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
    await expect(open().signIn({ email, password })).rejects.toMatchObject({ code: 'invalid_credentials' })
    await open().signIn({ email, password: newPassword })
  },
)

it('leaves its own session where the password was set by a token of the caller', async () => {
  const { auth, tokens } = await alice()
  const other = open()
  const changed = await other.changePassword({ newPassword, bearerToken: tokens!.access_token })
  await expect(other.me()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(await other.me({ bearerToken: changed.tokens!.access_token })).toEqual(changed.profile)
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})

it('moves to another address by its link, and back by the notice', async () => {
  const { auth } = await alice()
  const asked = { email: moved, redirectUri: 'http://localhost:3000/callback' }
  expect(await auth.requestEmailChange(asked)).toMatchObject({ expires_in: 3600 })
  expect((await auth.me()).identity.email).toBe(email)
  const token = await mailed(moved, 'change_address_link')
  expect(await open().changeEmail({ token })).toEqual({ email: moved, email_verified: true })
  await expect(open().changeEmail({ token })).rejects.toMatchObject({ code: 'invalid_link' })
  expect((await auth.me()).identity).toMatchObject({ email: moved, email_verified: true })

  const notice = await mailed(email, 'address_changed')
  expect(await open().takeBack({ token: notice })).toHaveProperty('message')
  await expect(open().takeBack({ token: notice })).rejects.toMatchObject({ code: 'invalid_link' })
  await expect(auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  await open().resetPassword({ token: await mailed(email, 'reset_password_link'), password: newPassword })
  expect((await signedIn({}, { email, password: newPassword })).profile.identity.email).toBe(email)
})

it('refuses another address to who has proven none, and a redirect that nobody registered', async () => {
  const auth = open()
  await auth.signUp({ email: 'bob@example.test', password })
  await expect(auth.requestEmailChange({ email: moved })).rejects.toMatchObject({ code: 'email_not_verified' })
  const { auth: proven } = await alice()
  const asked = { email: moved, redirectUri: 'https://evil.test/' }
  await expect(proven.requestEmailChange(asked)).rejects.toMatchObject({ code: 'invalid_redirect_uri' })
})

it('shows where one is signed in, and ends one of these, or all others', async () => {
  const { auth, tokens } = await alice()
  const [phone, tablet, laptop] = [await signedIn(), await signedIn(), await signedIn()]
  const idOf = (one: { tokens?: { access_token: string } }) => `ses_${String(decodeJwt(one.tokens!.access_token).sid)}`
  const { data } = await auth.listSessions()
  expect(data.filter(({ current }) => current).map(({ id }) => id)).toEqual([idOf({ tokens })])
  expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([phone, tablet, laptop].map(idOf)))

  await auth.endSession({ sessionId: idOf(phone) })
  await expect(phone.auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
  await expect(auth.endSession({ sessionId: idOf(phone) })).rejects.toMatchObject({ code: 'session_not_found' })
  expect(await tablet.auth.me()).toEqual(tablet.profile)

  expect((await auth.endOtherSessions()).ended).toBe(data.length - 2)
  expect((await auth.listSessions()).data.map(({ id }) => id)).toEqual([idOf({ tokens })])
  await expect(laptop.auth.me()).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})

it('links an account at a provider, signs in by it, and unlinks it', async () => {
  const browser = createCookieFetch()
  const { auth } = await alice({ fetch: browser.fetch })
  expect(await auth.listIdentities()).toEqual({ data: [] })
  const redirectUri = 'http://localhost:3000/callback'
  await expect(auth.linkIdentity({ provider: 'nobody' })).rejects.toMatchObject({ code: 'provider_not_found' })
  const { authorize_url } = await auth.linkIdentity({ provider: 'google', redirectUri })

  // The browser: the provider's form, and back to the service.
  const follow = async (url: string, form?: Record<string, string>) => {
    const sent = form && { method: 'POST', body: new URLSearchParams(form) }
    const answer = await browser.fetch(url, { ...sent, redirect: 'manual', credentials: 'include' })
    return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`
  }
  const person = { email: 'alice@provider.test', name: 'Alice', verified: 'yes' }
  expect(await follow(await follow(authorize_url, person))).toBe(`${redirectUri}?linked=google`)

  const [linked] = (await auth.listIdentities()).data
  expect(linked).toMatchObject({ provider: 'google', email: person.email })
  await auth.unlinkIdentity({ identityId: linked!.id })
  expect(await auth.listIdentities()).toEqual({ data: [] })
  const again = auth.unlinkIdentity({ identityId: linked!.id })
  await expect(again).rejects.toMatchObject({ code: 'identity_not_found' })
})

it('gives all that is kept of one, deletes it, and ends the session here', async () => {
  const onTokens = vi.fn()
  const { auth, profile } = await alice({ onTokens })
  expect(await auth.exportData()).toMatchObject({ profile: { id: profile.id, identity: { email } } })
  await auth.deleteMe()
  expect(onTokens).toHaveBeenLastCalledWith(null)
  await expect(auth.me()).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(open().signIn({ email, password })).rejects.toMatchObject({ code: 'invalid_credentials' })
})

it('asks for a fresh proof ten minutes after the last one, and goes on with it', async () => {
  const { auth } = await alice()
  await post('/sandbox/clock', { advance: 601 })
  for (const call of [
    () => auth.changePassword({ newPassword }),
    () => auth.requestEmailChange({ email: moved }),
    () => auth.endOtherSessions(),
    () => auth.linkIdentity({ provider: 'google' }),
    () => auth.exportData(),
    () => auth.deleteMe(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'reauthentication_required' })
  }
  await auth.reauthenticate({ password })
  expect(await auth.exportData()).toHaveProperty('profile')
})

it('refuses whoever is not signed in', async () => {
  const nobody = open()
  for (const call of [
    () => nobody.changePassword({ newPassword }),
    () => nobody.requestEmailChange({ email: moved }),
    () => nobody.listSessions(),
    () => nobody.endSession({ sessionId: 'ses_0199c0de-0000-7000-8000-00000000dead' }),
    () => nobody.endOtherSessions(),
    () => nobody.listIdentities(),
    () => nobody.linkIdentity({ provider: 'google' }),
    () => nobody.unlinkIdentity({ identityId: 'idn_0199c0de-0000-7000-8000-00000000dead' }),
    () => nobody.exportData(),
    () => nobody.deleteMe(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'unauthorized' })
  }
})
