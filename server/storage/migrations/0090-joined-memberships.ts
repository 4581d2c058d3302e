// Being put into an organization and having joined it are two things: only what a person joined speaks in their tokens.
import type { Migration } from './migration.ts'

type Memberships = {
  memberships: { joinedAt: number | null; createdAt: number }
}

export const joinedMemberships: Migration = {
  name: '0090-joined-memberships',
  up: async (db) => {
    await db.schema.alterTable('memberships').addColumn('joinedAt', 'bigint').execute()
    // Who was put there before cannot be told from who came.
    await db
      .withTables<Memberships>()
      .updateTable('memberships')
      .set(({ ref }) => ({ joinedAt: ref('createdAt') }))
      .execute()
  },
}
