// A user is found by the id that they have elsewhere.
import type { Migration } from './migration.ts'

export const externalIds: Migration = {
  name: '0181-external-ids',
  up: async ({ schema }) => {
    await schema
      .createIndex('usersByExternalId')
      .on('users')
      .columns(['environmentId', 'externalId'])
      .unique()
      .execute()
  },
}
