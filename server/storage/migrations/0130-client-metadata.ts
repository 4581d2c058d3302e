// What clients say of themselves and prove themselves by, and the requests that they push.
import { type Kysely, sql } from 'kysely'
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const clientMetadata: Migration = {
  name: '0130-client-metadata',
  up: async (db) => {
    const { schema } = db
    await schema.alterTable('clients').addColumn('sealedSecret', 'text').execute()
    await schema.createIndex('clientsByRegistration').unique().on('clients').column('registrationHash').execute()
    await forgetGrantTypes(db)
    await schema
      .createTable('pushedRequests')
      .addColumn('hash', 'text', key)
      .addColumn('clientId', 'text', partOf('clients.id'))
      .addColumn('parameters', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .execute()
    await schema.createIndex('pushedRequestsByClient').on('pushedRequests').column('clientId').execute()
    await schema.createIndex('pushedRequestsByEnd').on('pushedRequests').column('expiresAt').execute()
  },
}

/** What was written down before anybody could choose; it would now keep machines from their tokens. */
const forgetGrantTypes = async (db: Kysely<unknown>): Promise<void> => {
  const { rows } = await sql<{
    id: string
    openid: string
  }>`select id, openid from clients where openid is not null`.execute(db)
  for (const { id, openid } of rows) {
    const { grantTypes: _, ...rest } = JSON.parse(openid) as Record<string, unknown>
    await sql`update clients set openid = ${JSON.stringify(rest)} where id = ${id}`.execute(db)
  }
}
