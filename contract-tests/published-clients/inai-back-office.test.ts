// The back office of the published client of the app and platform surfaces, unchanged: see inai.test.ts.
import { InAIAuthClient } from '@inai-dev/backend'
import { beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, demoApp, demoPlatform } from '../harness/people.ts'
import { resetWorld, seedsOf } from '../harness/seeds.ts'
import { targets } from '../harness/target.ts'

/** Every call of it that these tests are about. */
const roleCalls = [
  ...['listUsers', 'createUser', 'getUser', 'updateUser', 'assignUserRoles'],
  ...['listRoles', 'createRole', 'getRole', 'updateRole', 'deleteRole'],
  ...['getRolePermissions', 'assignRolePermissions', 'removeRolePermission'],
  ...['listPermissions', 'createPermission', 'deletePermission'],
  ...['getAppUser', 'updateAppUser', 'assignAppUserRoles'],
  ...['listAppRoles', 'createAppRole', 'getAppRole', 'updateAppRole', 'deleteAppRole'],
  ...['getAppRolePermissions', 'assignAppRolePermissions', 'removeAppRolePermission'],
  ...['listAppPermissions', 'createAppPermission', 'deleteAppPermission'],
]

const called = new Set<string>()

/** The client, with a note of each call that came back. */
const open = (apiUrl: string): InAIAuthClient =>
  new Proxy(new InAIAuthClient({ apiUrl, publishableKey: demoApp.publishableKey }), {
    get: (client, name, receiver) => {
      const value: unknown = Reflect.get(client, name, receiver)
      if (typeof value !== 'function' || typeof name !== 'string') return value
      return async (...args: unknown[]) => {
        const answer: unknown = await Reflect.apply(value, client, args)
        called.add(name)
        return answer
      }
    },
  })

describe.each(targets.filter(({ name }) => name !== 'mock'))('@inai-dev/backend on $name', (target) => {
  const seeds = seedsOf(target)
  const client = open(target.baseUrl)
  const { applicationId: appId, environmentId } = demoApp
  beforeEach(() => resetWorld(target))

  const administrator = async () => (await client.platformLogin(demoPlatform)).access_token!

  it('gives roles and permissions as an administrator', async () => {
    const token = await administrator()
    const { user, refresh_token } = await seeds.appUser(alice)
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
    const hers = await seeds.appUser(alice)
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

  it('has run every call that these tests are about', () => {
    expect(roleCalls.filter((name) => !called.has(name))).toEqual([])
  })
})
