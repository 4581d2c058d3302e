// The backend client and the real service, in one process.
import { Secret, TOTP } from 'otpauth'
import { createAuthenticator } from '../contract-tests/harness/fixtures/authenticator.ts'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Wire } from '../generated/operations.ts'
import { BackendClient, JWKSClient, buildAuthObjectFromToken, createBackendClient } from './backend-client.ts'
import { openService } from './service-for-tests.ts'

let service: Awaited<ReturnType<typeof openService>>
let client: BackendClient

beforeAll(async () => {
  service = await openService()
  client = createBackendClient({ apiUrl: service.baseUrl, publishableKey: 'pk_test_inbox_manager' })
})
afterAll(() => service.close())

const sandbox = async (path: string, body?: object) => {
  const headers = { 'Content-Type': 'application/json' }
  const init = body ? { headers, body: JSON.stringify(body) } : {}
  const answer = await fetch(`${service.baseUrl}/sandbox/${path}`, { method: 'POST', ...init })
  return (await answer.json()) as { now: string }
}

beforeEach(() => sandbox('reset'))

const email = 'alice@example.test'
const password = 'correct horse battery'
const alice = { email, password }

/** The token of the newest mail of a kind. */
const mailed = async (kind: string, to = email): Promise<string> => {
  const answer = await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${to}`)
  const { messages } = (await answer.json()) as Wire['Mailbox']
  return messages.find((mail) => mail.kind === kind)!.token!
}

/** Somebody who is signed in, and no question of a code or an unproven address. */
const signedIn = (answer: object) => answer as Wire['AppSignedIn']

const codeNow = async (secret: string) => {
  const { now } = await sandbox('clock', { advance: 30 })
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(now) })
}

it('signs up, in, on and out', async () => {
  const { user, ...started } = signedIn(await client.register({ ...alice, firstName: 'Alice', lastName: 'Doe' }))
  expect((await client.getMe(started.access_token)).data).toEqual(user)
  await expect(client.register(alice)).rejects.toMatchObject({ status: 409, code: 'user_exists' })
  await expect(client.login({ email, password: 'guess' })).rejects.toMatchObject({
    status: 401,
    message: 'The email or the password is wrong.',
    code: 'invalid_credentials',
    body: { type: 'invalid_credentials', status: 401 },
  })

  const { access_token, refresh_token } = signedIn(await client.login(alice))
  const refreshed = await client.refresh(refresh_token)
  expect(refreshed).toMatchObject({ token_type: 'Bearer', expires_in: 900, roles: [], permissions: [] })
  expect(await client.logout(refreshed.refresh_token)).toBeUndefined()
  await expect(client.getMe(access_token)).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
  await expect(client.refresh(refreshed.refresh_token)).rejects.toMatchObject({ code: 'invalid_refresh_token' })
})

it('proves an address and sets a new password by mailed tokens', async () => {
  const { access_token } = signedIn(await client.register(alice))
  expect(await client.verifyEmail(await mailed('verify_email_link'))).toEqual({ message: expect.any(String) })
  expect((await client.getMe(access_token)).data.emailVerified).toBe(true)

  expect(await client.forgotPassword(email)).toEqual(await client.forgotPassword('nobody@example.test'))
  const token = await mailed('reset_password_link')
  await expect(client.resetPassword(token, 'password1')).rejects.toMatchObject({ code: 'weak_password' })
  await client.resetPassword(token, 'lantern paper staple')
  await expect(client.resetPassword(token, 'lantern paper staple')).rejects.toMatchObject({ code: 'invalid_link' })
  await expect(client.getMe(access_token)).rejects.toMatchObject({ status: 401 })
  await client.login({ email, password: 'lantern paper staple' })
})

it('asks for a second factor, takes codes and backup codes, and lets go of it', async () => {
  const { access_token } = signedIn(await client.register(alice))
  await expect(client.enableMfa(access_token)).rejects.toMatchObject({ code: 'email_not_verified', status: 403 })
  await client.verifyEmail(await mailed('verify_email_link'))
  const { secret } = (await client.enableMfa(access_token)).data
  const codes = (await client.verifyMfaSetup(access_token, await codeNow(secret), 'Phone')).data.backup_codes
  expect((await client.getRemainingBackupCodes(access_token)).data.remaining).toBe(codes.length)

  const { mfa_token } = (await client.login(alice)) as Wire['SecondFactorRequired']
  await expect(client.mfaChallenge({ mfa_token, code: '000000' })).rejects.toMatchObject({ code: 'invalid_code' })
  const again = await client.mfaChallenge({ mfa_token, code: await codeNow(secret) })
  expect(again.user).toMatchObject({ email, mfaEnabled: true })

  await client.verifyBackupCode(again.access_token, codes[0]!)
  expect((await client.getRemainingBackupCodes(again.access_token)).data.remaining).toBe(codes.length - 1)
  const renewed = (await client.generateBackupCodes(again.access_token)).data
  expect(renewed.count).toBe(codes.length)
  const [app] = (await client.listAuthenticatorApps(again.access_token)).data
  expect(app?.name).toBe('Phone')
  const named = await client.renameAuthenticatorApp(again.access_token, app!.id, 'Old phone')
  expect(named.data.name).toBe('Old phone')
  await client.removeAuthenticatorApp(again.access_token, app!.id)
  expect((await client.getMe(again.access_token)).data.mfaEnabled).toBe(false)
  const next = (await client.enableMfa(again.access_token)).data.secret
  await client.verifyMfaSetup(again.access_token, await codeNow(next))
  await client.disableMfa(again.access_token, await codeNow(next))
  expect((await client.getMe(again.access_token)).data.mfaEnabled).toBe(false)
})

it('takes a passkey on, signs in by it with nothing typed, and proves anew by it', async () => {
  const { access_token } = signedIn(await client.register(alice))
  await client.verifyEmail(await mailed('verify_email_link'))
  const page = { origin: service.baseUrl }
  const device = createAuthenticator()
  const made = device.create((await client.beginPasskey(access_token)).data, page)
  const { data: passkey } = await client.addPasskey(access_token, { name: 'Laptop', credential: made })
  const renamed = await client.renamePasskey(access_token, passkey.id, 'Phone')
  expect(renamed.data).toMatchObject({ id: passkey.id, name: 'Phone' })

  const credential = device.get((await client.beginPasskeySignIn()).data, page)
  const started = await client.signInWithPasskey({ credential })
  expect(started.user.email).toBe(email)
  await expect(client.signInWithPasskey({ credential })).rejects.toMatchObject({ code: 'invalid_passkey', status: 400 })

  await sandbox('clock', { advance: 601 })
  const token = started.access_token
  const removing = client.removePasskey(token, passkey.id)
  await expect(removing).rejects.toMatchObject({ code: 'reauthentication_required' })
  const { request } = (await client.beginReauthentication(token)).data
  await client.reauthenticate(token, { credential: device.get(request!, page) })
  await client.removePasskey(token, passkey.id)
  expect((await client.listPasskeys(token)).data).toEqual([])
})

it('runs the platform: sign-in, applications, users, keys and sessions', async () => {
  const owner = { email: 'dana@acme.test', password }
  const registered = await client.platformRegister({ ...owner, tenantName: 'Acme', tenantSlug: 'acme' })
  expect(registered.tenant).toMatchObject({ slug: 'acme' })
  // Keys and users of an application are made by who has proven their address: a page of the service takes the link.
  const proof = await fetch(`${service.baseUrl}/auth/verify`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: await mailed('verify_email_link', owner.email) }),
  })
  expect(proof.status).toBe(200)
  const session = (await client.platformLogin(owner)) as Wire['PlatformSignedIn']
  const { access_token: token } = await client.platformRefresh(session.refresh_token)
  expect((await client.platformGetMe(token)).data).toMatchObject({ email: owner.email, tenant: { slug: 'acme' } })

  const { data: app } = await client.createApplication(token, { name: 'Shop', slug: 'shop' })
  expect((await client.listApplications(token)).data).toEqual([app])
  expect((await client.getApplication(token, app.id)).data).toEqual(app)
  expect((await client.updateApplication(token, app.id, { name: 'Store' })).data.name).toBe('Store')

  const [stage] = app.environments
  const environmentId = stage!.id
  const { data: user } = await client.createAppUser(token, app.id, { ...alice, environmentId })
  expect(await client.listAppUsers(token, app.id, { environmentId, page: 1, limit: 10 })).toMatchObject({
    data: [user],
    total: 1,
    page: 1,
    limit: 10,
  })
  expect((await client.getAppUser(token, app.id, user.id)).data).toEqual(user)
  expect((await client.updateAppUser(token, app.id, user.id, { firstName: 'Al' })).data.firstName).toBe('Al')

  const shop = new BackendClient({ apiUrl: service.baseUrl, publishableKey: stage!.publishableKey })
  const customer = signedIn(await shop.login(alice))
  const { data: sessions } = await client.listAppSessions(token, app.id, { environmentId })
  await client.revokeAppSession(token, app.id, sessions[0]!.id)
  await expect(shop.getMe(customer.access_token)).rejects.toMatchObject({ status: 401 })
  expect((await client.getApplicationStats(token, app.id)).data).toMatchObject({ totalUsers: 1, activeSessions: 0 })

  const { data: ended } = await client.listAppAuditLogs(token, app.id, { environmentId, action: 'session.revoked' })
  expect(ended).toMatchObject([{ administratorEmail: owner.email, resourceId: sessions[0]!.id }])
  const all = await client.listPlatformAuditLogs(token, { limit: 1 })
  const next = await client.listPlatformAuditLogs(token, { limit: 1, cursor: all.nextCursor! })
  expect([all.data, next.data].flat().map(({ action }) => action)).toEqual(['session.revoked', 'user.signed_in'])

  const post = async (path: string, bearer: string, body: object) => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` }
    const answer = await fetch(`${service.baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as unknown
  }
  const forPartners = { name: 'Partners', environmentId, keyType: 'registration' }
  const made = await post(`/api/platform/applications/${app.id}/api-keys`, token, forPartners)
  const { data: partners } = made as Wire['CreatedApiKeyAnswer']
  const fields = { redirect_uris: ['https://calendar.example.com/callback'] }
  const { client_id } = (await post('/oauth2/register', partners.key, fields)) as Wire['OAuthRegistration']
  const third = await client.listAppThirdPartyClients(token, app.id, { kind: 'registered', limit: 1 })
  expect(third).toMatchObject({ data: [{ clientId: client_id, isActive: true }], nextCursor: null })
  await client.updateAppThirdPartyClient(token, app.id, client_id, { isActive: false })
  expect((await client.getAppThirdPartyClient(token, app.id, client_id)).data.isActive).toBe(false)
  await client.revokeAppApiKey(token, app.id, partners.id)

  const { data: key } = await client.createAppApiKey(token, app.id, 'Backend', environmentId)
  expect(key.key).toMatch(/^sk_test_/)
  expect((await client.listAppApiKeys(token, app.id, environmentId)).data.map(({ id }) => id)).toEqual([key.id])
  await client.revokeAppApiKey(token, app.id, key.id)
  expect((await client.listAppApiKeys(token, app.id)).data).toEqual([])
  const { publishableKey } = await client.rotateAppKeys(token, app.id, environmentId)
  expect(publishableKey).not.toBe(stage!.publishableKey)

  const { data: reader } = await client.createPlatformApiKey(token, { name: 'Audit export' })
  expect((await client.listPlatformAuditLogs(reader.key, { limit: 1 })).data[0]?.action).toBe('api_key.created')
  expect((await client.listPlatformApiKeys(token)).data.map(({ id }) => id)).toEqual([reader.id])
  await client.revokePlatformApiKey(token, reader.id)
  await expect(client.listPlatformAuditLogs(reader.key)).rejects.toMatchObject({ status: 401 })
  await client.updatePlatformSettings(token, { theme: 'dark', color: 'blue' })
  expect((await client.updatePlatformSettings(token, { color: null })).data).toEqual({ theme: 'dark' })
  expect((await client.getPlatformSettings(token)).data).toEqual({ theme: 'dark' })

  await client.deleteApplication(token, app.id)
  await expect(client.getApplication(token, app.id)).rejects.toMatchObject({ status: 404, code: 'not_found' })
  await client.platformLogout(token)
  await expect(client.platformGetMe(token)).rejects.toMatchObject({ status: 401 })
})

it('takes a code from an administrator who has a second factor', async () => {
  const owner = { email: 'dana@acme.test', password }
  const { access_token } = await client.platformRegister({ ...owner, tenantName: 'Acme', tenantSlug: 'acme' })
  const token = await mailed('verify_email_link', owner.email)
  const proof = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token }) }
  await fetch(`${service.baseUrl}/auth/verify`, { method: 'POST', ...proof })
  const call = async (path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) }
    return (await (await fetch(`${service.baseUrl}/api/platform/auth/mfa/${path}`, init)).json()) as unknown
  }
  const { secret } = ((await call('enable')) as Wire['MfaSetupAnswer']).data
  await call('verify', { code: await codeNow(secret) })
  const { mfa_token } = (await client.platformLogin(owner)) as Wire['SecondFactorRequired']
  const session = await client.platformMfaChallenge({ mfa_token, code: await codeNow(secret) })
  expect(session.user).toMatchObject({ email: owner.email })
})

it('tells resource servers whose token it is', async () => {
  const jwks = new JWKSClient(`${service.baseUrl}/.well-known/jwks.json`)
  const { user, access_token, refresh_token } = signedIn(await client.register(alice))
  const auth = await buildAuthObjectFromToken(access_token, jwks)
  expect(auth).toMatchObject({ type: 'app_user', userId: user.id, tenantId: user.tenantId, orgId: null })
  expect(await buildAuthObjectFromToken(refresh_token, jwks)).toBeNull()

  const body = { client_id: 'cid_inbox_manager', email: 'bob@example.test', password }
  const headers = { 'Content-Type': 'application/json' }
  const signUp = { method: 'POST', headers, body: JSON.stringify(body) }
  const { tokens } = (await (await fetch(`${service.baseUrl}/auth/sign-up`, signUp)).json()) as {
    tokens: { access_token: string }
  }
  // A token of the account surface has the same signature and is no end user's.
  expect(await buildAuthObjectFromToken(tokens.access_token, jwks)).toBeNull()
})

it('runs the own account of an end user: password, address, data, and the end', async () => {
  const { access_token } = signedIn(await client.register(alice))
  await expect(client.requestEmailChange(access_token, 'moved@example.com')).rejects.toMatchObject({
    code: 'email_not_verified',
  })
  await client.verifyEmail(await mailed('verify_email_link'))
  await expect(client.changePassword(access_token, 'password1')).rejects.toMatchObject({ code: 'weak_password' })
  const next = await client.changePassword(access_token, 'lantern paper staple')
  await expect(client.getMe(access_token)).rejects.toMatchObject({ status: 401 })
  const token = next.access_token

  expect(await client.requestEmailChange(token, 'moved@example.com')).toEqual({ message: expect.any(String) })
  await client.changeEmail(await mailed('change_address_link', 'moved@example.com'))
  expect((await client.getMe(token)).data.email).toBe('moved@example.com')
  expect((await client.listIdentities(token)).data).toEqual([])
  const none = client.unlinkIdentity(token, '0199c0de-0000-7000-8000-00000000dead')
  await expect(none).rejects.toMatchObject({ status: 404, code: 'not_found' })

  await sandbox('clock', { advance: 601 })
  await expect(client.exportData(token)).rejects.toMatchObject({ code: 'reauthentication_required' })
  await client.reauthenticate(token, { password: 'lantern paper staple' })
  expect((await client.exportData(token)).profile.identity.email).toBe('moved@example.com')
  await client.deleteMe(token)
  await expect(client.getMe(token)).rejects.toMatchObject({ status: 401 })
})
