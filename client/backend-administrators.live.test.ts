// What administrators do with their own sign-in, with clients, environments, organizations and pages, against the real service.
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Wire } from '../generated/operations.ts'
import { sandboxCredentials } from '../server/model/sandbox-credentials.ts'
import { type BackendClient, createBackendClient } from './backend-client.ts'
import { openService } from './service-for-tests.ts'

const { applicationId, environmentId, publishableKey } = sandboxCredentials.app
const { platform: owner } = sandboxCredentials
const password = 'correct horse battery'

let service: Awaited<ReturnType<typeof openService>>
let client: BackendClient
let token: string

beforeAll(async () => {
  service = await openService()
  client = createBackendClient({ apiUrl: service.baseUrl, publishableKey })
})
afterAll(() => service.close())
beforeEach(async () => {
  await fetch(`${service.baseUrl}/sandbox/reset`, { method: 'POST' })
  token = ((await client.platformLogin(owner)) as Wire['PlatformSignedIn']).access_token
})

/** The code of an authenticator app, by the clock of the sandbox. */
const codeNow = async (secret: string) => {
  const now = Date.parse((await fetch(service.baseUrl)).headers.get('date')!)
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
}

it('sees where they are signed in, ends that, and deletes themselves', async () => {
  const signIn = async () => ((await client.platformLogin(owner)) as Wire['PlatformSignedIn']).access_token
  const [phone, tablet] = [await signIn(), await signIn()]
  const { data } = await client.platformListSessions(phone)
  expect(data.map(({ current }) => current)).toEqual([false, true, false])
  await client.platformRevokeSession(phone, data[2]!.id)
  await expect(client.platformGetMe(token)).rejects.toMatchObject({ status: 401 })
  await expect(client.platformRevokeSession(phone, data[2]!.id)).rejects.toMatchObject({ status: 404 })
  expect(await client.platformRevokeOtherSessions(phone)).toMatchObject({ revokedCount: 1 })
  await expect(client.platformGetMe(tablet)).rejects.toMatchObject({ status: 401 })
  await expect(client.platformDeleteMe(phone)).rejects.toMatchObject({ code: 'last_owner' })

  const email = 'erin@example.test'
  await client.invitePlatformMember(phone, { email, roleName: 'owner' })
  const box = (await (await fetch(`${service.baseUrl}/sandbox/mailbox.json?to=${email}`)).json()) as Wire['Mailbox']
  await client.acceptPlatformInvitation(box.messages[0]!.token!, { password })
  expect(await client.platformDeleteMe(phone)).toHaveProperty('message')
  await expect(client.platformLogin(owner)).rejects.toMatchObject({ status: 401 })
})

it('switches a second factor on and off, and proves that it is still them', async () => {
  const proof = await client.platformReauthenticate(token, { password: owner.password })
  expect(Date.parse(proof.data.freshUntil)).toBeGreaterThan(0)
  const { data: setup } = await client.platformEnableMfa(token)
  const { data: made } = await client.platformVerifyMfaSetup(token, await codeNow(setup.secret), 'Phone')
  expect((await client.platformGetRemainingBackupCodes(token)).data.remaining).toBe(made.backup_codes.length)
  const [app] = (await client.platformListAuthenticatorApps(token)).data
  expect(app?.name).toBe('Phone')
  expect((await client.platformRenameAuthenticatorApp(token, app!.id, 'Old phone')).data.name).toBe('Old phone')
  await client.platformVerifyBackupCode(token, made.backup_codes[0]!)
  const { data: anew } = await client.platformGenerateBackupCodes(token)
  await expect(client.platformVerifyBackupCode(token, made.backup_codes[1]!)).rejects.toMatchObject({
    code: 'invalid_code',
  })
  const { mfa_token } = (await client.platformLogin(owner)) as Wire['SecondFactorRequired']
  await expect(client.platformBeginPasskeyChallenge(mfa_token)).rejects.toMatchObject({ status: 409 })
  await client.platformDisableMfa(token, anew.backup_codes[0]!)

  const { data: again } = await client.platformEnableMfa(token)
  await client.platformVerifyMfaSetup(token, await codeNow(again.secret))
  const [next] = (await client.platformListAuthenticatorApps(token)).data
  await client.platformRemoveAuthenticatorApp(token, next!.id)
  expect((await client.platformListAuthenticatorApps(token)).data).toEqual([])

  const { data: asked } = await client.platformBeginPasskey(token)
  expect(asked).toMatchObject({ challenge: expect.any(String) as string })
  expect((await client.platformListPasskeys(token)).data).toEqual([])
  const none = '0199c0de-0000-7000-8000-00000000dead'
  const missing = { code: 'not_found', status: 404 }
  await expect(client.platformRenamePasskey(token, none, 'Laptop')).rejects.toMatchObject(missing)
  await expect(client.platformRemovePasskey(token, none)).rejects.toMatchObject(missing)
})

