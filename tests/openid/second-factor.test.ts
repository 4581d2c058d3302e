// Somebody with a second factor, for whom a token comes back by the browser.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appUrlOf, openFormBrowser, pageOf } from '../../contract-tests/openid/browser.ts'
import { type Client, responseTypes } from '../../server/model/client.ts'
import { toTotpSecret, totpCode } from '../../server/outside/totp.ts'
import { insertTotpFactor } from '../../server/storage/second-factors.ts'
import { findUserByEmail } from '../../server/storage/users.ts'
import { type TestServer, password, prove, sender, signUp, startReachableServer } from '../server-for-tests.ts'
import { putSecretClient, redirectUri } from './clients-for-tests.ts'

let server: TestServer
let client: Client
beforeAll(async () => {
  server = await startReachableServer()
  client = await putSecretClient(server, {
    authMethod: null,
    responseTypes: [...responseTypes],
    grantTypes: ['authorization_code', 'implicit'],
    requiresPkce: false,
  })
})
afterAll(() => server.close())

describe('somebody with a second factor', () => {
  it.each(responseTypes.filter((type) => type !== 'code'))(
    'is let in for %s, and the ID token says how',
    async (type) => {
      const { world } = server
      const person = await signUp(sender(server.url))
      await prove(sender(server.url), person.email)
      const factorSecret = toTotpSecret('5'.repeat(40))
      const user = (await findUserByEmail(world.db, client.environmentId, person.email))!
      await insertTotpFactor(world.db, {
        id: user.id,
        name: 'Phone',
        lastUsedAt: null,
        userId: user.id,
        sealedSecret: await world.secrets.seal(factorSecret),
        confirmedAt: 1,
        sessionId: null,
        lastStep: 0,
        createdAt: 1,
        updatedAt: 1,
      })
      const asked = {
        client_id: client.id,
        redirect_uri: redirectUri,
        scope: 'openid',
        nonce: 'n',
        response_type: type,
      }
      const browser = openFormBrowser(redirectUri)
      const login = pageOf(await browser.go(new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(asked)}`)))
      const step = pageOf(await login.submit({ email: person.email, password }))
      const back = appUrlOf(await step.submit({ code: totpCode(factorSecret, world.clock.now()) }))
      const told = Object.fromEntries(new URLSearchParams(back.hash.slice(1)))
      expect(told).not.toHaveProperty('error')
      const nameOf: Readonly<Record<string, string>> = { token: 'access_token' }
      for (const word of ['code', 'id_token', 'token']) {
        expect([word, told[nameOf[word] ?? word] !== undefined]).toEqual([word, type.split(' ').includes(word)])
      }
      if (told.id_token !== undefined) expect(decodeJwt(told.id_token).amr).toEqual(['otp', 'mfa'])
    },
  )
})
