// Letting a device in (RFC 8628): what its code is worth when something came between, and what its tokens say.
import { setTimeout as pause } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { deviceGrant } from '../../server/identity/authorization/device-codes.ts'
import { giveSecondFactor } from '../../server/identity/factors/second-factor.ts'
import { setPassword } from '../../server/identity/passwords/set-password.ts'
import { type Client, defaultOpenId } from '../../server/model/client.ts'
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { transaction } from '../../server/storage/database.ts'
import { findEnvironment } from '../../server/storage/environments.ts'
import { findUserByEmail } from '../../server/storage/users.ts'
import { startServersOn } from '../database-server-for-tests.ts'
import { contextFor } from '../identity/context-for-tests.ts'
import { type TestServer, password, signUp } from '../server-for-tests.ts'
import { type Arrived, openFormBrowser } from './browser-for-tests.ts'
import { putClient } from './clients-for-tests.ts'

const { account } = sandboxCredentials

let server: TestServer
/** Another instance of the same service. */
let other: TestServer
let foreign: Client
beforeAll(async () => {
  ;[server, other] = (await startServersOn('postgres', [{}, {}])) as [TestServer, TestServer]
  const grantTypes = [...defaultOpenId.grantTypes, deviceGrant] as const
  foreign = await putClient(server, { grantTypes: [...grantTypes] }, { registrationHash: 'of somebody' })
})
afterAll(async () => {
  await other.close()
  await server.close()
})

const pageOf = (arrived: Arrived) => {
  if (arrived.at !== 'page') throw new Error(`Gone on: ${arrived.url.href}`)
  return arrived.page
}
const startOf = async (client_id: string) => {
  const { text } = await server.send('POST /oauth2/device_authorization', { body: { client_id, scope: 'openid' } })
  return JSON.parse(text) as Wire['OAuthDeviceAuthorization']
}
/** The question whether a device may in, as somebody has it who has just signed in. */
const asked = async ({ client_id = String(account.client_id), browser = openFormBrowser('app:'), email = '' } = {}) => {
  const { user_code, device_code } = await startOf(client_id)
  const first = pageOf(await browser.go(new URL(`${server.url}/oauth2/device`)))
  const next = pageOf(await first.submit({ user_code }))
  const page = email === '' ? next : pageOf(await next.submit({ email, password }))
  const exchange = async () => {
    const body = { grant_type: deviceGrant, client_id, device_code }
    const { text } = await server.send('POST /oauth2/token', { body })
    return JSON.parse(text) as Wire['OAuthTokens'] & { readonly error?: string }
  }
  return { page, exchange }
}
const allow = async (page: { submit: (typed: Readonly<Record<string, string>>) => Promise<Arrived> }) =>
  pageOf(await page.submit({ answer: 'allow' })).text

const userOf = async (email: string) => (await findUserByEmail(server.world.db, sandboxEnvironmentId, email))!

describe('a device that was let in', () => {
  it('gets tokens, and amr says how the person had signed in', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    expect(await allow(page)).toContain('The device is connected')
    expect(decodeJwt((await exchange()).id_token!).amr).toEqual(['pwd'])
  })

  it('gets tokens where the person came by a second factor too', async () => {
    const { email } = await signUp(server.send)
    const { code } = await giveSecondFactor(contextFor(server.world), await userOf(email))
    const browser = openFormBrowser(account.redirectUri)
    const query = {
      client_id: account.client_id,
      redirect_uri: account.redirectUri,
      response_type: 'code',
      scope: 'openid',
      code_challenge: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM',
      code_challenge_method: 'S256',
    }
    const first = await browser.go(new URL(`${server.url}/oauth2/authorize?${new URLSearchParams(query)}`))
    await pageOf(await pageOf(first).submit({ email, password })).submit({ code })
    const { page, exchange } = await asked({ browser })
    await allow(page)
    const { id_token } = await exchange()
    expect(decodeJwt(id_token!).amr).toEqual(['otp', 'mfa'])
  })

  it('gets nothing once the password was changed', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    await allow(page)
    await changePassword(email)
    expect((await exchange()).error).toBe('invalid_grant')
  })

  it('gets nothing once the app was disallowed', async () => {
    const { email, access_token: bearer } = await signUp(server.send)
    const { page, exchange } = await asked({ email, client_id: foreign.id })
    const own = await asked({ email })
    await allow(page)
    await allow(own.page)
    expect((await server.send(`DELETE /auth/consents/${foreign.id}`, { bearer })).status).toBe(204)
    expect((await exchange()).error).toBe('invalid_grant')
    expect((await own.exchange()).token_type).toBe('Bearer')
  })

  it('is not, where the password is changed while they answer', async () => {
    const { email } = await signUp(server.send)
    const { page, exchange } = await asked({ email })
    const text = await changePassword(email, () => allow(page))
    expect(text).toContain('name="password"')
    expect((await exchange()).error).toBe('authorization_pending')
  })
})

/** On the other instance. `meanwhile` runs before the change is there for all; what it promises is waited for after. */
const changePassword = async (email: string, meanwhile?: () => Promise<string>): Promise<string | undefined> => {
  const ctx = contextFor(other.world)
  const user = await userOf(email)
  const environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  let during: Promise<string> | undefined
  await transaction(ctx.db, async (db) => {
    await setPassword(ctx, db, { environment, user, passwordHash: 'another' })
    during = meanwhile?.()
    await Promise.race([during, pause(500)])
  })
  return during
}