it('sets up environments, clients and the words of pages', async () => {
  const { data: made } = await client.createAppEnvironment(token, applicationId, { name: 'Staging' })
  const renamed = await client.updateAppEnvironment(token, applicationId, made.id, { name: 'Preview' })
  expect(renamed.data.name).toBe('Preview')

  const body = { name: 'Shop', environmentId, type: 'confidential' } as const
  const { data: shop } = await client.createAppClient(token, applicationId, body)
  expect((await client.listAppClients(token, applicationId, { environmentId })).data).toContainEqual(
    expect.objectContaining({ clientId: shop.clientId }),
  )
  expect((await client.getAppClient(token, applicationId, shop.clientId)).data.name).toBe('Shop')
  const changed = await client.updateAppClient(token, applicationId, shop.clientId, { name: 'The shop' })
  expect(changed.data.name).toBe('The shop')
  const { data: renewed } = await client.renewAppClientSecret(token, applicationId, shop.clientId)
  expect(renewed.clientSecret).not.toBe(shop.clientSecret)
  await client.deleteAppClient(token, applicationId, shop.clientId)

  const texts = { sign_in: 'Anmelden bei uns' }
  await client.replaceAppPageTexts(token, applicationId, environmentId, 'de', { texts })
  expect((await client.getAppPageTexts(token, applicationId, environmentId, 'de')).data.texts).toEqual(texts)
  const page = await client.previewAppPage(token, applicationId, environmentId, 'de', { page: 'sign_in' })
  expect(page.html).toContain('Anmelden bei uns')

  const mail = await client.previewAppMail(token, applicationId, { environmentId, name: 'magic_link' })
  expect(mail.subject).not.toBe('')
  expect((await client.getApplicationActivity(token, applicationId, { days: 7 })).data).toHaveLength(7)
})

it('decides who belongs to an organization, and invites to it', async () => {
  const place = { name: 'Engines', slug: 'engines', environmentId }
  const { data: org } = await client.createAppOrganization(token, applicationId, place)
  expect((await client.getAppOrganization(token, applicationId, org.id)).data).toEqual(org)
  const person = { email: 'alice@example.test', password, environmentId }
  const { data: user } = await client.createAppUser(token, applicationId, person)
  const added = { userId: user.id, role: 'viewer' } as const
  const { data: member } = await client.addAppOrgMember(token, applicationId, org.id, added)
  const changed = await client.updateAppOrgMember(token, applicationId, org.id, member.id, { role: 'member' })
  expect(changed.data.roleName).toBe('member')
  expect((await client.listAppOrgMembers(token, applicationId, org.id, { search: 'alice' })).total).toBe(1)
  await client.removeAppOrgMember(token, applicationId, org.id, member.id)
  expect((await client.removeAppUserMfa(token, applicationId, user.id)).message).not.toBe('')

  const guest = { email: 'bob@example.test', role: 'owner' } as const
  const { data: invitation } = await client.createAppOrgInvitation(token, applicationId, org.id, guest)
  expect((await client.listAppOrgInvitations(token, applicationId, org.id)).data).toEqual([invitation])
})

it('changes their own password, asks for another address, and has their data', async () => {
  await expect(client.platformChangePassword(token, 'password1')).rejects.toMatchObject({ code: 'weak_password' })
  const { access_token, user } = await client.platformChangePassword(token, 'lantern paper staple')
  await expect(client.platformGetMe(token)).rejects.toMatchObject({ status: 401 })
  expect(user.email).toBe(owner.email)
  const asked = await client.platformRequestEmailChange(access_token, 'moved@example.com')
  expect(asked).toEqual({ message: expect.any(String) as string })
  expect((await client.platformExportData(access_token)).profile.identity.email).toBe(owner.email)
})
