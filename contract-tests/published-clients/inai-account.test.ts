// What people do with their own sign-in and their organizations by the published client, unchanged: see inai.test.ts.
import { InAIAuthClient } from '@inai-dev/backend'
import { beforeEach, describe, expect, it } from 'vitest'
import { dana } from '../harness/seeds/backend.ts'
import { alice, bob, demo, demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import { resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'
import { account, backOffice, called, documented, open } from './inai-calls.ts'

describe.each(targets.filter(({ name }) => name !== 'mock'))('@inai-dev/backend on $name', (target) => {
  const seeds = seedsOf(target)
  const client = open(target.baseUrl)
  const { applicationId: appId, environmentId } = demoApp
  beforeEach(() => resetWorld(target))

  it('sets a second factor up, uses backup codes, and switches it off', async () => {
    const { access_token: token } = await seeds.appCaller(alice)
    const { data: setup } = await client.enableMfa(token)
    const { data: backup } = await client.verifyMfaSetup(token, await seeds.totp(setup.secret))
    await client.verifyBackupCode(token, backup.backup_codes[0]!)
    expect((await client.getRemainingBackupCodes(token)).data.remaining).toBe(backup.count - 1)
    const { data: anew } = await client.generateBackupCodes(token)
    await expect(client.verifyBackupCode(token, backup.backup_codes[1]!)).rejects.toThrow()
    expect(await client.disableMfa(token, anew.backup_codes[0]!)).toEqual({ message: expect.any(String) })
    expect((await client.getMe(token)).data).toMatchObject({ mfaEnabled: false })
  })

  it('lists and ends sessions, as their user and as an administrator', async () => {
    const { access_token: token } = await seeds.appCaller(alice)
    const other = await client.login(alice)
    const { data } = await client.listSessions(token)
    expect(data).toHaveLength(2)
    expect(await client.revokeSession(token, data[0]!.id)).toEqual({ message: expect.any(String) })
    await expect(client.getMe(other.access_token!)).rejects.toMatchObject({ status: 401 })
    await client.login(alice)
    const ended = await client.revokeAllSessions(token, { password: alice.password, keepCurrent: true })
    expect(ended).toMatchObject({ revokedCount: 1 })

    const admin = (await client.platformLogin(demoPlatform)).access_token!
    const { data: seen } = await client.listAppSessions(admin, appId, { environmentId })
    expect(seen).toHaveLength(1)
    expect(await client.revokeAppSession(admin, appId, seen[0]!.id)).toEqual({ message: expect.any(String) })
    await expect(client.getMe(token)).rejects.toMatchObject({ status: 401 })
  })

  it('keeps an organization and its members, and invites to it', async () => {
    const { access_token: token } = await seeds.appCaller(alice)
    const { user } = await seeds.appCaller(bob)
    const { data: org } = await client.createOrganization(token, { name: 'Engines', slug: 'engines' })
    expect((await client.listOrganizations(token)).data).toEqual([org])
    expect((await client.getOrganization(token, org.id)).data).toEqual(org)
    expect((await client.updateOrganization(token, org.id, { name: 'Works' })).data.name).toBe('Works')
    const { data: member } = await client.addOrgMember(token, org.id, { userId: user.id, role: 'viewer' })
    expect((await client.listOrgMembers(token, org.id)).data).toContainEqual(member)
    const changed = await client.updateOrgMember(token, org.id, member.id, { role: 'member' })
    expect(changed.data).toMatchObject({ userId: user.id, roleName: 'member' })
    expect(await client.removeOrgMember(token, org.id, member.id)).toEqual({ success: true })
    const { data: invitation } = await client.createOrgInvitation(token, org.id, { email: 'carol@example.test' })
    expect(invitation).toMatchObject({ email: 'carol@example.test', status: 'pending' })
    expect(await client.deleteOrganization(token, org.id)).toEqual({ success: true })
    expect((await client.listOrganizations(token)).data).toEqual([])
  })

  it('makes a tenant, and takes an application away', async () => {
    const { access_token: token } = await client.platformRegister(dana)
    const { data: app } = await client.createApplication(token, { name: 'Shop', slug: 'shop' })
    expect(await client.deleteApplication(token, app.id)).toBeUndefined()
    expect((await client.listApplications(token)).data).toEqual([])
  })

  it('builds the address of a provider', () => {
    expect(new URL(client.getOAuthInitUrl('github', demo.redirectUri)).pathname).toBe('/api/v1/auth/oauth/github')
  })

  it('has run every call that these tests are about', () => {
    expect(account.filter((name) => !called.has(name))).toEqual([])
  })
})

it('leaves no call of the published client out', () => {
  const inner = ['constructor', 'request', 'platformRequest', 'appUserRequest']
  const names = Object.getOwnPropertyNames(InAIAuthClient.prototype).filter((name) => !inner.includes(name))
  expect([...new Set([...documented, ...backOffice, ...account])].sort()).toEqual(names.sort())
})
