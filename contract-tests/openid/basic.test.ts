// The plan Basic, and what others have of it: an app that signs somebody in by a code, from its request to userinfo. Each test
// names the modules of the OpenID Foundation's plans that ask the same.
import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { alice, pkce } from '../harness/fixtures/people.ts'
import { basic } from '../harness/requests/request.ts'
import { appUrlOf, pageOf } from './browser.ts'
import { type Registered, atApp, callback, onProviders, signIn } from './provider.ts'

type Fields = Readonly<Record<string, string>>

onProviders('an app', ({ issuer, seeds, ask, send, client, browser, authorizeUrl, verify }) => {
  let app: Registered
  beforeEach(async () => {
    app = await client({ require_pkce: false }, { postLogoutRedirectUris: [callback] })
  })

  const asked = (more: Fields = {}) => authorizeUrl({ client_id: app.clientId, state: 's', nonce: 'n', ...more })
  const come = async (more: Fields = {}) => atApp(await signIn(browser(), asked(more)))
  const byBasic = () => basic(app.clientId, app.clientSecret!)
  const exchange = (answer: Fields, more: Fields = {}, headers: Fields = byBasic()) =>
    send(
      '/oauth2/token',
      { grant_type: 'authorization_code', code: answer.code ?? '', redirect_uri: callback, ...more },
      headers,
    )
  const tokensFor = async (answer: Fields, more: Fields = {}) => {
    const { status, body } = await exchange(answer, more)
    expect([status, body.error]).toEqual([200, undefined])
    return body as Fields
  }
  const userinfo = (token: string) => send('/oauth2/userinfo', undefined, { authorization: `Bearer ${token}` })

  // oidcc-server, oidcc-idtoken-signature, oidcc-userinfo-get, oidcc-scope-all
  it('learns who signed in, by a signed ID token and by userinfo', async () => {
    const answer = await come({ scope: 'openid profile email phone address' })
    expect(answer).toMatchObject({ state: 's', iss: issuer })
    const tokens = await tokensFor(answer)
    const { payload, protectedHeader } = await verify(tokens.id_token!, app.clientId)
    expect(protectedHeader.alg).toBe('RS256')
    const half = createHash('sha256').update(tokens.access_token!).digest().subarray(0, 16)
    expect(payload).toMatchObject({ nonce: 'n', acr: '1', amr: ['pwd'], at_hash: half.toString('base64url') })
    expect(tokens.token_type).toBe('Bearer')
    const { body } = await userinfo(tokens.access_token!)
    expect(body).toMatchObject({ sub: payload.sub, email: alice.email, email_verified: true })
  })

  // oidcc-ensure-request-with-valid-pkce-succeeds
  it('may send a challenge, and has to show what it was made of', async () => {
    const challenge = { code_challenge: pkce.challenge, code_challenge_method: 'S256' }
    await tokensFor(await come(challenge), { code_verifier: pkce.verifier })
    const refused = await exchange(await come(challenge), { code_verifier: 'w'.repeat(43) })
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  // oidcc-alternate-happy-flow
  it('may say all of it in another order', async () => {
    const url = asked({ scope: 'email openid' })
    const turned = new URL(url.pathname, url)
    for (const [name, value] of [...url.searchParams].reverse()) turned.searchParams.append(name, value)
    const tokens = await tokensFor(atApp(await signIn(browser(), turned)))
    expect((await userinfo(tokens.access_token!)).body).toMatchObject({ email: alice.email })
  })

  // oidcc-server-client-secret-post
  it('may show its secret in the body', async () => {
    const shown = { client_id: app.clientId, client_secret: app.clientSecret! }
    expect((await exchange(await come(), shown, {})).status).toBe(200)
    const wrong = { client_id: app.clientId, client_secret: `${app.clientSecret!}x` }
    expect((await exchange(await come(), wrong, {})).body).toMatchObject({ error: 'invalid_client' })
  })

  // oidcc-ensure-request-without-nonce-succeeds-for-code-flow
  it('may go without a nonce, and has none in its ID token then', async () => {
    const tokens = await tokensFor(await come({ nonce: '' }))
    expect((await verify(tokens.id_token!, app.clientId)).payload).not.toHaveProperty('nonce')
  })

  describe('gets what it gets without', () => {
    it.each<[string, Fields]>([
      ['oidcc-display-page', { display: 'page' }],
      ['oidcc-display-popup', { display: 'popup' }],
      ['oidcc-ui-locales', { ui_locales: 'se' }],
      ['oidcc-claims-locales', { claims_locales: 'se' }],
      ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: 'urn:mace:incommon:iap:silver 1 2' }],
      ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
      ['with a hint of somebody else, and a new sign-in', { login_hint: 'nobody@example.test', prompt: 'login' }],
    ])('%s', async (_, more) => {
      const tokens = await tokensFor(await come(more))
      const { payload } = await verify(tokens.id_token!, app.clientId)
      expect(payload).toMatchObject({ aud: app.clientId, nonce: 'n' })
    })
  })

  // What somebody has not told is not there (OpenID Connect Core 1.0 section 5.3.2).
  it.each([
    ['oidcc-scope-profile', 'openid profile', ['sub', 'updated_at']],
    ['oidcc-scope-email', 'openid email', ['email', 'email_verified', 'sub']],
    ['oidcc-scope-phone', 'openid phone', ['sub']],
    ['oidcc-scope-address', 'openid address', ['sub']],
  ])('%s gives no other claims than those of the scope', async (_, scope, names) => {
    const tokens = await tokensFor(await come({ scope }))
    expect(Object.keys((await userinfo(tokens.access_token!)).body).sort()).toEqual(names)
  })

  // oidcc-scope-profile, oidcc-scope-all
  it('hears what somebody says of themselves, in the form that the standard has for it', async () => {
    const entered = await seeds.call('project.signIn', { body: { email: alice.email, password: alice.password } })
    const { accessToken: bearer } = entered!.body as Wire['ProjectSession']
    const plain = { middle_name: 'Pleasance', preferred_username: 'alice', nickname: 'Al', gender: 'female' }
    const more = { zoneinfo: 'Europe/London', locale: 'en-GB', website: 'https://alice.example/' }
    const tell = async (profile: Readonly<Record<string, string>>) => {
      await seeds.call('project.updateProfile', { bearer, body: { profile } })
      const tokens = await tokensFor(await come({ scope: 'openid profile' }))
      return (await userinfo(tokens.access_token!)).body
    }
    expect(await tell({ ...plain, ...more, birthdate: '1852-05-04' })).toMatchObject({
      ...plain,
      ...more,
      birthdate: '1852-05-04',
    })
    for (const birthdate of ['0000-02-29', '1852']) expect(await tell({ birthdate })).toMatchObject({ birthdate })
    for (const birthdate of ['4 May', '1852-02-30', '0000', '1852-5-4']) {
      expect(await tell({ birthdate })).not.toHaveProperty('birthdate')
    }
  })

  // oidcc-claims-essential
  it('gets single claims where it asks for them', async () => {
    const claims = { id_token: { email: { essential: true } }, userinfo: { email_verified: null } }
    const tokens = await tokensFor(await come({ claims: JSON.stringify(claims) }))
    const { payload } = await verify(tokens.id_token!, app.clientId)
    expect(payload.email).toBe(alice.email)
    expect((await userinfo(tokens.access_token!)).body).toEqual({ sub: payload.sub, email_verified: true })
  })

  // oidcc-login-hint
  it('may say whose address the page begins with', async () => {
    const page = pageOf(await browser().go(asked({ login_hint: 'ada@example.test' })))
    expect(page.text).toContain('value="ada@example.test"')
  })

  // oidcc-response-type-missing
  it('is told that it did not say what it wants', async () => {
    expect(atApp(await browser().go(asked({ response_type: '' })))).toMatchObject({
      error: 'invalid_request',
      state: 's',
    })
  })

  // oidcc-codereuse, oidcc-codereuse-30seconds; fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second
  it.each([0, 1, 30])('gets nothing for a code a second time after %i s, and loses what it got', async (seconds) => {
    const answer = await come()
    const tokens = await tokensFor(answer)
    if (seconds > 0) await seeds.wait(seconds)
    expect(await exchange(answer)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await ask(new URL('/oauth2/userinfo', issuer), bearer(tokens.access_token!))).status).toBe(401)
  })
  const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

  // fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code
  it('gets nothing for a code after its minute', async () => {
    const answer = await come()
    await seeds.wait(61)
    expect(await exchange(answer)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  // oidcc-refresh-token
  it('refreshes where offline access was asked for, with an ID token of the same sign-in', async () => {
    const tokens = await tokensFor(await come({ scope: 'openid offline_access' }))
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! }
    const { status, body } = await send('/oauth2/token', form, byBasic())
    expect(status).toBe(200)
    const before = decodeJwt(tokens.id_token!)
    const { payload } = await verify(String(body.id_token), app.clientId)
    const { sub, sid, auth_time } = before
    expect(payload).toMatchObject({ sub, sid, auth_time })
    expect(payload).not.toHaveProperty('nonce')
    expect(await tokensFor(await come())).not.toHaveProperty('refresh_token')
  })

  // oidcc-rp-initiated-logout
  it('signs people out, who have to sign in again then', async () => {
    const own = browser()
    const tokens = await tokensFor(atApp(await signIn(own, asked())))
    expect(atApp(await own.go(asked({ prompt: 'none' }))).code).toBeDefined()
    const out = new URLSearchParams({
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: callback,
      state: 'bye',
    })
    const back = appUrlOf(await own.go(new URL(`${issuer}/oauth2/logout?${out}`)))
    expect(back.href).toBe(`${callback}?state=bye`)
    expect(atApp(await own.go(asked({ prompt: 'none' })))).toMatchObject({ error: 'login_required' })
  })

  // oidcc-server of Form Post
  it('may have its answer sent as a form', async () => {
    const arrived = await signIn(browser(), asked({ response_mode: 'form_post' }))
    await tokensFor(atApp(await pageOf(arrived).submit({})))
  })

  // oidcc-frontchannel-rp-initiated-logout
  it('has its logout page shown to the browser before that goes on, which shows no other one', async () => {
    app = await client(
      { require_pkce: false, frontchannel_logout_uri: 'https://suite.example.com/front?app=1' },
      { postLogoutRedirectUris: [callback] },
    )
    const own = browser()
    const { id_token = '' } = await tokensFor(atApp(await signIn(own, asked())))
    const out = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: callback, state: 'x' })
    const cookie = `browser_session=${own.jar.get('browser_session')!}`
    const { status, headers, ...page } = await ask(new URL(`${issuer}/oauth2/logout?${out}`), {
      headers: { cookie },
    }).then(async (answer) => ({ status: answer.status, headers: answer.headers, text: await answer.text() }))
    const { sid } = decodeJwt(id_token)
    const shown = `https://suite.example.com/front?app=1&iss=${encodeURIComponent(issuer)}&sid=${String(sid)}`
    const frames = [...page.text.matchAll(/<iframe[^>]* src="([^"]*)"/g)].map(([, src]) =>
      src!.replaceAll('&amp;', '&'),
    )
    expect([status, frames]).toEqual([200, [shown]])
    expect(headers.get('content-security-policy')).toContain('frame-src https://suite.example.com;')
    expect(headers.get('refresh')).toBe(`3; url=${callback}?state=x`)
  })
})
