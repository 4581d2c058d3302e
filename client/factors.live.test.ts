// Second factors and passkeys by the client, at the real service in this process.
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createAuthenticator } from '../contract-tests/harness/fixtures/authenticator.ts'
import { createAuthClient } from './auth-client.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>

beforeAll(async () => {
  service = await openService()
})
afterAll(() => service.close())

const sandbox = async <Answer>(path: string, body: object): Promise<Answer> => {
  const headers = { 'content-type': 'application/json' }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await (await fetch(`${service.baseUrl}/sandbox/${path}`, sent)).json()) as Answer
}
const codeNow = async (secret: string) => {
  const { now } = await sandbox<{ now: string }>('clock', { advance: 30 })
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(now) })
}

beforeEach(() => sandbox('reset', {}))

const alice = { email: 'alice@example.test', password: 'correct horse battery' }
const open = () => createAuthClient({ baseUrl: service.baseUrl, clientId: 'cid_inbox_manager' })
const aliceHerself = async () => {
  await open().signUp(alice)
  const box = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${alice.email}`)
  const { messages } = (await box.json()) as { messages: { token: string }[] }
  await open().verifyEmail({ token: messages[0]!.token })
  const auth = open()
  await auth.signIn(alice)
  return auth
}

it('sets an authenticator app up, names it, signs in with it, and removes it without a code of it', async () => {
  const auth = await aliceHerself()
  const { secret } = await auth.enableMfa()
  expect((await auth.listAuthenticatorApps()).data).toEqual([])
  const { backup_codes } = await auth.verifyMfaSetup({ code: await codeNow(secret), name: 'Phone' })
  const [app] = (await auth.listAuthenticatorApps()).data
  expect(app).toMatchObject({ name: 'Phone', last_used_at: null })

  const refused = await open()
    .signIn(alice)
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'second_factor_required', factors: ['totp', 'backup_code'] })
  const { mfaToken } = refused as { mfaToken: string }
  const next = open()
  await next.completeSignIn({ mfaToken, code: await codeNow(secret) })
  const authenticatorAppId = app!.id
  expect(await next.renameAuthenticatorApp({ authenticatorAppId, name: 'Old phone' })).toMatchObject({
    name: 'Old phone',
    last_used_at: expect.any(String),
  })

  await sandbox('clock', { advance: 601 })
  const removing = next.removeAuthenticatorApp({ authenticatorAppId })
  await expect(removing).rejects.toMatchObject({ code: 'reauthentication_required' })
  await next.reauthenticate({ code: backup_codes[0]! })
  await next.removeAuthenticatorApp({ authenticatorAppId })
  const again = next.removeAuthenticatorApp({ authenticatorAppId })
  await expect(again).rejects.toMatchObject({ code: 'authenticator_app_not_found' })
  expect(await next.getMfa()).toMatchObject({ enabled: false, backup_codes_left: 0 })
  await open().signIn(alice)
})

it('adds a passkey, names it, signs in by it with nothing typed, and removes it', async () => {
  const auth = await aliceHerself()
  const device = createAuthenticator()
  const made = device.create((await auth.beginPasskey()).public_key, { origin: service.baseUrl })
  const { id: passkeyId } = await auth.addPasskey({ name: 'Laptop', credential: made })
  expect(await auth.renamePasskey({ passkeyId, name: 'Phone' })).toMatchObject({ name: 'Phone' })

  const next = open()
  const asked = await next.beginPasskeySignIn()
  const credential = device.get(asked.public_key, { origin: service.baseUrl })
  const { profile } = await next.signInWithPasskey({ credential })
  expect(profile.identity.email).toBe(alice.email)
  await expect(open().signInWithPasskey({ credential })).rejects.toMatchObject({ code: 'invalid_passkey' })
  await next.removePasskey({ passkeyId })
  expect((await next.listPasskeys()).data).toEqual([])
})
