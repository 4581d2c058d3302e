// A new signing key, which nobody asks for over HTTP: an operator or the clock makes one.
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appUrlOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { rotateSigningKeys } from '../../server/identity/sessions/signing-keys.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'

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

const idToken = async (): Promise<string> => {
  const asked = { redirect_uri: redirectUri, scope: 'openid', state: 's', nonce: 'n' }
  const login = pageOf(await openFormBrowser(redirectUri).go(openid.buildAuthorizationUrl(config, asked)))
  const back = appUrlOf(await login.submit({ email, password }))
  const checks = { expectedState: 's', expectedNonce: 'n' }
  return (await openid.authorizationCodeGrant(config, back, checks)).id_token!
}

it('oidcc-server-rotate-keys signs with a new key, which the key set has beside the old one', async () => {
  const before = await idToken()
  await rotateSigningKeys(server.world)
  server.world.sandbox!.clock.advance(6 * 60)
  const after = await idToken()
  server.world.sandbox!.clock.advance(-6 * 60)
  expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid)
  const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri!))
  for (const token of [before, after]) {
    const currentDate = new Date(Date.now() + 3 * 60_000)
    await jwtVerify(token, keys, { issuer: server.url, audience: confidential.client_id, currentDate })
  }
})
