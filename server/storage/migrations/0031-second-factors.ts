// Second factors: authenticator apps, and codes for when one is lost.
import { partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const secondFactors: Migration = {
  name: '0031-second-factors',
  up: async ({ schema }) => {
    await schema
      .createTable('totpFactors')
      .addColumn('userId', 'text', (column) => partOf('users.id')(column).primaryKey())
      .addColumn('sealedSecret', 'text', required)
      .addColumn('confirmedAt', 'bigint')
      .addColumn('lastStep', 'bigint', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .execute()

    await schema
      .createTable('backupCodes')
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('hash', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('usedAt', 'bigint')
      .addPrimaryKeyConstraint('backupCodesKey', ['userId', 'hash'])
      .execute()
  },
}
