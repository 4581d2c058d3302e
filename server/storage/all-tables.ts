import { transaction } from './database.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

// Children before their parents.
const order: Record<keyof Schema, number> = {
  refreshTokens: 0,
  oneTimeTokens: 1,
  invitations: 1,
  waitlistEntries: 1,
  sessions: 2,
  clientOrigins: 3,
  clients: 4,
  memberships: 5,
  organizations: 6,
  users: 7,
  environments: 8,
  applications: 9,
  tenants: 10,
  signingKeys: 11,
  outbox: 12,
  rateLimits: 13,
  auditEvents: 14,
}

/** Every table of the schema, children before their parents. */
export const allTables = (Object.keys(order) as (keyof Schema)[]).sort((a, b) => order[a] - order[b])

/** Deletes every row of every table but those to keep; all or nothing. What hangs on a deleted row goes with it. */
export const emptyDatabase = (db: Database, { keep }: { readonly keep: readonly (keyof Schema)[] }): Promise<void> =>
  transaction(db, async (trx) => {
    for (const table of allTables) {
      if (!keep.includes(table)) await trx.deleteFrom(table).execute()
    }
  })
