import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import { findApplication } from '../../server/storage/applications.ts'
import type { Database, OpenDatabase } from '../../server/storage/database.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { insertOrganization, listOrganizationsOfUser } from '../../server/storage/organizations.ts'
import { insertMembership } from '../../server/storage/memberships.ts'
import { findUser, insertUser } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

describe.each(kinds)('free-form objects that an older version stored, on %s', (kind) => {
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
    await insertUser(db, world.user('alice'))
  })

  it('are cut where they are too deep, so that an answer can be written', async () => {
    await insertOrganization(db, world.organization('acme'))
    await insertMembership(db, world.membership('acme', 'alice'))
    await db
      .updateTable('organizations')
      .set({ metadata: nested(2000) })
      .execute()
    const [own] = await listOrganizationsOfUser(db, 'alice')
    expect(JSON.stringify(own?.organization.metadata)).toBe(nested(32).replace('1', 'null'))
  })

  it('count as none where they are larger than any may be', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(95_000) })
    await db.updateTable('users').set({ profile: large, metadata: large }).execute()
    await db.updateTable('applications').set({ settings: large, authConfig: '{"disableSignUp":true}' }).execute()
    expect(await findUser(db, world.environment.id, 'alice')).toMatchObject({ profile: null, metadata: null })
    expect(await findApplication(db, 'tenant', 'application')).toMatchObject({
      settings: null,
      authConfig: { disableSignUp: true },
    })
  })
})
