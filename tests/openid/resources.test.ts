// Resource indicators (RFC 8707) that an authorization request names, and what every way to an answer keeps of a request.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newDpopKey } from '../../contract-tests/harness/fixtures/dpop.ts'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { findClient, updateClient } from '../../server/storage/clients.ts'
import {
  type TestServer,
  audience,
  newEmail,
  password,
  prove,
  refresh,
  sender,
  signUp,
  startReachableServer,
} from '../server-for-tests.ts'
import { type Arrived, appUrlOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'

const { account } = sandboxCredentials
const { redirectUri } = account
const verifier = 'v'.repeat(43)
const asked = {
  client_id: account.client_id,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid offline_access',
  code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
  code_challenge_method: 'S256',
}
const other = 'https://other.example'

let server: TestServer
let email: string
beforeAll(async () => {
  server = await startReachableServer()
  ;({ email } = await signUp(server.send))
  await prove(sender(server.url), email)
  const client = (await findClient(server.world.db, account.client_id))!
  await updateClient(server.world.db, client.id, { audiences: [...client.audiences, other], updatedAt: 0 })
})
afterAll(() => server.close())

const urlOf = (more: Readonly<Record<string, string>>) =>
  new URL(`${server.url}/oauth2/authorize?${new URLSearchParams({ ...asked, ...more })}`)
const codeOf = (arrived: Arrived): string => {
  const { searchParams, search } = appUrlOf(arrived)
  return searchParams.get('code') ?? search
}
const codeFor = async (more: Readonly<Record<string, string>>) => {
  const arrived = await openFormBrowser(redirectUri).go(urlOf(more))
  return codeOf(arrived.at === 'page' ? await arrived.page.submit({ email, password }) : arrived)
}
const ask = async (body: Readonly<Record<string, string>>) => {
  const { status, text } = await server.send('POST /oauth2/token', { body: { client_id: account.client_id, ...body } })
  return { status, ...(JSON.parse(text) as Wire['OAuthTokens'] & { error?: string }) }
}
const exchange = (code: string, more: Readonly<Record<string, string>> = {}) =>
  ask({ grant_type: 'authorization_code', redirect_uri: redirectUri, code, code_verifier: verifier, ...more })
const audienceOf = ({ access_token }: { access_token: string }) => decodeJwt(access_token).aud

describe('a resource that is named when somebody signs in', () => {
  it('is what the access token is for, whether the exchange names it or not', async () => {
    for (const more of [{}, { resource: audience }] as Record<string, string>[]) {
      const tokens = await exchange(await codeFor({ resource: audience }), more)
      expect([tokens.status, audienceOf(tokens), tokens.expires_in]).toEqual([200, audience, 900])
    }
  })

  it('is all that there is to get, and a wrong name takes nothing from the code', async () => {
    const code = await codeFor({ resource: audience })
    for (const resource of [other, server.url, 'https://evil.example']) {
      expect(await exchange(code, { resource })).toMatchObject({ status: 400, error: 'invalid_target' })
    }
    const tokens = await exchange(code)
    expect(audienceOf(tokens)).toBe(audience)

    const asRefresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! }
    for (const resource of [other, server.url]) {
      expect(await ask({ ...asRefresh, resource })).toMatchObject({ status: 400, error: 'invalid_target' })
    }
    const refreshed = await ask(asRefresh)
    expect(audienceOf(refreshed)).toBe(audience)
    const elsewhere = await refresh(server.send, refreshed.refresh_token!)
    expect(audienceOf(elsewhere.body.tokens ?? elsewhere.body)).toBe(audience)
  })

  it('leaves the token endpoint to say where nothing was named', async () => {
    const tokens = await exchange(await codeFor({}))
    expect(audienceOf(tokens)).toBe(server.url)
    const asRefresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token!, resource: other }
    expect(audienceOf(await ask(asRefresh))).toBe(other)
  })

  it('is refused to the app where the client is not registered for it', async () => {
    const answer = await codeFor({ resource: 'https://evil.example', state: 's' })
    expect(new URLSearchParams(answer).get('error')).toBe('invalid_target')
  })
})

// A code that forgot its key could be exchanged by whoever took it.
it('every step of the page keeps the key and the resource of a request', async () => {
  const { thumbprint } = await newDpopKey()
  const browser = openFormBrowser(redirectUri)
  const newcomer = newEmail()
  const query = new URLSearchParams({ ...asked, dpop_jkt: thumbprint, resource: audience })
  const page = pageOf(await browser.go(new URL(`${server.url}/oauth2/authorize/sign-up?${query}`)))
  await page.submit({ email: newcomer, password, name: 'New' })
  const [code] = await server.world.db
    .selectFrom('authorizationCodes')
    .innerJoin('users', 'users.id', 'authorizationCodes.userId')
    .select(['authorizationCodes.keyThumbprint', 'authorizationCodes.resource'])
    .where('users.email', '=', newcomer)
    .execute()
  expect(code).toEqual({ keyThumbprint: thumbprint, resource: audience })
})
