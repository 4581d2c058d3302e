// Clients that registered themselves: anybody may sign in to one, and nobody is let through without having been asked.
import { describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { alice, pkce } from '../harness/fixtures/people.ts'
import { basic, wordsOf } from '../harness/requests/request.ts'
import { appUrlOf, pageOf } from './browser.ts'
import { atApp, onProviders, signIn } from './provider.ts'
import { openSite } from './site.ts'

type Fields = Readonly<Record<string, string>>
const callback = 'https://suite.example.com:8443/test/a/alias/callback'

onProviders('a registration', ({ issuer, seeds, send, browser: openBrowser, authorizeUrl, verify }) => {
  const browser = () => openBrowser(callback)
  const register = async (fields: object = {}) => {
    const answer = await seeds.call('oauth.registerClient', {
      body: { redirect_uris: [callback], client_name: 'Suite', ...fields },
    })
    return { status: answer!.status, client: answer!.body as Wire['OAuthRegistration'] & { error?: string } }
  }
  const urlOf = (client_id: string, more: Fields = {}) =>
    authorizeUrl({ client_id, redirect_uri: callback, scope: 'openid email', state: 's', ...more })

  // oidcc-server, oidcc-idtoken-rs256, oidcc-redirect-uri-query-OK, oidcc-registration-policy-uri, oidcc-registration-tos-uri (which
  // leave to a person to see that the page has the links)
  it('signs anybody in, who is asked and sees whose app it is', async () => {
    const withQuery = `${callback}?dummy1=lorem&dummy2=ipsum`
    const { client } = await register({
      redirect_uris: [withQuery],
      policy_uri: 'https://suite.example.com/policy',
      tos_uri: 'https://suite.example.com/terms',
    })
    const own = browser()
    const consent = pageOf(await signIn(own, urlOf(client.client_id, { redirect_uri: withQuery })))
    expect(consent.text).toContain('Suite')
    expect(consent.text).toContain('https://suite.example.com/policy')
    expect(consent.text).toContain('https://suite.example.com/terms')
    const back = await consent.submit({ answer: 'allow' })
    expect(appUrlOf(back).href.startsWith(`${withQuery}&code=`)).toBe(true)
    const form = { grant_type: 'authorization_code', code: atApp(back).code!, redirect_uri: withQuery }
    const tokens = (await send('/oauth2/token', form, basic(client.client_id, client.client_secret!))).body as Fields
    expect((await verify(tokens.id_token!, client.client_id)).protectedHeader.alg).toBe('RS256')
    // It registered for no refresh token, and its access token does nothing in the person's name.
    expect(tokens).not.toHaveProperty('refresh_token')
    const bearer = tokens.access_token!
    expect((await seeds.call('account.me', { bearer }))?.status).toBe(401)
    expect((await seeds.call('account.listAccounts', { bearer }))?.status).toBe(401)
    expect((await seeds.call('oauth.getUserinfo', { bearer }))?.body).toMatchObject({ email: alice.email })
  })

  it('shows no picture of an app, has nobody fetch one, and says whose pages its links are', async () => {
    let asked = 0
    const site = await openSite(() => String((asked += 1)))
    const logo_uri = `${site.url.replace('127.0.0.1', 'localhost')}/logo.png`
    try {
      const { client } = await register({ logo_uri, policy_uri: 'https://elsewhere.example.com/policy' })
      expect(client.logo_uri).toBe(logo_uri)
      const login = pageOf(await browser().go(urlOf(client.client_id)))
      const consent = pageOf(await login.submit({ ...alice }))
      for (const { text } of [login, consent]) expect(text).not.toContain(logo_uri)
      for (const { text } of [login, consent]) {
        expect(wordsOf(text)).toContain('Privacy policy (elsewhere.example.com)')
      }
      expect(consent.text).toContain('target="_blank" rel="noopener noreferrer nofollow"')
      expect(asked).toBe(0)
    } finally {
      site.close()
    }
  })

  describe('consent', () => {
    it.each([
      ['with openid', 'openid'],
      ['without it', 'email'],
      ['with nothing at all', ''],
    ])('is asked for %s', async (_, scope) => {
      const { client } = await register({ token_endpoint_auth_method: 'none' })
      const challenge = { code_challenge: pkce.challenge, code_challenge_method: 'S256' }
      const arrived = await signIn(browser(), urlOf(client.client_id, { scope, ...challenge }))
      expect(pageOf(arrived).text).toContain('name="page_token"')
      expect(atApp(await pageOf(arrived).submit({ answer: 'deny' })).error).toBe('access_denied')
    })

    it('of one is none of another, and prompt=none gets no further', async () => {
      const [first, second] = [(await register()).client, (await register()).client]
      const own = browser()
      atApp(await pageOf(await signIn(own, urlOf(first.client_id))).submit({ answer: 'allow' }))
      const silent = { prompt: 'none' }
      expect(atApp(await own.go(urlOf(first.client_id, silent))).code).toBeDefined()
      const other = atApp(await own.go(urlOf(second.client_id, silent)))
      expect(other.error).toBe('consent_required')
      const more = atApp(await own.go(urlOf(first.client_id, { ...silent, scope: 'openid email address' })))
      expect(more.error).toBe('consent_required')
    })
  })

  describe('redirect URIs', () => {
    // oidcc-redirect-uri-query-mismatch, oidcc-redirect-uri-query-added, oidcc-ensure-registered-redirect-uri
    it.each([
      `${callback}?added=1`,
      `${callback}/`,
      `${callback}#x`,
      callback.replace('suite', 'SUITE'),
      callback.replace(':8443', ''),
      callback.replace('https', 'http'),
      `${callback}%2f..`,
      'https://suite.example.com:8443@evil.example/test/a/alias/callback',
      `${callback}\t`,
    ])('lead nobody to %j', async (redirect_uri) => {
      const { client } = await register()
      const arrived = await browser().go(urlOf(client.client_id, { redirect_uri }))
      expect(arrived).toMatchObject({ at: 'page', status: 400 })
    })
  })

  describe('what is wrong with a request', () => {
    // oidcc-response-type-missing, oidcc-ensure-request-without-nonce-fails
    it.each<[string, Readonly<Record<string, string>>, string]>([
      ['no response_type', { response_type: '' }, 'invalid_request'],
      ['a response_type that there is not', { response_type: 'none' }, 'unsupported_response_type'],
      ['a scope that there is not', { scope: 'openid evil' }, 'invalid_scope'],
      ['a request that is none', { request: 'x' }, 'invalid_request_object'],
    ])('is told to the app by the person, where a link alone must not lead there: %s', async (_, more, error) => {
      const { client } = await register()
      const arrived = await browser().go(urlOf(client.client_id, { state: 'a state', ...more }))
      expect(arrived).toMatchObject({ at: 'page', status: 400 })
      const [, href = ''] = /<a class="onward" href="([^"]*)">Go back to/.exec(pageOf(arrived).text) ?? []
      const back = new URL(href.replaceAll('&amp;', '&'))
      expect(back.href.split('?')[0]).toBe(callback)
      expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state: 'a state', iss: issuer })
    })

    it('is told to nobody where the address is not registered', async () => {
      const { client } = await register()
      const redirect_uri = 'https://evil.example/'
      const arrived = await browser().go(urlOf(client.client_id, { redirect_uri, response_type: '' }))
      expect(pageOf(arrived).text).not.toContain('evil.example')
    })
  })

  describe('what a client says where to look', () => {
    // oidcc-registration-sector-uri, oidcc-registration-sector-bad
    it('has to list its redirect URIs', async () => {
      const site = await openSite((path) => JSON.stringify([path === '/good' ? callback : 'https://other.example/']))
      try {
        expect((await register({ sector_identifier_uri: `${site.url}/good` })).status).toBe(201)
        const bad = await register({ sector_identifier_uri: `${site.url}/bad` })
        expect([bad.status, bad.client.error]).toEqual([400, 'invalid_client_metadata'])
      } finally {
        site.close()
      }
    })

    // oidcc-3rd_party-init-login
    it('keeps where others may begin a sign-in', async () => {
      const { client } = await register({ initiate_login_uri: 'https://suite.example.com/login' })
      expect(client.initiate_login_uri).toBe('https://suite.example.com/login')
    })
  })

  it('learns of no tokens but its own', async () => {
    const { client } = await register()
    const { tokens } = await seeds.session(alice)
    const told = await send(
      '/oauth2/introspect',
      { token: tokens.access_token },
      basic(client.client_id, client.client_secret!),
    )
    expect(told.body).toEqual({ active: false })
  })
})
