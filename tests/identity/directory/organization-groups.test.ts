// Groups of an organization that has more members than a page of them: an operator may raise the quota.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import { organizationGroups } from '../../../server/identity/directory/organization-groups.ts'
import { sandboxEnvironmentId as environmentId } from '../../../server/model/sandbox-credentials.ts'
import { transaction } from '../../../server/storage/database.ts'
import { insertMembership } from '../../../server/storage/memberships.ts'
import { insertOrganization } from '../../../server/storage/organizations.ts'
import { insertNewUsers } from '../../../server/storage/many-users.ts'
import { type TestServer, startServer } from '../../server-for-tests.ts'
import { user } from '../../storage/world-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'

const times = { createdAt: 1, updatedAt: 1 }
const blank = { parentId: null, name: 'Acme', slug: null, avatarUrl: null, metadata: null, createdBy: null }
const organization = { ...blank, ...times, id: 'organization', environmentId }
const idOf = (at: number) => `user-${String(at).padStart(4, '0')}`
const count = 2005
const ids = Array.from({ length: count }, (_, at) => idOf(at))

let server: TestServer
let ctx: Context
beforeAll(async () => {
  server = await startServer()
  ctx = contextFor(server.world)
  await transaction(ctx.db, async (db) => {
    await insertOrganization(db, organization)
    for (let at = 0; at < count; at += 100) {
      await insertNewUsers(
        db,
        ids.slice(at, at + 100).map((id) => user(id, { environmentId })),
      )
    }
    const member = { organizationId: organization.id, role: 'viewer', addedBy: null, joinedAt: 1, ...times } as const
    for (const userId of ids) await insertMembership(db, { ...member, id: `of ${userId}`, userId })
  })
})
afterAll(() => server.close())

it('has all of them, and gives each another role', async () => {
  const groups = organizationGroups(ctx, organization)
  const named = async (role: string) => (await groups.find(ctx.db, role))?.members.map(({ id }) => id)
  expect(await named('viewer')).toHaveLength(count)
  const late = idOf(count - 1)
  await groups.change(ctx.db, 'owner', { op: 'add', userIds: [idOf(0), late] })
  expect(await named('owner')).toEqual([idOf(0), late])
  await groups.change(ctx.db, 'member', { op: 'replace', userIds: [idOf(1), late] })
  expect(await named('owner')).toEqual([idOf(0)])
  expect(await named('member')).toEqual([idOf(1), late])
  const strange = groups.change(ctx.db, 'member', { op: 'add', userIds: ['nobody'] })
  await expect(strange).rejects.toMatchObject({ code: 'invalid_request' })
})

it('lets nobody leave where more than 2000 would at once', async () => {
  const groups = organizationGroups(ctx, organization)
  await groups.change(ctx.db, 'member', { op: 'add', userIds: ids.slice(1) })
  expect((await groups.find(ctx.db, 'member'))?.members).toHaveLength(count - 1)
  const all = groups.change(ctx.db, 'member', { op: 'replace', userIds: [] })
  await expect(all).rejects.toMatchObject({ code: 'invalid_request', detail: expect.stringContaining('2000') })
  expect((await groups.find(ctx.db, 'viewer'))?.members).toEqual([])
})
