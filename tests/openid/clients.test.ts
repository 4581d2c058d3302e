// Clients of others, unchanged, log in from discovery on. Each test names the modules of the OpenID Foundation's plans that it
// holds.
import { decodeJwt, decodeProtectedHeader } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { appUrlOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'

const { account, oauth: confidential } = sandboxCredentials
const redirectUri = account.redirectUri
const everything = 'openid profile email phone address offline_access'

let server: TestServer
let person: Awaited<ReturnType<typeof signUp>>
beforeAll(async () => {
  server = await startReachableServer()
  person = await signUp(sender(server.url))
  await prove(sender(server.url), person.email)
})
afterAll(() => server.close())

const signIn = async (browser: ReturnType<typeof openFormBrowser>, url: URL): Promise<URL> =>
  appUrlOf(await pageOf(await browser.go(url)).submit({ email: person.email, password }))

describe('openid-client', () => {
  const discover = (id: string, authentication: openid.ClientAuth) =>
    openid.discovery(new URL(server.url), id, undefined, authentication, { execute: [openid.allowInsecureRequests] })

  // oidcc-server, oidcc-idtoken-signature, oidcc-scope-all, oidcc-userinfo-get, oidcc-refresh-token,
  // oidcc-ensure-request-with-valid-pkce-succeeds, oidcc-rp-initiated-logout
  it('signs somebody in, reads who it is, refreshes and signs them out', async () => {
    const config = await discover(account.client_id, openid.None())
    const browser = openFormBrowser(redirectUri)
    const [codeVerifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()]
    const asked = {
      redirect_uri: redirectUri,
      scope: everything,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      max_age: '600',
    }
    const answer = await signIn(browser, openid.buildAuthorizationUrl(config, asked))
    const tokens = await openid.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      maxAge: 600,
      idTokenExpected: true,
    })
    const { sub, sid } = tokens.claims()!
    expect(decodeProtectedHeader(tokens.id_token!).alg).toBe('RS256')
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      sub,
      email: person.email,
      email_verified: true,
    })

    const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token!)
    expect(refreshed.claims()).toMatchObject({ sub, sid, auth_time: tokens.claims()!.auth_time })
    expect(refreshed.claims()).not.toHaveProperty('nonce')

    const silent = appUrlOf(await browser.go(openid.buildAuthorizationUrl(config, { ...asked, prompt: 'none' })))
    expect(silent.searchParams.has('code')).toBe(true)
    const out = openid.buildEndSessionUrl(config, {
      id_token_hint: refreshed.id_token!,
      post_logout_redirect_uri: redirectUri,
      state,
    })
    expect(appUrlOf(await browser.go(out)).href).toBe(`${redirectUri}?state=${state}`)
    const after = appUrlOf(await browser.go(openid.buildAuthorizationUrl(config, { ...asked, prompt: 'none' })))
    expect(after.searchParams.get('error')).toBe('login_required')
    // OpenID Connect Back-Channel Logout 1.0 section 2.7: offline access goes on.
    expect((await openid.refreshTokenGrant(config, refreshed.refresh_token!)).claims()).toMatchObject({ sub })
  })

  // oidcc-server-client-secret-post, oidcc-ensure-request-without-nonce-succeeds-for-code-flow, Form Post: oidcc-server
  it.each([
    ['in the body', openid.ClientSecretPost(confidential.client_secret)],
    ['by Basic', openid.ClientSecretBasic(confidential.client_secret)],
  ])(
    'signs somebody in for a client with a secret %s, without PKCE, and takes the answer as a form',
    async (_, auth) => {
      const config = await discover(confidential.client_id, auth)
      const state = openid.randomState()
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email',
        response_mode: 'form_post',
        state,
      })
      const browser = openFormBrowser(redirectUri)
      const form = pageOf(await pageOf(await browser.go(url)).submit({ email: person.email, password }))
      const answer = appUrlOf(await form.submit({}))
      const tokens = await openid.authorizationCodeGrant(config, answer, {
        expectedState: state,
        idTokenExpected: true,
      })
      expect(tokens.claims()).toMatchObject({ aud: confidential.client_id, amr: ['pwd'] })
      expect(tokens.refresh_token).toBeUndefined()
    },
  )

  // oidcc-codereuse
  it('gets nothing for a code that is used again, and loses what it got', async () => {
    const config = await discover(confidential.client_id, openid.ClientSecretPost(confidential.client_secret))
    const state = openid.randomState()
    const url = openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: 'openid', state })
    const answer = await signIn(openFormBrowser(redirectUri), url)
    const tokens = await openid.authorizationCodeGrant(config, answer, { expectedState: state })
    await expect(openid.authorizationCodeGrant(config, answer, { expectedState: state })).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    const userinfo = openid.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
    await expect(userinfo).rejects.toThrow()
  })
})

describe('oauth4webapi', () => {
  // oidcc-discovery-endpoint-verification, oidcc-server, oidcc-claims-essential, oidcc-userinfo-get
  it('signs somebody in, with a single claim in the ID token', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true }
    const issuer = new URL(server.url)
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    const client: oauth.Client = { client_id: account.client_id }
    const codeVerifier = oauth.generateRandomCodeVerifier()
    const nonce = oauth.generateRandomNonce()
    const url = new URL(as.authorization_endpoint!)
    const asked = {
      client_id: account.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      nonce,
      claims: JSON.stringify({ id_token: { email: { essential: true } }, userinfo: { email_verified: null } }),
    }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    const answer = await signIn(openFormBrowser(redirectUri), url)
    const params = oauth.validateAuthResponse(as, client, answer, oauth.expectNoState)
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      params,
      redirectUri,
      codeVerifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(as, response, insecure)
    expect(decodeJwt(tokens.id_token!)).toMatchObject({ email: person.email })
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!
    const info = await oauth.userInfoRequest(as, client, tokens.access_token, insecure)
    expect(await oauth.processUserInfoResponse(as, client, sub, info)).toEqual({ sub, email_verified: true })
  })
})
