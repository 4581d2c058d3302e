import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import {
  findApplication,
  findApplicationBySlug,
  listApplications,
  updateApplication,
} from '../../server/storage/applications.ts'
import {
  deleteClient,
  findClient,
  insertClient,
  isRegisteredOrigin,
  listClientsOfOrganization,
  updateClient,
} from '../../server/storage/clients.ts'
import { isUniqueViolation } from '../../server/storage/database.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import {
  findEnvironment,
  insertEnvironment,
  listEnvironments,
  updateEnvironment,
} from '../../server/storage/environments.ts'
import { listMembers } from '../../server/storage/members.ts'
import {
  countOwners,
  deleteMembership,
  findMembership,
  insertMembership,
  listMembershipsOfUser,
  updateRole,
} from '../../server/storage/memberships.ts'
import {
  deleteOrganization,
  findOrganization,
  insertOrganization,
  listChildren,
  listOrganizationsOfUser,
  updateOrganization,
} from '../../server/storage/organizations.ts'
import { insertSession, findLiveSession } from '../../server/storage/sessions.ts'
import { insertAdministrator } from '../../server/storage/administrators.ts'
import { deleteMarkedTenant, markTenantDeleted } from '../../server/storage/deleted-tenants.ts'
import { findTenant, findTenantBySlug, listTenants, updateTenant } from '../../server/storage/tenants.ts'
import {
  countUsers,
  deleteUsers,
  findUser,
  findUserByEmail,
  insertUser,
  listUsers,
  updateUser,
} from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const { start } = world

