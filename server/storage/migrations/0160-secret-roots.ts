// What keyed hashes are derived from, once the secret that they began with is no longer the service's.
import { key, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const secretRoots: Migration = {
  name: '0160-secret-roots',
  up: async ({ schema }) => {
    await schema
      .createTable('secretRoots')
      .addColumn('id', 'text', key)
      .addColumn('sealedRoot', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .execute()
  },
}
