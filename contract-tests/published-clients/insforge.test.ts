// The published client of the project surface, unchanged: only its base URL is another one.
import { type InsForgeClient, createClient } from '@insforge/sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { alice, demoProject } from '../harness/fixtures/people.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'
import { form } from '../harness/requests/request.ts'
import { ada, cookieOf } from '../harness/seeds/seeds.ts'
import { idTokenOf } from '../project/stand-in-id-tokens.ts'

/** What a browser keeps of a site: its cookies, sent back to the paths they are for. */
const cookieJar = () => {
  const cookies = new Map<string, { value: string; path: string }>()
  const keep = (line: string) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /Path=([^;]+)/i.exec(line)?.[1] ?? '/'
    if (/Max-Age=0/i.test(line)) cookies.delete(name)
    else cookies.set(name, { value, path })
  }
  const browse: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path))
    const headers = new Headers(init?.headers)
    headers.set('cookie', sent.map(([name, { value }]) => `${name}=${value}`).join('; '))
    const answer = await fetch(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) keep(line)
    return answer
  }
  return { browse, has: (name: string) => cookies.has(name) }
}

/** The part of a document that the client keeps its CSRF token in. */
const stubDocument = () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('document', {
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
    },
    set cookie(line: string) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) kept.delete(name)
      else kept.set(name, value)
    },
  })
}

/** The data of an answer; fails with the client's own error where there is one. */
const good = async <T>(answer: Promise<{ data: T; error: { message: string } | null }>): Promise<NonNullable<T>> => {
  const { data, error } = await answer
  expect(error).toBeNull()
  return data!
}

const codeOf = async (seeds: Seeds, kind: 'verify_email_code' | 'reset_password_code') =>
  (await seeds.mail(alice.email, kind)).code!

const newPassword = 'a quiet green lantern'

