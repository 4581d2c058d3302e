// Names for authenticator apps. Those that there are bear their owner's id: nobody has two.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const authenticatorApps: Migration = {
  name: '0310-authenticator-apps',
  up: async (db) => {
    const { schema } = db
    await schema
      .alterTable('totpFactors')
      .addColumn('id', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await schema
      .alterTable('totpFactors')
      .addColumn('name', 'text', (column) => column.notNull().defaultTo('Authenticator app'))
      .execute()
    await schema.alterTable('totpFactors').addColumn('lastUsedAt', 'bigint').execute()
    await sql`update ${sql.table('totpFactors')} set ${sql.ref('id')} = ${sql.ref('userId')}`.execute(db)
  },
}
