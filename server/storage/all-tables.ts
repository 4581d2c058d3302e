import { transaction } from './database.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

// Children before their parents.
const order: Record<keyof Schema, number> = {
  refreshTokens: 0,
  authorizationCodes: 1,
  revokedTokens: 2,
  oneTimeTokens: 3,
  sessions: 4,
  clientOrigins: 5,
  clients: 6,
  memberships: 7,
  organizations: 8,
  users: 9,
  environments: 10,
  applications: 11,
  tenants: 12,
  signingKeys: 13,
  outbox: 14,
  rateLimits: 15,
  auditEvents: 16,
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