describe.each(kinds)('people and what they belong to, on %s', (kind) => {
  let opened: OpenDatabase
  let db: Database
  beforeAll(async () => {
    opened = await openFresh(kind)
    db = opened.db
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    await emptyDatabase(db, { keep: [] })
    await world.insertWorld(db)
  })

  it('finds an application in its tenant only', async () => {
    expect(await findApplication(db, 'tenant', 'application')).toEqual(world.application)
    expect(await findApplicationBySlug(db, 'tenant', 'inbox')).toEqual(world.application)
    expect(await findApplication(db, 'another', 'application')).toBeUndefined()
    expect(await listApplications(db, 'tenant')).toEqual([world.application])
    const changed = await updateApplication(db, 'application', {
      callbackUrls: null,
      isActive: false,
      updatedAt: start + 1,
    })
    expect(changed).toEqual({ ...world.application, callbackUrls: null, isActive: false, updatedAt: start + 1 })
  })

  it('keeps only the settings of an environment that differ from the defaults', async () => {
    expect(await findEnvironment(db, 'environment')).toEqual(world.environment)
    const settings = { ...world.environment.settings, passwordMinLength: 12 }
    const changed = await updateEnvironment(db, 'environment', { settings, updatedAt: start + 1 })
    expect(changed).toEqual({ ...world.environment, settings, updatedAt: start + 1 })
    const row = await db.selectFrom('environments').select('settings').executeTakeFirst()
    expect(row?.settings).toBe('{"passwordMinLength":12}')
    expect(await updateEnvironment(db, 'environment', { name: 'live', updatedAt: start + 2 })).toMatchObject({
      settings,
    })
    expect(await listEnvironments(db, 'application')).toHaveLength(1)
  })

  it('hides a tenant that is deleted, and deletes its row once it has no application', async () => {
    expect(await markTenantDeleted(db, 'tenant', start)).toBe(true)
    expect(await markTenantDeleted(db, 'tenant', start)).toBe(false)
    expect(await findTenant(db, 'tenant')).toBeUndefined()
    expect(await findTenantBySlug(db, 'acme')).toBeUndefined()
    expect(await listTenants(db)).toEqual([])
    expect(await updateTenant(db, 'tenant', { name: 'Again', updatedAt: start })).toBeUndefined()
    expect(await findEnvironment(db, 'environment')).toBeUndefined()
    const rows = () => db.selectFrom('tenants').select('id').execute()
    await deleteMarkedTenant(db, 'tenant')
    expect(await rows()).toHaveLength(1)
    await db.deleteFrom('applications').execute()
    await deleteMarkedTenant(db, 'tenant')
    expect(await rows()).toEqual([])
  })

  it('deletes no tenant that somebody runs', async () => {
    await insertUser(db, world.user('alice'))
    const role = { role: 'owner', invitedBy: null, invitedUntil: null, createdAt: start } as const
    await insertAdministrator(db, { userId: 'alice', tenantId: 'tenant', ...role })
    expect(await markTenantDeleted(db, 'tenant', start)).toBe(false)
    await deleteMarkedTenant(db, 'tenant')
    expect(await findTenant(db, 'tenant')).toMatchObject({ slug: 'acme', isActive: true })
    expect(await findEnvironment(db, 'environment')).toMatchObject({ isActive: true })
  })

  it('finds a user by id and by email, in their environment only', async () => {
    const alice = world.user('alice', { profile: { bio: 'Hi' }, metadata: {}, emailVerifiedAt: start })
    await insertUser(db, alice)
    expect(await findUser(db, 'environment', 'alice')).toEqual(alice)
    expect(await findUserByEmail(db, 'environment', alice.email)).toEqual(alice)
    expect(await findUser(db, 'another', 'alice')).toBeUndefined()
    expect(await findUserByEmail(db, 'another', alice.email)).toBeUndefined()
  })

  it('has an address once in an environment, and again in another', async () => {
    await insertUser(db, world.user('alice'))
    await insertEnvironment(db, { ...world.environment, id: 'staging' })
    const twin = world.user('twin', { email: 'alice@example.test' })
    const error: unknown = await insertUser(db, twin).catch((reason: unknown) => reason)
    expect(isUniqueViolation(error)).toBe(true)
    await insertUser(db, { ...twin, environmentId: 'staging' })
  })

  it('changes what a patch names, and nothing else', async () => {
    const alice = world.user('alice', { profile: { bio: 'Hi' }, firstName: 'Alice' })
    await insertUser(db, alice)
    const patch = { firstName: null, metadata: { plan: 'pro' }, updatedAt: start + 1 }
    expect(await updateUser(db, 'alice', patch)).toEqual({ ...alice, ...patch })
    expect(await updateUser(db, 'nobody', patch)).toBeUndefined()
  })

  it('lists users newest first, page by page, and by any part of a name', async () => {
    for (const [index, id] of ['ann', 'bob', 'cy'].entries()) {
      await insertUser(db, world.user(id, { createdAt: start + index, lastName: id === 'bob' ? '100%_Sure' : 'Other' }))
    }
    const ids = async (options: Parameters<typeof listUsers>[2]) =>
      (await listUsers(db, 'environment', options)).map(({ id }) => id)
    expect(await ids({ offset: 0, limit: 2 })).toEqual(['cy', 'bob'])
    expect(await ids({ offset: 2, limit: 2 })).toEqual(['ann'])
    expect(await ids({ offset: 0, limit: 9, search: '0%_sure' })).toEqual(['bob'])
    expect(await ids({ offset: 0, limit: 9, search: '%' })).toEqual([])
    expect(await countUsers(db, 'environment')).toBe(3)
    expect(await countUsers(db, 'environment', { search: 'ANN@' })).toBe(1)
    expect(await countUsers(db, 'another')).toBe(0)
  })

  it('knows who belongs to an organization, and to which one a person does', async () => {
    const acme = world.organization('acme', { metadata: { size: 3 } })
    const branch = world.organization('branch', { parentId: 'acme' })
    for (const organization of [acme, branch]) await insertOrganization(db, organization)
    for (const id of ['ann', 'bob']) await insertUser(db, world.user(id))
    const owner = world.membership('acme', 'ann', { role: 'owner' })
    await insertMembership(db, owner)
    await insertMembership(db, world.membership('acme', 'bob', { createdAt: start + 1 }))

    expect(await findOrganization(db, 'environment', 'acme')).toEqual(acme)
    expect(await findOrganization(db, 'another', 'acme')).toBeUndefined()
    expect(await listChildren(db, 'acme')).toEqual([branch])
    expect(await listOrganizationsOfUser(db, 'ann')).toEqual([{ organization: acme, membership: owner }])
    expect(await listMembershipsOfUser(db, 'ann')).toEqual([owner])
    expect((await listMembers(db, 'acme')).map(({ user }) => user)).toEqual([world.user('ann'), world.user('bob')])
    expect(await countOwners(db, 'acme')).toBe(1)
    expect(await updateRole(db, 'acme', 'bob', 'owner', start + 2)).toMatchObject({
      role: 'owner',
      updatedAt: start + 2,
    })
    expect(await countOwners(db, 'acme')).toBe(2)
    expect(await deleteMembership(db, 'acme', 'bob')).toBe(true)
    expect(await deleteMembership(db, 'acme', 'bob')).toBe(false)
    expect(await findMembership(db, 'acme', 'bob')).toBeUndefined()
    expect(await updateOrganization(db, 'acme', { name: 'Acme', updatedAt: start })).toEqual({ ...acme, name: 'Acme' })
  })

  it('lets children and sessions live on without a deleted organization', async () => {
    await insertOrganization(db, world.organization('acme'))
    await insertOrganization(db, world.organization('branch', { parentId: 'acme' }))
    await insertUser(db, world.user('ann'))
    await insertMembership(db, world.membership('acme', 'ann'))
    await insertSession(db, world.session('session', 'ann', { organizationId: 'acme' }))
    await insertClient(db, world.client('cid', { organizationId: 'acme' }))
    expect((await findLiveSession(db, 'session', start))?.membership?.organizationId).toBe('acme')

    expect(await deleteOrganization(db, 'acme')).toBe(true)
    expect(await findOrganization(db, 'environment', 'branch')).toMatchObject({ parentId: null })
    expect(await findLiveSession(db, 'session', start)).toMatchObject({
      session: { organizationId: null },
      membership: null,
    })
    expect(await findClient(db, 'cid')).toBeUndefined()
    expect(await deleteUsers(db, 'environment', ['ann', 'nobody'])).toEqual(['ann'])
    expect(await findLiveSession(db, 'session', start)).toBeUndefined()
  })

  it('keeps a client with its origins', async () => {
    await insertOrganization(db, world.organization('acme'))
    const web = world.client('web', {
      organizationId: 'acme',
      allowedOrigins: ['https://a.example', 'https://b.example'],
      redirectUris: ['https://a.example/back'],
    })
    const plain = world.client('plain', { organizationId: 'acme', createdAt: start + 1 })
    await insertClient(db, web)
    await insertClient(db, plain)
    expect(await findClient(db, 'web')).toEqual(web)
    expect(await listClientsOfOrganization(db, 'acme')).toEqual([web, plain])
    expect(await isRegisteredOrigin(db, 'https://a.example')).toBe(true)

    const moved = await updateClient(db, 'web', { allowedOrigins: ['https://c.example'], updatedAt: start + 1 })
    expect(moved).toEqual({ ...web, allowedOrigins: ['https://c.example'], updatedAt: start + 1 })
    expect(await isRegisteredOrigin(db, 'https://a.example')).toBe(false)
    await updateClient(db, 'web', { isActive: false, updatedAt: start + 2 })
    expect(await isRegisteredOrigin(db, 'https://c.example')).toBe(false)
    expect(await updateClient(db, 'none', { allowedOrigins: ['https://c.example'], updatedAt: start })).toBeUndefined()
    expect(await deleteClient(db, 'web')).toBe(true)
    expect(await findClient(db, 'web')).toBeUndefined()
  })
})
