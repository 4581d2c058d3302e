// A third party may act for somebody at a resource server (RFC 8707) where they were asked, by its name, and nowhere else.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { type Arrived, codeOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import {
  type TestServer,
  audience,
  password,
  prove,
  sender,
  signUp,
  startReachableServer,
} from '../server-for-tests.ts'
import { sha256 } from '../../server/outside/secrets.ts'
import { register } from './real-clients/registered-for-tests.ts'
import { putClient } from './clients-for-tests.ts'

const callback = 'https://app.example.com/callback'
const verifier = 'v'.repeat(43)
const other = 'https://other.example/api'
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'

let server: TestServer
let person: Awaited<ReturnType<typeof signUp>>
beforeAll(async () => {
  server = await startReachableServer()
  person = await signUp(server.send)
  await prove(sender(server.url), person.email)
  await putClient(server, {}, { audiences: [other] })
})
afterAll(() => server.close())

const begin = async () => {
  const { client_id, client_secret } = await register(server, {
    client_name: 'Agent',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [callback],
    grant_types: ['authorization_code', 'refresh_token', exchangeGrant],
  })
  const own = openFormBrowser(callback)
  const urlOf = (more: Readonly<Record<string, string>>) => {
    const asked = { client_id, redirect_uri: callback, response_type: 'code', scope: 'openid offline_access' }
    const challenge = { code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM', code_challenge_method: 'S256' }
    return new URL(`${server.url}/oauth2/authorize?${new URLSearchParams({ ...asked, ...challenge, ...more })}`)
  }
  /** At the page that asks, or at the app. */
  const come = async (more: Readonly<Record<string, string>>): Promise<Arrived> => {
    const arrived = await own.go(urlOf(more))
    const isSignIn = arrived.at === 'page' && arrived.page.text.includes('name="password"')
    return isSignIn ? arrived.page.submit({ email: person.email, password }) : arrived
  }
  const ask = async (fields: Readonly<Record<string, string>>) => {
    const body = { client_id, client_secret: client_secret!, ...fields }
    const { status, text } = await server.send('POST /oauth2/token', { body })
    return { status, ...(JSON.parse(text) as Partial<Wire['OAuthTokens']> & { error?: string }) }
  }
  const exchange = (arrived: Arrived, more: Readonly<Record<string, string>> = {}) =>
    ask({
      grant_type: 'authorization_code',
      code: codeOf(arrived),
      redirect_uri: callback,
      code_verifier: verifier,
      ...more,
    })
  return { client_id, come, ask, exchange }
}
const allow = (arrived: Arrived) => pageOf(arrived).submit({ answer: 'allow' })

describe('a third party that names a resource server', () => {
  it('gets tokens for it once its person has allowed that, and is not asked again', async () => {
    const { client_id, come, ask, exchange } = await begin()
    const page = await come({ resource: audience })
    expect(pageOf(page).text).toContain('act for you at <bdi>api.inbox-manager.com</bdi>')
    const tokens = await exchange(await allow(page))
    expect(decodeJwt(tokens.access_token!).aud).toBe(audience)
    const refreshed = await ask({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token!,
      resource: audience,
    })
    expect(decodeJwt(refreshed.access_token!).aud).toBe(audience)
    expect((await exchange(await come({ resource: audience }))).status).toBe(200)

    const { text } = await server.send('GET /auth/consents', { bearer: person.access_token })
    const { data } = JSON.parse(text) as Wire['AccountConsentList']
    expect(data.find((one) => one.client_id === client_id)?.resources).toEqual([audience])
  })

  it('asks anew for another one', async () => {
    const { come } = await begin()
    codeOf(await allow(await come({ resource: audience })))
    const silently = await come({ resource: other, prompt: 'none' })
    expect(silently.at === 'app' && silently.url.searchParams.get('error')).toBe('consent_required')
    const page = pageOf(await come({ resource: other }))
    expect(page.text).toContain('act for you at <bdi>other.example/api</bdi>')
    codeOf(await page.submit({ answer: 'allow' }))
    codeOf(await come({ resource: audience, prompt: 'none' }))
  })

  it('gets none for one that it names first where it exchanges, refreshes or trades what it has', async () => {
    const { come, ask, exchange } = await begin()
    const page = await come({})
    expect(pageOf(page).text).not.toContain('act for you')
    const arrived = await allow(page)
    const refused = { status: 400, error: 'invalid_target' }
    expect(await exchange(arrived, { resource: audience })).toMatchObject(refused)
    const { access_token, refresh_token } = await exchange(arrived)
    expect(decodeJwt(access_token!).aud).toBe(server.url)
    const refresh = { grant_type: 'refresh_token', refresh_token: refresh_token! }
    expect(await ask({ ...refresh, resource: audience })).toMatchObject(refused)
    // What is refused takes nothing.
    const used = server.world.db.selectFrom('refreshTokens').select('hash').where('usedAt', 'is not', null)
    expect(await used.where('hash', '=', sha256(refresh_token!)).execute()).toEqual([])
    const subject = {
      subject_token: access_token!,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    }
    expect(await ask({ grant_type: exchangeGrant, ...subject, audience })).toMatchObject(refused)
    expect((await ask({ ...refresh, resource: server.url })).status).toBe(200)
  })

  it('of an account asks by OpenID Connect, where its person is asked too', async () => {
    const accountId = person.profile.active_membership!.account_id
    const { id } = await putClient(
      server,
      {},
      { audiences: [audience], redirectUris: [callback], organizationId: accountId.slice('acc_'.length) },
    )
    const asked = { client_id: id, redirect_uri: callback, response_type: 'code', resource: audience }
    const challenge = { code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM', code_challenge_method: 'S256' }
    const at = (scope: string): `GET ${string}` =>
      `GET /oauth2/authorize?${new URLSearchParams({ ...asked, ...challenge, ...(scope && { scope }) })}`
    const refused = await server.send(at(''))
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([400, { error: 'invalid_target' }])
    expect((await server.send(at('openid'))).status).toBe(200)
  })
})
