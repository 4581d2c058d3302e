// Modules of the Foundation's plans that differ from a plain sign-in by one parameter, by their names. They follow a browser to the
// app and its code to the token endpoint, which one case of one operation cannot.
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rotateSigningKeys } from '../../server/identity/sessions/signing-keys.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { type Arrived, openFormBrowser } from './browser-for-tests.ts'

const { account, oauth: confidential } = sandboxCredentials
const { redirectUri } = account

let server: TestServer
let email: string
let config: openid.Configuration
beforeAll(async () => {
  server = await startReachableServer()
  ;({ email } = await signUp(server.send))
  await prove(sender(server.url), email)
  const authentication = openid.ClientSecretBasic(confidential.client_secret)
  const execute = [openid.allowInsecureRequests]
  config = await openid.discovery(new URL(server.url), confidential.client_id, undefined, authentication, { execute })
})
afterAll(() => server.close())

const urlOf = (more: Readonly<Record<string, string>>) =>
  openid.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: 'openid', state: 's', nonce: 'n', ...more })
const signIn = async (more: Readonly<Record<string, string>>): Promise<Arrived> => {
  const arrived = await openFormBrowser(redirectUri).go(urlOf(more))
  return arrived.at === 'page' ? arrived.page.submit({ email, password }) : arrived
}
const exchange = (arrived: Arrived) => {
  if (arrived.at !== 'app') throw new Error(`Nobody came back: ${arrived.page.text.slice(0, 300)}`)
  return openid.authorizationCodeGrant(config, arrived.url, { expectedState: 's', expectedNonce: 'n' })
}

describe('a sign-in goes as it does without', () => {
  it.each([
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ui-locales', { ui_locales: 'se' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: 'urn:mace:incommon:iap:silver 1 2' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['with a hint of somebody else, and a new sign-in', { login_hint: 'nobody@example.test', prompt: 'login' }],
  ] as [string, Record<string, string>][])('%s', async (_, more) => {
    const tokens = await exchange(await signIn(more))
    expect(tokens.claims()).toMatchObject({ aud: confidential.client_id, nonce: 'n' })
  })
})

// What somebody has not told is not there (OpenID Connect Core 1.0 section 5.3.2).
it.each([
  ['oidcc-scope-profile', 'openid profile', ['sub', 'updated_at']],
  ['oidcc-scope-phone', 'openid phone', ['sub']],
  ['oidcc-scope-address', 'openid address', ['sub']],
])('%s gives no other claims than those of the scope', async (_, scope, names) => {
  const tokens = await exchange(await signIn({ scope }))
  const info = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
  expect(Object.keys(info).sort()).toEqual(names)
})

it('oidcc-login-hint begins with the address', async () => {
  const arrived = await openFormBrowser(redirectUri).go(urlOf({ login_hint: 'ada@example.test' }))
  expect(arrived.at === 'page' && arrived.page.text).toContain('value="ada@example.test"')
})

it('oidcc-response-type-missing tells the app', async () => {
  const url = urlOf({})
  url.searchParams.delete('response_type')
  const arrived = await openFormBrowser(redirectUri).go(url)
  expect(arrived.at === 'app' && arrived.url.searchParams.get('error')).toBe('invalid_request')
})

// fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second
it.each([
  ['oidcc-codereuse-30seconds', 30],
  ['after one second', 1],
])('%s gives nothing for a code a second time, and ends what it gave', async (_, seconds) => {
  const arrived = await signIn({})
  const tokens = await exchange(arrived)
  server.world.sandbox!.clock.advance(seconds)
  await expect(exchange(arrived)).rejects.toMatchObject({ error: 'invalid_grant' })
  await expect(openid.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)).rejects.toThrow()
  server.world.sandbox!.clock.advance(-seconds)
})

// fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code
it('a code is worth nothing after its minute', async () => {
  const arrived = await signIn({})
  server.world.sandbox!.clock.advance(61)
  await expect(exchange(arrived)).rejects.toMatchObject({ error: 'invalid_grant' })
  server.world.sandbox!.clock.advance(-61)
})

it('oidcc-server-rotate-keys signs with a new key, which the key set has beside the old one', async () => {
  const before = (await exchange(await signIn({}))).id_token!
  await rotateSigningKeys(server.world)
  server.world.sandbox!.clock.advance(6 * 60)
  const after = (await exchange(await signIn({}))).id_token!
  server.world.sandbox!.clock.advance(-6 * 60)
  expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
  const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!))
  for (const token of [before, after]) {
    const currentDate = new Date(Date.now() + 3 * 60_000)
    await jwtVerify(token, keys, { issuer: server.url, audience: confidential.client_id, currentDate })
  }
})
