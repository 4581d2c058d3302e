// The back office of the published client of the app and platform surfaces, unchanged: see inai.test.ts.
import { beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import { resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'
import { backOffice, called, open } from './inai-calls.ts'

describe.each(targets.filter(({ name }) => name !== 'mock'))('@inai-dev/backend on $name', (target) => {
  const seeds = seedsOf(target)
  const client = open(target.baseUrl)
  const { applicationId: appId, environmentId } = demoApp
  beforeEach(() => resetWorld(target))

  const administrator = async () => (await client.platformLogin(demoPlatform)).access_token!

  it('gives roles and permissions as an administrator', async () => {
    const token = await administrator()
    const { user, refresh_token } = await seeds.appCaller(alice)
    const { data: permission } = await client.createAppPermission(token, appId, {
      name: 'Write posts',
      resource: 'posts',
      action: 'write',
    })
    expect(permission).toMatchObject({ environmentId, resource: 'posts', action: 'write', description: null })
    expect((await client.listAppPermissions(token, appId, { environmentId })).data).toContainEqual(permission)
    const { data: role } = await client.createAppRole(token, appId, { name: 'author', hierarchyLevel: 10 })
    expect((await client.getAppRole(token, appId, role.id)).data).toEqual(role)
    const { data: renamed } = await client.updateAppRole(token, appId, role.id, { name: 'editor' })
    expect(renamed).toMatchObject({ id: role.id, name: 'editor', hierarchyLevel: 10, isSystem: false })
    const given = await client.assignAppRolePermissions(token, appId, role.id, [permission.id])
    expect(given).toEqual({ data: { assigned: 1, skipped: 0 } })
    expect((await client.getAppRolePermissions(token, appId, role.id)).data).toEqual([permission])

    const held = await client.assignAppUserRoles(token, appId, user.id, [role.id])
    expect(held).toEqual({ data: { userId: user.id, roles: [{ id: role.id, name: 'editor', description: null }] } })
    expect(await client.refresh(refresh_token)).toMatchObject({ roles: ['editor'], permissions: ['posts:write'] })
    expect((await client.getAppUser(token, appId, user.id)).data).toMatchObject({ roles: ['editor'] })
    expect((await client.updateAppUser(token, appId, user.id, { firstName: 'Alice' })).data.firstName).toBe('Alice')

    expect(await client.removeAppRolePermission(token, appId, role.id, permission.id)).toMatchObject({ success: true })
    expect(await client.deleteAppPermission(token, appId, permission.id)).toEqual({ success: true })
    expect(await client.deleteAppRole(token, appId, role.id)).toEqual({ success: true })
    expect((await client.listAppRoles(token, appId)).data.map(({ name }) => name)).toEqual(['admin'])
  })

  it('gives roles and permissions as a user who holds them', async () => {
    const hers = await seeds.appCaller(alice)
    await seeds.role(hers, 'all')
    const token = hers.access_token
    const { data: made } = await client.createUser(token, { ...bob, firstName: 'Bob' })
    expect((await client.getUser(token, made.id)).data).toEqual(made)
    expect(await client.listUsers(token, { search: 'bob', page: 1, limit: 5 })).toEqual({
      ...{ data: [made], total: 1, page: 1, limit: 5 },
    })
    expect((await client.updateUser(token, made.id, { isActive: false })).data.isActive).toBe(false)

    const posts = { name: 'Write posts', resource: 'posts', action: 'write' }
    const { data: permission } = await client.createPermission(token, posts)
    expect((await client.listPermissions(token)).data).toContainEqual(permission)
    const { data: role } = await client.createRole(token, { name: 'editor', description: 'Edits', hierarchyLevel: 10 })
    expect((await client.getRole(token, role.id)).data).toEqual(role)
    expect((await client.updateRole(token, role.id, { description: 'Writes' })).data.description).toBe('Writes')
    expect((await client.assignRolePermissions(token, role.id, [permission.id])).data.assigned).toBe(1)
    expect((await client.getRolePermissions(token, role.id)).data).toEqual([permission])
    const held = await client.assignUserRoles(token, made.id, [role.id])
    expect(held.data).toMatchObject({ userId: made.id, roles: [{ id: role.id, name: 'editor' }] })
    expect((await client.listRoles(token, { page: 1, limit: 10 })).data).toHaveLength(2)

    expect(await client.removeRolePermission(token, role.id, permission.id)).toMatchObject({ success: true })
    expect(await client.deletePermission(token, permission.id)).toEqual({ success: true })
    expect(await client.deleteRole(token, role.id)).toEqual({ success: true })
  })

  it('invites to an application, and keeps its organizations', async () => {
    const token = await administrator()
    const sent = { email: bob.email, environmentId, roleId: `admin-${environmentId}` }
    const { data: invitation } = await client.createAppInvitation(token, appId, sent)
    expect(invitation).toMatchObject({ email: bob.email, roleName: 'admin', status: 'pending' })
    expect((await client.listAppInvitations(token, appId, { environmentId })).data).toEqual([invitation])
    expect((await client.resendAppInvitation(token, appId, invitation.id)).data.id).toBe(invitation.id)
    expect(await client.cancelAppInvitation(token, appId, invitation.id)).toEqual({ success: true })

    const acme = { name: 'Acme', slug: 'acme', environmentId }
    const { data: org } = await client.createAppOrganization(token, appId, acme)
    const { data: renamed } = await client.updateAppOrganization(token, appId, org.id, { name: 'Acme Corporation' })
    expect(await client.listAppOrganizations(token, appId, { environmentId, page: 1, limit: 5 })).toEqual({
      ...{ data: [renamed], total: 1, page: 1, limit: 5, nextCursor: null },
    })
    expect(await client.deleteAppOrganization(token, appId, org.id)).toEqual({ success: true })
  })

  it('invites as a user whose role allows it', async () => {
    const hers = await seeds.appCaller(alice)
    await seeds.role(hers, 'all')
    const his = await seeds.appCaller(bob)
    const roleId = `admin-${environmentId}`
    const { data: invitation } = await client.sendInvitation(hers.access_token, { email: bob.email, roleId })
    expect((await client.listInvitations(his.access_token)).data).toEqual([invitation])
    expect((await client.resendInvitation(hers.access_token, invitation.id)).data.id).toBe(invitation.id)
    await client.acceptInvitation(his.access_token, invitation.id)
    expect((await client.getMe(his.access_token)).data.roles).toEqual(['admin'])
    const { data: other } = await client.sendInvitation(hers.access_token, { email: 'erin@example.test' })
    expect(await client.cancelInvitation(hers.access_token, other.id)).toEqual({ success: true })
  })

  it('makes keys of the tenant, and keeps its settings', async () => {
    const token = await administrator()
    const { data: made } = await client.createPlatformApiKey(token, { name: 'Audit export' })
    const { key, ...listed } = made
    expect((await client.listPlatformApiKeys(token)).data).toEqual([listed])
    expect((await client.listPlatformAuditLogs(key, { limit: 1 })).data[0]).toMatchObject({ resourceId: made.id })
    await client.revokePlatformApiKey(token, made.id)
    await expect(client.listPlatformAuditLogs(key)).rejects.toMatchObject({ status: 401 })
    expect(await client.updatePlatformSettings(token, { theme: 'dark', color: 'blue' })).toEqual({
      data: { theme: 'dark', color: 'blue' },
    })
    expect(await client.updatePlatformSettings(token, { color: null })).toEqual({ data: { theme: 'dark' } })
  })

  it('brings users in, and finds one by the id that they have elsewhere', async () => {
    const backend = open(target.baseUrl, demoApp.secretKey)
    const erin = { email: 'erin@example.test', firstName: 'Erin', externalId: 'crm 7/ä' }
    const { data } = await backend.importUsers({ environmentId, users: [erin] })
    expect(data).toMatchObject({ imported: 1, errors: [] })
    const hers = await seeds.appCaller(alice)
    await seeds.role(hers, 'all')
    const found = await client.getUserByExternalId(hers.access_token, encodeURIComponent('crm 7/ä'))
    expect(found.data).toMatchObject(erin)
  })

  it('invites administrators, who come by the secret of the mail', async () => {
    const token = await administrator()
    const erin = { email: 'erin@acme.test', roleName: 'owner' }
    const { data: invitation, message } = await client.invitePlatformMember(token, erin)
    expect(message).toEqual(expect.any(String))
    expect((await client.listPlatformInvitations(token)).data).toEqual([invitation])
    await seeds.wait(61)
    expect((await client.resendPlatformInvitation(token, invitation.id)).data.id).toBe(invitation.id)
    const chosen = { password: 'staple battery horse correct', firstName: 'Erin' }
    await expect(client.acceptPlatformInvitation(invitation.id, chosen)).rejects.toMatchObject({ status: 400 })
    const mail = await seeds.mail(erin.email, 'invitation')
    expect(await client.acceptPlatformInvitation(mail.token!, chosen)).toEqual({ message: expect.any(String) })
    expect((await client.platformLogin({ email: erin.email, password: chosen.password })).user).toMatchObject({
      email: erin.email,
    })
    const { data: members } = await client.listPlatformMembers(token)
    expect(members[1]).toMatchObject({ email: erin.email, firstName: 'Erin', roles: ['owner'], isActive: true })
    const changed = await client.updatePlatformMember(token, members[1]!.id, { roleName: 'owner' })
    expect(changed.data).toEqual({ id: members[1]!.id, email: erin.email, roles: ['owner'] })
    expect(await client.removePlatformMember(token, members[1]!.id)).toEqual({ message: expect.any(String) })
    const { data: other } = await client.invitePlatformMember(token, { ...erin, email: 'frank@acme.test' })
    expect(await client.cancelPlatformInvitation(token, other.id)).toEqual({ success: true })
  })

  it('has run every call that these tests are about', () => {
    expect(backOffice.filter((name) => !called.has(name))).toEqual([])
  })
})