describe.each(targets.filter(({ name }) => name !== 'mock'))('@insforge/sdk on $name', (target) => {
  const seeds = seedsOf(target)
  beforeEach(() => resetWorld(target))
  afterEach(() => vi.unstubAllGlobals())
  const open = (options: object = {}): InsForgeClient =>
    createClient({ baseUrl: target.baseUrl, anonKey: demoProject.anonKey, ...options })

  it('signs up, verifies, signs in, refreshes, sets a profile and signs out on a server', async () => {
    await seeds.projectConfig({ requireEmailVerification: true })
    const { auth } = open({ isServerMode: true })
    expect(await good(auth.getPublicAuthConfig())).toMatchObject({ requireEmailVerification: true })

    const signedUp = await good(auth.signUp({ ...alice, name: 'Alice' }))
    expect(signedUp).toMatchObject({ accessToken: null, requireEmailVerification: true })
    expect((await auth.signInWithPassword(alice)).error).toMatchObject({ error: 'EMAIL_NOT_VERIFIED', statusCode: 403 })
    await good(auth.resendVerificationEmail({ email: alice.email }))
    const otp = await codeOf(seeds, 'verify_email_code')
    expect(await good(auth.verifyEmail({ email: alice.email, otp }))).toMatchObject({ user: { emailVerified: true } })

    const signedIn = await good(auth.signInWithPassword(alice))
    const refreshed = await good(auth.refreshSession({ refreshToken: signedIn.refreshToken! }))
    expect(refreshed.refreshToken).not.toBe(signedIn.refreshToken)
    expect(await good(auth.setProfile({ bio: 'Reads.' }))).toMatchObject({ profile: { name: 'Alice', bio: 'Reads.' } })
    const { profile } = await good(auth.getProfile(refreshed.user!.id))
    expect(profile).toEqual({ name: 'Alice', bio: 'Reads.' })

    expect((await auth.signOut()).error).toBeNull()
    const after = await auth.refreshSession({ refreshToken: refreshed.refreshToken! })
    expect(after.error).toMatchObject({ error: 'AUTH_UNAUTHORIZED', statusCode: 401 })
  })

  it('resets a password by code', async () => {
    await seeds.projectUser(alice)
    const { auth } = open({ isServerMode: true })
    await good(auth.sendResetPasswordEmail({ email: alice.email }))
    const code = await codeOf(seeds, 'reset_password_code')
    const { token } = await good(auth.exchangeResetPasswordToken({ email: alice.email, code }))
    await good(auth.resetPassword({ newPassword, otp: token }))
    expect((await auth.signInWithPassword(alice)).error).toMatchObject({ error: 'INVALID_CREDENTIALS' })
    await good(auth.signInWithPassword({ ...alice, password: newPassword }))
  })

  it('signs in with Google by a code and its verifier', async () => {
    const { auth } = open({ isServerMode: true })
    const started = await auth.signInWithOAuth({
      provider: 'google',
      redirectTo: demoProject.redirectUri,
      skipBrowserRedirect: true,
    })
    expect(started.error).toBeNull()
    const provider = { provider: 'google' }
    const query = Object.fromEntries(new URL(started.data.url!).searchParams)
    const opened = (await seeds.call('project.openOAuth', { path: provider, query }))!
    const asked = Object.fromEntries(new URL(opened.headers.get('location')!).searchParams)
    const came = (await seeds.call('service.answerStandIn', { path: provider, query: asked, ...form({ ...ada }) }))!
    const answer = Object.fromEntries(new URL(came.headers.get('location')!).searchParams)
    const cookies = { provider_flow: cookieOf(opened, 'provider_flow') }
    const finished = (await seeds.call('project.finishOAuth', { path: provider, query: answer, cookies }))!
    const code = new URL(finished.headers.get('location')!).searchParams.get('insforge_code')!

    const session = await good(auth.exchangeOAuthCode(code, started.data.codeVerifier!))
    expect(session.user).toMatchObject({ email: ada.email, emailVerified: true, providers: ['google'] })
    await good(auth.refreshSession({ refreshToken: session.refreshToken! }))
  })

  it('signs in by a mailed code, which makes a user the first time', async () => {
    const { auth } = open({ isServerMode: true })
    expect(await good(auth.signInWithOtp({ email: alice.email }))).toMatchObject({ success: true })
    const otp = (await seeds.mail(alice.email, 'sign_in_code')).code!
    expect(
      (await auth.verifyOtp({ email: alice.email, otp: otp === '000000' ? '111111' : '000000' })).error,
    ).toMatchObject({
      error: 'INVALID_INPUT',
      statusCode: 400,
    })
    const session = await good(auth.verifyOtp({ email: alice.email, otp, name: 'Alice' }))
    expect(session.user).toMatchObject({ email: alice.email, emailVerified: true, profile: { name: 'Alice' } })
    await good(auth.refreshSession({ refreshToken: session.refreshToken! }))
    expect((await auth.verifyOtp({ email: alice.email, otp })).error).toMatchObject({ statusCode: 400 })
  })

  it('signs in by an ID token of Google, once', async () => {
    const { auth } = open({ isServerMode: true })
    const token = await idTokenOf(seeds, { ...ada })
    const session = await good(auth.signInWithIdToken({ provider: 'google', token }))
    expect(session.user).toMatchObject({ email: ada.email, emailVerified: true, providers: ['google'] })
    await good(auth.refreshSession({ refreshToken: session.refreshToken! }))
    expect((await auth.signInWithIdToken({ provider: 'google', token })).error).toMatchObject({ statusCode: 401 })
  })

  it('keeps a browser signed in past the life of its access token', async () => {
    const { browse, has } = cookieJar()
    stubDocument()
    const { auth } = open({ fetch: browse })
    const signedUp = await good(auth.signUp(alice))
    expect(signedUp).not.toHaveProperty('refreshToken')
    expect(has('refresh_token')).toBe(true)

    await seeds.wait(901)
    expect(await good(auth.setProfile({ name: 'Alice' }))).toMatchObject({ profile: { name: 'Alice' } })
    const refreshed = await good(auth.refreshSession())
    expect(refreshed.csrfToken).not.toBe(signedUp.csrfToken)
    await seeds.wait(901)
    await good(auth.setProfile({ name: 'Alice Doe' }))

    await auth.signOut()
    expect(has('refresh_token')).toBe(false)
    expect((await auth.setProfile({ name: 'Nobody' })).error).toMatchObject({ statusCode: 401 })
  })
})
