import { sql } from 'kysely'
import { emptyTables, isPostgres, transaction } from './database.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

// Children before their parents.
const order: Record<keyof Schema, number> = {
  refreshTokens: 0,
  refreshAnswers: 0,
  rolePermissions: 0,
  organizationPermissions: 0,
  userRoles: 0,
  directoryUsers: 0,
  directoryGroups: 0,
  consents: 0,
  logoutNotices: 0,
  deviceCodes: 0,
  pushedRequests: 0,
  identities: 0,
  webhookDeliveries: 0,
  signUps: 0,
  providerFlows: 0,
  authorizationCodes: 1,
  revokedTokens: 1,
  oneTimeTokens: 2,
  invitations: 2,
  waitlistEntries: 2,
  sessions: 3,
  adminSessions: 3,
  apiKeys: 3,
  administrators: 3,
  totpFactors: 3,
  backupCodes: 3,
  passkeys: 3,
  publishableKeys: 3,
  webhooks: 4,
  mailTemplates: 4,
  pageTexts: 4,
  clientOrigins: 4,
  clients: 5,
  memberships: 6,
  organizations: 7,
  roles: 7,
  permissions: 7,
  users: 8,
  environments: 9,
  applications: 10,
  tenants: 11,
  signingKeys: 12,
  outbox: 13,
  rateLimits: 14,
  failureStreaks: 14,
  auditEvents: 15,
  spentAssertions: 16,
  databaseMode: 17,
  secretRoots: 18,
  // Triggers of other tables write them.
  countChanges: 19,
  counts: 20,
}

/** Every table of the schema, children before their parents. */
export const allTables = (Object.keys(order) as (keyof Schema)[]).sort((a, b) => order[a] - order[b])

/** Tables with any rows: to look at all of them at once takes less than to delete nothing from most. */
const filled = prepared((db) => ({
  compile: () => {
    const looks = allTables.map(
      (table) => sql`select ${sql.lit(table)} as name where exists (select 1 from ${sql.table(table)})`,
    )
    return sql<{ name: keyof Schema }>`select name from (${sql.join(looks, sql` union all `)})`.compile(db)
  },
}))

/** Deletes every row of every table but those to keep; all or nothing, however many there are. */
export const emptyDatabase = (db: Database, { keep }: { readonly keep: readonly (keyof Schema)[] }): Promise<void> =>
  transaction(db, async (trx) => {
    const tables = allTables.filter((table) => !keep.includes(table))
    if (isPostgres(trx)) return emptyTables(trx, tables)
    const findFull = async () => {
      const names = new Set((await filled(trx)).map(({ name }) => name))
      return tables.filter((table) => names.has(table))
    }
    // Once more for what triggers have written meanwhile.
    for (let full = await findFull(); full.length > 0; full = await findFull()) await emptyTables(trx, full)
  })

/** Every row of these tables: of small ones. */
export const readTables = async (db: Database, tables: readonly (keyof Schema)[]): Promise<unknown[][]> => {
  const rows: unknown[][] = []
  for (const table of tables) {
    const read = reading.get(table) ?? prepared((of) => of.selectFrom(table).selectAll())
    reading.set(table, read)
    rows.push(await read(db))
  }
  return rows
}

const reading = new Map<keyof Schema, (db: Database) => Promise<unknown[]>>()
