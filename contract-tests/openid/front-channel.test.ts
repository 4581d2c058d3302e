// The plans Hybrid and Implicit: tokens that come back by the browser, each bound to what comes with it (OpenID Connect Core
// 1.0 sections 3.2 and 3.3).
import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { alice } from '../harness/fixtures/people.ts'
import { appUrlOf, pageOf } from './browser.ts'
import { type Registered, atApp, callback, onProviders, signIn } from './provider.ts'

type ResponseType = Wire['ClientResponseType']
const responseTypes: readonly ResponseType[] = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
]

onProviders('the front channel', ({ issuer, seeds, ask, client, browser, authorizeUrl, verify }) => {
  let app: Registered
  beforeEach(async () => {
    app = await client({
      response_types: [...responseTypes],
      grant_types: ['authorization_code', 'implicit'],
      require_pkce: false,
    })
  })

  const hashOf = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

  /** Signs in for a request, and gives what came back in the fragment (or, for a form, in its fields). */
  const answerTo = async (more: Readonly<Record<string, string>>) => {
    const own = browser()
    const url = authorizeUrl({ client_id: app.clientId, scope: 'openid email', state: 's', nonce: 'n', ...more })
    const arrived = await signIn(own, url)
    if (more.response_mode === 'form_post') return atApp(await pageOf(arrived).submit({}))
    expect(appUrlOf(arrived).search).toBe('')
    return atApp(arrived)
  }

  /** What the service's clock shows, in whole seconds as tokens have them. */
  const seconds = async () => {
    const { body } = (await seeds.call('service.getClock', {}))!
    return Math.floor(Date.parse((body as Wire['SandboxClock']).now) / 1000)
  }

  const userinfo = (token: string) =>
    ask(new URL('/oauth2/userinfo', issuer), { headers: { authorization: `Bearer ${token}` } })

  // oidcc-server, oidcc-idtoken-signature, oidcc-userinfo-get, oidcc-scope-email, of Hybrid and Implicit; Form Post of both
  describe.each(responseTypes.filter((type) => type !== 'code'))('%s', (response_type: ResponseType) => {
    const words = response_type.split(' ')

    it.each(['fragment', 'form_post'])('comes back by %s, all of it bound together', async (response_mode) => {
      const asked = await seconds()
      const answer = await answerTo({ response_type, response_mode })
      const came = await seconds()
      const { code, id_token, access_token, state, iss } = answer
      expect({ state, iss }).toEqual({ state: 's', iss: issuer })
      expect([code !== undefined, id_token !== undefined, access_token !== undefined]).toEqual(
        ['code', 'id_token', 'token'].map((word) => words.includes(word)),
      )
      expect(Object.keys(answer)).not.toContain('refresh_token')
      if (id_token !== undefined) {
        const { payload } = await verify(id_token, app.clientId)
        expect(payload).toMatchObject({ nonce: 'n', auth_time: expect.any(Number) as number, acr: '1' })
        expect(payload.at_hash).toBe(access_token === undefined ? undefined : hashOf(access_token))
        expect(payload.c_hash).toBe(code === undefined ? undefined : hashOf(code))
        // OpenID Connect Core 1.0 section 5.4: with nothing to ask userinfo with, the ID token says it.
        expect(payload.email).toBe(response_type === 'id_token' ? alice.email : undefined)
      }
      if (access_token !== undefined) {
        const { iat = 0, exp = 0 } = decodeJwt(access_token)
        expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: String(exp - iat) })
        // It ends with its session, an hour after that began; it is signed a moment later, which may be the next second.
        expect(exp).toBeGreaterThanOrEqual(asked + 3600)
        expect(exp).toBeLessThanOrEqual(came + 3600)
        expect(await (await userinfo(access_token)).json()).toMatchObject({
          email: alice.email,
          sub: decodeJwt(access_token).sub,
        })
      }
      if (code !== undefined) {
        const body = new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: app.clientId,
          client_secret: app.clientSecret!,
          code,
          redirect_uri: callback,
        })
        const exchanged = await ask(new URL('/oauth2/token', issuer), { method: 'POST', body })
        const tokens = (await exchanged.json()) as { id_token: string }
        expect(exchanged.status).toBe(200)
        expect(decodeJwt(tokens.id_token)).toMatchObject({ nonce: 'n', aud: app.clientId })
        if (id_token !== undefined) {
          const { sub, iss: issuer } = decodeJwt(id_token)
          expect(decodeJwt(tokens.id_token)).toMatchObject({ sub, iss: issuer })
        }
      }
    })

    it('is refused as a query', async () => {
      expect(await answerTo({ response_type, response_mode: 'query' })).toMatchObject({
        error: 'invalid_request',
        state: 's',
      })
    })

    // oidcc-ensure-request-without-nonce-fails, oidcc-ensure-request-without-nonce-succeeds-for-code-flow
    it(words.includes('id_token') ? 'needs a nonce' : 'needs no nonce', async () => {
      const { error } = await answerTo({ response_type, nonce: '' })
      expect(error).toBe(words.includes('id_token') ? 'invalid_request' : undefined)
    })

    it('is for who may ask for openid', async () => {
      expect(await answerTo({ response_type, scope: 'email' })).toMatchObject({ error: 'invalid_request' })
    })
  })

  it('takes a response type in any order of its words', async () => {
    const answer = await answerTo({ response_type: 'token code id_token' })
    expect(Object.keys(answer).sort()).toEqual(
      ['access_token', 'code', 'expires_in', 'id_token', 'iss', 'scope', 'state', 'token_type'].sort(),
    )
  })

  // oidcc-codereuse of Hybrid
  it('ends what a code brought when it comes back, and gives nothing for it', async () => {
    const { code } = await answerTo({ response_type: 'code id_token' })
    const body = () =>
      new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: app.clientId,
        client_secret: app.clientSecret!,
        code: code!,
        redirect_uri: callback,
      })
    const first = await ask(new URL('/oauth2/token', issuer), { method: 'POST', body: body() })
    const { access_token } = (await first.json()) as { access_token: string }
    const again = await ask(new URL('/oauth2/token', issuer), { method: 'POST', body: body() })
    expect([first.status, again.status, (await userinfo(access_token)).status]).toEqual([200, 400, 401])
  })
})
