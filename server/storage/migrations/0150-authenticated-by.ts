// How somebody proved who they are before they got their code: a second factor that was passed is not asked for again.
import type { Migration } from './migration.ts'

export const authenticatedBy: Migration = {
  name: '0150-authenticated-by',
  up: async ({ schema }) => {
    await schema.alterTable('authorizationCodes').addColumn('authenticatedBy', 'text').execute()
  },
}
