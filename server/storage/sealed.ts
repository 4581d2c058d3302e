// Whatever is kept sealed under the service's secret: where it stands, and how it is sealed anew.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** Each table with its key and its sealed column. */
const places = {
  signingKeys: ['kid', 'sealedPrivateJwk'],
  totpFactors: ['userId', 'sealedSecret'],
  outbox: ['id', 'sealedPayload'],
  providerFlows: ['stateHash', 'sealedProof'],
  secretRoots: ['id', 'sealedRoot'],
  clients: ['id', 'sealedSecret'],
  webhooks: ['id', 'sealedSecrets'],
} as const satisfies Partial<Record<keyof Schema, readonly [string, string]>>

export type SealedTable = keyof typeof places
export const sealedTables = Object.keys(places) as SealedTable[]

export interface SealedRow {
  readonly key: string
  readonly sealed: string
}

/** Some of a table, by key, behind the one that is given. */
export const listSealed = async (
  db: Database,
  table: SealedTable,
  after: string,
  limit: number,
): Promise<SealedRow[]> => {
  const [key, sealed] = places[table]
  const { rows } = await sql<SealedRow>`
    select ${sql.ref(key)} as key, ${sql.ref(sealed)} as sealed from ${sql.table(table)}
    where ${sql.ref(key)} > ${after} and ${sql.ref(sealed)} is not null order by ${sql.ref(key)} limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Puts another seal in the place of this one, unless somebody else has changed it meanwhile. */
export const replaceSealed = async (
  db: Database,
  table: SealedTable,
  row: SealedRow,
  sealed: string,
): Promise<boolean> => {
  const [key, column] = places[table]
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${sealed}
    where ${sql.ref(key)} = ${row.key} and ${sql.ref(column)} = ${row.sealed}`.execute(db)
  return numAffectedRows > 0n
}
